import type { ARM_FIELDS } from './armFields'
import type { DATA_FIELDS } from './dataFields'
import type { SettingsOf } from './field'
import type { MODEL_FIELDS } from './modelFields'
import type { ArmKind } from './optimizers'
import type { PROBLEM_FIELDS } from './problemFields'
import type { RUN_FIELDS } from './runFields'

/**
 * The scenario: an immutable, versioned description of an experiment. Everything else on the page is derived from it. What
 * its fields are called, and which values they take, stands in the tables of fields alone: these types are read off them.
 */
export interface Scenario extends RunSettings {
  readonly version: 1
  /** Id of the preset that a link's differences refer to. */
  readonly preset: string
  readonly model: ModelSettings
  readonly data: DataSettings
  readonly init: InitSettings
  readonly arms: readonly Arm[]
  readonly measure: MeasureSettings
  readonly sweep: SweepSettings
  readonly ensemble: EnsembleSettings
  readonly view: ViewSettings
  readonly stop: StopSettings
  readonly events: readonly ScenarioEvent[]
}

/** An optimizer on the shared problem. */
export interface Arm extends SettingsOf<typeof ARM_FIELDS> {
  /** Lower-case letters and digits, starting with a letter; prefixes the arm's own values in a link. */
  readonly id: string
  readonly kind: ArmKind
}

/** What the user changes in flight: the field of the arm (or of all arms: '') gets the value. */
export type ArmChange = { readonly [F in ArmField]: { readonly arm: string; readonly field: F; readonly value: Arm[F] } }[ArmField]

/** A change that acts before step `step` is taken. */
export type ScenarioEvent = ArmChange & { readonly step: number }

/** A value of any field. */
export type FieldValue = number | string | readonly number[]
export type ArmField = keyof typeof ARM_FIELDS

export interface ModelSettings extends SettingsOf<typeof MODEL_FIELDS> {}
export interface DataSettings extends SettingsOf<typeof DATA_FIELDS> {}
export interface InitSettings extends SettingsOf<(typeof PROBLEM_FIELDS)['init']> {}
export interface MeasureSettings extends SettingsOf<(typeof RUN_FIELDS)['measure']> {}
export interface SweepSettings extends SettingsOf<(typeof RUN_FIELDS)['sweep']> {}
export interface EnsembleSettings extends SettingsOf<(typeof RUN_FIELDS)['ensemble']> {}
export interface ViewSettings extends SettingsOf<(typeof RUN_FIELDS)['view']> {}
export interface StopSettings extends SettingsOf<(typeof RUN_FIELDS)['stop']> {}
export interface RunSettings extends SettingsOf<(typeof RUN_FIELDS)['run']> {}

export type ModelKind = ModelSettings['kind']
export type Sampling = Arm['sampling']
export type NoiseKind = Arm['noise']
export type ScheduleKind = Arm['schedule']
/** A study that a scenario asks for by name; others follow from what it is. Cross-sections are asked for line by line. */
export type ChosenStudy = Exclude<ViewSettings['study'], 'none' | 'sections'>
export type BackendChoice = RunSettings['backend']
