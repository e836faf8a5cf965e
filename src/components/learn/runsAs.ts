import type { Scenario } from '../../scenario'

/** What decides how a run goes. */
const DECIDES = ['model', 'data', 'init', 'arms', 'seed', 'events'] as const

/** Whether a scenario runs as the preset that it began as, which its sentence is about. */
export const runsAs = (scenario: Scenario, preset: Scenario): boolean =>
  DECIDES.every(part => JSON.stringify(scenario[part]) === JSON.stringify(preset[part]))
