/** The replicas beside a live run: `openEnsemble`, then `advanceTo` the step of the run with the settings in force. */

import { STREAM } from '../../lib/philox'
import { type Arm, armAt, batchSize, ensembleArm, isNetwork, learningRate, nextEventAfter, type Scenario } from '../../scenario'
import type { MakeEnsemble } from '../backends/ensemble'
import type { Backend } from '../backends/types'
import type { Assets } from '../load'
import { createEnsemble, type Ensemble } from './ensemble'
import { openEnsembleProblem } from './problem'

/** Why replicas of this model cannot follow an arm with these settings, in words; null where they can. */
export function refusal(arm: Arm, model: Scenario['model']): string | null {
  const network = isNetwork(model)
  if (arm.noise !== 'minibatch' && !(network && arm.noise === 'none'))
    return `replicas take real minibatches; the noise of this arm is ${arm.noise}`
  if (arm.sampling !== 'with-replacement') return `replicas draw with replacement; this arm samples ${arm.sampling}`
  if (arm.momentum !== 0 && !network) return `replicas are plain SGD; this arm has momentum ${arm.momentum}`
  return null
}

/** How far towards a step replicas can follow, and why no further. */
export function reach(scenario: Scenario, from: number, target: number): { readonly step: number; readonly refused: string | null } {
  const index = ensembleArm(scenario)
  if (index < 0) {
    const repeated = isNetwork(scenario.model) ? 'arm with minibatches' : 'SGD arm'
    return { step: from, refused: `replicas repeat an ${repeated}; there is none` }
  }
  for (let step = from; step < target; step = nextEventAfter(scenario, step)) {
    const refused = refusal(armAt(scenario, index, step), scenario.model)
    if (refused) return { step, refused }
  }
  return { step: target, refused: null }
}

export interface EnsembleRun {
  readonly ensemble: Ensemble
  /** Takes the steps up to `step` with the settings in force at each; returns why it stopped before, or null. */
  advanceTo(step: number, scenario: Scenario): Promise<string | null>
}

/** The replicas of a scenario at step 0. Throws where the model is not linear or memory does not suffice. */
export async function openEnsemble(
  scenario: Scenario,
  R: number,
  backend: Backend,
  make: MakeEnsemble,
  assets?: Assets,
): Promise<EnsembleRun> {
  const problem = await openEnsembleProblem(scenario, backend, assets)
  const kernel = await make(problem, R, scenario.seed, STREAM.ensemble, scenario.precision)
  const ensemble = createEnsemble(problem, kernel, scenario.ensemble.threshold)
  return {
    ensemble,
    async advanceTo(wanted, now) {
      const index = ensembleArm(now)
      const { step: target, refused } = reach(now, ensemble.step, wanted)
      while (ensemble.step < target) {
        const { step } = ensemble
        const arm = armAt(now, index, step)
        const end = Math.min(target, nextEventAfter(now, step))
        const B = batchSize(arm, step, problem.n)
        let until = step + 1
        while (until < end && batchSize(arm, until, problem.n) === B) until++
        await ensemble.advance(
          Float64Array.from({ length: until - step }, (_, t) => learningRate(arm, step + t)),
          B,
        )
      }
      return refused
    },
  }
}
