/**
 * The door to the scenario: whoever stands outside imports from here, and takes no more of it than it names.
 * Three parts that a page fetches later have doors of their own, `presets`, `check` and `help`.
 *
 *     const scenario = decodeLink('s=escape&eta=0.4')
 *     const arm = armAt(scenario, 0, 120)
 */
export { armName } from './armName'
export { armUses } from './armUses'
export { branchesOf, isCarried } from './branch'
export { branched } from './branched'
export { cellScenario, logSpaced, MAP, mapSizes } from './cell'
export { checkScenario, normalize } from './check'
export {
  type Check,
  type Checked,
  COLUMNS,
  type Column,
  type ColumnName,
  type Filled,
  type Filler,
  hasVariantWithH,
  type Scalar,
  type VariantWithH,
  VECTORS,
  type Vector,
} from './columns'
export { COLUMN_TEXTS, type ColumnText } from './columnTexts'
export { type Planned, plannedCourse } from './course'
export { allDigitsOf, checkCarried, digitsOf } from './digits'
export { addPoint, curveOf, isUndrawn, movePoint, type Point, pointsOf, redrawn, removePoint, sampleCourse } from './drawn'
export { type Address, addressOf, armField, getValue, isArmPath, setValue } from './edit'
export { ensembleArm, mostNetworks, mostReplicas } from './ensemble'
export { ScenarioError } from './error'
export { changesNothing, movedEvents, withoutEvents } from './eventEdit'
export { armAt, changeOf, nextEventAfter } from './events'
export {
  type ChoicePath,
  FIELDS,
  type Field,
  type FieldAt,
  fieldAt,
  type NumberField,
  type NumberPath,
  PATH_BY_NAME,
  PATHS,
  type Path,
  type ValueAt,
} from './fields'
export { followsArms, stepsOfPlane } from './followsArms'
export { type Asked, type At, checkRead, placeName, readRead, type Until } from './grid/asked'
export { type Axis, readAxes, sweptFields } from './grid/axes'
export { tablesOf } from './grid/files'
export { type GridPlan, gridBase, gridCommand, gridRuns, isLogAxis, readGrid } from './grid/plan'
export { type GridAsked, type Point as GridPoint, pointsOf as gridPoints } from './grid/points'
export { type KnownPoint, knownPoint, type PointRow, type ReadPoint, type SweepOf, statistics, sweepRows } from './grid/table'
export { imageLayers } from './imageLayers'
export { isCyclic } from './isCyclic'
export { lastPush } from './lastPush'
export { checkLayers, countsOf } from './layers'
export { ARM_ID, MAX_ARMS, SMALLEST_ETA } from './limits'
export { decodeFields, encodeFields, LONGEST_LINK, templateArm, withFields } from './link'
export { mayBeginEscape } from './mayBeginEscape'
export {
  checkCurvature,
  endsOf,
  GAUSSIAN_INPUTS,
  hasClosedForms,
  hasPrecision,
  hasWidth,
  hopsOf,
  imageSide,
  isNetwork,
  isPlanar,
  type NetworkSettings,
  outputsOf,
  type PlanarKind,
  parametersOf,
  readsImages,
  sequenceOf,
  showsEscape,
  showsScatter,
  sizedBy,
  startsAtMinimum,
} from './model'
export { checkNoise, isControlled, stepsApart } from './noise'
export { ARM_KINDS, armColors, isGd, isPlain, isSgd, keptPart, OPTIMIZERS, optimizerOf, ruleOf, usesBatches } from './optimizers'
export { AS_IT_WAS, MOST_SAMPLES, WHITENED_INPUTS } from './ownData'
export { decodeLink, encodeLink, packFields } from './packed'
export { pastedFields } from './pasted'
export { PRESETS } from './presets'
export { loadedPresets, OPENING_PRESET, openingPreset } from './presets/loaded'
export { type Columns, columnsFor } from './rowLayout'
export { type Salvaged, salvageLink } from './salvage'
export { batchSize, courseOf, learningRate, type Scheduled, scheduleFactor } from './schedule'
export { parseScenario } from './schema'
export { withSettings } from './settings'
export { looksEvery, type Stopped, stopAt, stopsEarly, stopWords } from './stop'
export { sweepPoint, sweepValues } from './sweep'
export { pointCost, type SweepReading, sweepCost, sweepTable } from './sweepTable'
export type * from './types'
export { parseValue, sameValue } from './value'
export { heldOut, withData } from './withData'
