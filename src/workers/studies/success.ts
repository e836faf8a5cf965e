import type { Arm, Scenario } from '../../scenario'
import { type Counted, successes, trialOf } from '../../sim/planar/success'
import type { Compute } from './study'

/** Repeats of the case of Zhu et al. under one noise. */
export interface SuccessTask {
  readonly scenario: Scenario
  readonly arm: Arm
  readonly noise: Counted
  readonly repeats: number
}

export interface SuccessPart {
  readonly successes: number
  readonly repeats: number
}

/** Repeats between looks. */
const REPEATS_PER_LOOK = 100

export const compute: Compute<SuccessTask, SuccessPart> = async ({ scenario, arm, noise, repeats }, { report, show }) => {
  const trial = trialOf(scenario, arm, noise)
  // Without noise every repeat is the same.
  if (noise === 'none') return { successes: repeats * successes(trial, 0, 1), repeats }
  let count = 0
  for (let done = 0; done < repeats; done += REPEATS_PER_LOOK) {
    const next = Math.min(repeats, done + REPEATS_PER_LOOK)
    count += successes(trial, done, next)
    report(next, repeats)
    show({ successes: count, repeats: next })
  }
  return { successes: count, repeats }
}
