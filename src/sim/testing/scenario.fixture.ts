import type { Arm, DataSettings, InitSettings, MeasureSettings, ModelSettings, Scenario, ScenarioEvent, ViewSettings } from '../../scenario'
import { parseScenario } from '../../scenario'

interface Sketch {
  seed?: number
  steps?: number
  model?: Partial<ModelSettings>
  data?: Partial<DataSettings>
  init?: Partial<InitSettings>
  arms?: readonly (Pick<Arm, 'id' | 'kind'> & Partial<Arm>)[]
  measure?: Partial<MeasureSettings>
  view?: Partial<ViewSettings>
  events?: readonly ScenarioEvent[]
}

/** A checked scenario from what a test cares about. */
export function scenarioOf({ arms = [{ id: 'sgd', kind: 'sgd', eta: 0.02, B: 2 }], ...rest }: Sketch): Scenario {
  return parseScenario({ version: 1, arms, ...rest })
}
