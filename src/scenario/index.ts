export { armName } from './armName'
export { armUses } from './armUses'
export { cellScenario, MAP, mapSizes } from './cell'
export { checkScenario, MAX_ARMS, normalize } from './check'
export type { Scalar, Vector } from './columns'
export { checkCarried, digitsOf } from './digits'
export { type Address, addressOf, armField, getValue, isArmPath, setValue } from './edit'
export { mostReplicas } from './ensemble'
export { ScenarioError } from './error'
export { armAt } from './events'
export { FIELDS, type Field, fieldAt, type NumberField, PATHS, type Path } from './fields'
export { checkLayers } from './layers'
export { applyText, decodeLink, encodeLink, LONGEST_LINK, templateArm } from './link'
export { mayBeginEscape } from './mayBeginEscape'
export {
  endsOf,
  GAUSSIAN_INPUTS,
  hasClosedForms,
  isNetwork,
  isPlanar,
  outputsOf,
  showsEscape,
  showsScatter,
  startsAtMinimum,
} from './model'
export { ARM_KINDS, isPlain, isSgd, OPTIMIZERS, optimizerOf, usesBatches } from './optimizers'
export { heldOut, MOST_SAMPLES, WHITENED_INPUTS, withData } from './ownData'
export { PRESETS } from './presets'
export { knownPresets, OPENING_PRESET, openingPreset } from './presets/known'
export { type Columns, columnsFor } from './rowLayout'
export { parseScenario } from './schema'
export { hasWidth, sweepPoint, sweepValues } from './sweep'
export { pointCost, type SweepReading, sweepCost, sweepTable } from './sweepTable'
export type * from './types'
export { parseValue, sameValue } from './value'
