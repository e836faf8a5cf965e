import { ScenarioError } from './error'
import type { Scenario } from './types'

/** Numbers that the states and features of an ensemble may take: 256 MB of them. */
const ENSEMBLE_NUMBERS = 1 << 25

/** The most replicas that fit beside the data; 0 where the model is not linear. */
export function mostReplicas({ model, data }: Scenario): number {
  if (model.kind !== 'linear') return 0
  const directions = data.source === 'gaussian' ? Math.min(data.n, data.d) : data.n
  return Math.max(0, Math.floor(ENSEMBLE_NUMBERS / directions) - data.n)
}

/** Throws a ScenarioError where the replicas cannot be. */
export function checkEnsemble(s: Scenario): void {
  const most = mostReplicas(s)
  if (s.ensemble.R <= most) return
  const allowed =
    s.model.kind === 'linear' ? `at most ${most} beside n = ${s.data.n} and d = ${s.data.d}` : '0 for models that are not linear'
  throw new ScenarioError('R', String(s.ensemble.R), allowed)
}
