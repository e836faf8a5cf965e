import type {
  Arm,
  DataSettings,
  EnsembleSettings,
  InitSettings,
  MeasureSettings,
  ModelSettings,
  Scenario,
  ScenarioEvent,
  SweepSettings,
  ViewSettings,
} from '../types'

/** What a preset says; the rest stands at the fields' defaults. */
export interface Recipe {
  title: string
  reading: string
  seed?: number
  steps?: number
  precision?: Scenario['precision']
  model?: Partial<ModelSettings>
  data?: Partial<DataSettings>
  init?: Partial<InitSettings>
  arms: readonly (Pick<Arm, 'id' | 'kind'> & Partial<Arm>)[]
  measure?: Partial<MeasureSettings>
  sweep?: Partial<SweepSettings>
  ensemble?: Partial<EnsembleSettings>
  view?: Partial<ViewSettings>
  events?: readonly ScenarioEvent[]
}
