import { stateSize } from '../lib/optimizers'
import { ScenarioError } from './error'
import { isNetwork, parametersOf } from './model'
import { isSgd, ruleOf, usesBatches } from './optimizers'
import type { Arm, Scenario } from './types'

/** Bytes that the replicas of an ensemble may take. */
const ENSEMBLE_BYTES = 1 << 28

/** Index of the arm that an ensemble repeats: the first SGD arm, of a network the first with minibatches by whatever rule; or −1. */
export function ensembleArm({ model, arms }: Pick<Scenario, 'model'> & { readonly arms: readonly Pick<Arm, 'kind'>[] }): number {
  return arms.findIndex(isNetwork(model) ? usesBatches : isSgd)
}

/** The most replicas of a network of p parameters: each holds θ and what its rule keeps, in the run's precision. */
export function mostNetworks(s: Scenario, p: number): number {
  const arm = s.arms[ensembleArm(s)]
  const numbers = p + (arm ? stateSize(ruleOf(arm), p) : 0)
  return Math.floor(ENSEMBLE_BYTES / (numbers * (s.precision === 'f32' ? 4 : 8)))
}

/** The most replicas that fit; 0 where the model has none, Infinity where only its data and layers can tell. */
export function mostReplicas(s: Scenario): number {
  const { model, data } = s
  if (isNetwork(model)) {
    const p = parametersOf(s)
    return p === undefined ? Number.POSITIVE_INFINITY : mostNetworks(s, p)
  }
  if (model.kind !== 'linear') return 0
  const directions = data.source === 'gaussian' ? Math.min(data.n, data.d) : data.n
  return Math.max(0, Math.floor(ENSEMBLE_BYTES / 8 / directions) - data.n)
}

/** Throws a ScenarioError where the replicas cannot be. */
export function checkEnsemble(s: Scenario): void {
  const most = mostReplicas(s)
  if (s.ensemble.R > most) throw new ScenarioError('R', String(s.ensemble.R), allowed(s, most))
}

function allowed(s: Scenario, most: number): string {
  if (isNetwork(s.model)) return `at most ${most} networks of ${parametersOf(s)} parameters`
  return s.model.kind === 'linear'
    ? `at most ${most} beside n = ${s.data.n} and d = ${s.data.d}`
    : '0 for models that are neither linear nor networks'
}
