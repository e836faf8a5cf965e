/** Which backend is the fastest for a scenario, by measuring: `fastestFor`. Fetched where *auto* asks for it. */

import { elementAt } from '../lib/values'
import type { Scenario } from '../scenario'
import { type Choice, chooseBackend, factoredTrial } from './backends/choose'
import { type Assets, loadData } from './load'
import { factoredModel } from './model'

/** Samples of a problem on which the backends are compared, at most. */
const TRIAL_SAMPLES = 2000

export async function fastestFor(scenario: Scenario, assets: Assets): Promise<Choice> {
  const n = Math.min(scenario.data.n, TRIAL_SAMPLES)
  const data = await loadData({ ...scenario, data: { ...scenario.data, n } }, assets)
  const batchSize = Math.min(elementAt(scenario.arms, 0).B, data.n)
  const model = factoredModel(scenario.model)
  if (model) return chooseBackend(factoredTrial({ ...data, model }, batchSize))
  const { networkTrial } = await import('./networkTrial')
  return chooseBackend(networkTrial(scenario, data, batchSize))
}
