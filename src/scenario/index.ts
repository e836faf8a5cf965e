export { armName } from './armName'
export { armUses } from './armUses'
export { cellScenario, MAP, mapSizes } from './cell'
export { checkScenario, normalize } from './check'
export type { Scalar, Vector } from './columns'
export { checkCarried, digitsOf } from './digits'
export { type Address, addressOf, armField, getValue, isArmPath, setValue } from './edit'
export { mostReplicas } from './ensemble'
export { ScenarioError } from './error'
export { armAt, changeOf } from './events'
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
export { checkLayers } from './layers'
export { MAX_ARMS } from './limits'
export { applyText, decodeLink, encodeLink, LONGEST_LINK, templateArm } from './link'
export { mayBeginEscape } from './mayBeginEscape'
export {
  endsOf,
  GAUSSIAN_INPUTS,
  hasClosedForms,
  hasWidth,
  isNetwork,
  isPlanar,
  outputsOf,
  showsEscape,
  showsScatter,
  sizedBy,
  startsAtMinimum,
} from './model'
export { ARM_KINDS, isPlain, isSgd, OPTIMIZERS, optimizerOf, usesBatches } from './optimizers'
export { heldOut, MOST_SAMPLES, WHITENED_INPUTS, withData } from './ownData'
export { PRESETS } from './presets'
export { loadedPresets, OPENING_PRESET, openingPreset } from './presets/loaded'
export { type Columns, columnsFor } from './rowLayout'
export { parseScenario } from './schema'
export { sweepPoint, sweepValues } from './sweep'
export { pointCost, type SweepReading, sweepCost, sweepTable } from './sweepTable'
export type * from './types'
export { parseValue, sameValue } from './value'
