/** The replicas beside a live run: `openEnsemble`, then `advanceTo` the step of the run with the settings in force. */

import { STREAM } from '../../lib/philox'
import { type Arm, armAt, batchSize, isSgd, learningRate, nextEventAfter, type Scenario } from '../../scenario'
import type { MakeEnsemble } from '../backends/ensemble'
import type { Backend } from '../backends/types'
import type { Assets } from '../load'
import { createEnsemble, type Ensemble } from './ensemble'
import { openEnsembleProblem } from './problem'

/** Index of the arm that an ensemble repeats: the first SGD arm, or −1. */
export function ensembleArm({ arms }: Scenario): number {
  return arms.findIndex(isSgd)
}

/** Why replicas cannot follow an arm with these settings, in words; null where they can. */
export function refusal(arm: Arm): string | null {
  if (arm.noise !== 'minibatch') return `replicas take real minibatches; the noise of this arm is ${arm.noise}`
  if (arm.sampling !== 'with-replacement') return `replicas draw with replacement; this arm samples ${arm.sampling}`
  if (arm.momentum !== 0) return `replicas are plain SGD; this arm has momentum ${arm.momentum}`
  return null
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
  const kernel = await make(problem, R, scenario.seed, STREAM.ensemble)
  const ensemble = createEnsemble(problem, kernel, scenario.ensemble.threshold)
  return {
    ensemble,
    async advanceTo(target, now) {
      const index = ensembleArm(now)
      if (index < 0) return 'replicas repeat an SGD arm; there is none'
      while (ensemble.step < target) {
        const { step } = ensemble
        const arm = armAt(now, index, step)
        const why = refusal(arm)
        if (why) return why
        const end = Math.min(target, nextEventAfter(now, step))
        const B = batchSize(arm, step, problem.n)
        let until = step + 1
        while (until < end && batchSize(arm, until, problem.n) === B) until++
        await ensemble.advance(
          Float64Array.from({ length: until - step }, (_, t) => learningRate(arm, step + t)),
          B,
        )
      }
      return null
    },
  }
}
