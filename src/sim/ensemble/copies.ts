/** The copies of a network that an ensemble is made of, and who steps them: one by one here, or all at once (`batched.ts`). */

import { STREAM } from '../../lib/philox'
import { integersFrom } from '../../lib/sequences'
import { type Arm, isControlled, ruleOf, type Scenario } from '../../scenario'
import { ArmRun } from '../armRun'
import type { Dynamics } from '../dynamics'
import { evaluate } from '../net/derivatives'
import type { Net } from '../net/layout'
import type { Samples } from '../subset'

/** Which replicas of an ensemble. */
export interface Share {
  readonly first: number
  readonly count: number
}

/** Copies of one arm with other minibatches, at the same step. */
export interface Copies {
  /** Takes `count` steps from step `from` with settings that hold throughout; `before` held until then. */
  advance(settings: Arm, before: Arm | null, from: number, count: number): Promise<void>
  /** L of every copy; +∞ for one that has left the range of numbers. */
  losses(): Promise<Float64Array>
  /** Back to the start. */
  reset(): Promise<void>
}

/** Copies that are stepped one after another. */
export async function createOneByOne(
  net: Net,
  dynamics: Dynamics,
  arm: Arm,
  { seed }: Pick<Scenario, 'seed'>,
  samples: Samples,
  { first, count }: Share,
): Promise<Copies> {
  // Which direction a replica diverges along is not asked.
  const plain = { ...dynamics, energies: async () => null }
  const runs = Array.from({ length: count }, (_, k) => {
    const sampler = replicaSampler(dynamics.data.n, seed, first + k)
    return new ArmRun({ dynamics: plain, samplerOf: () => sampler, seed }, ruleOf(arm))
  })
  const [leader] = runs
  const start = await leader.snapshot()
  /** Before the first minibatch the copies are one: the leader alone is stepped. */
  let together = true

  async function lossOf(run: ArmRun): Promise<number> {
    return run.divergence ? Number.POSITIVE_INFINITY : evaluate(net, (await run.state()).theta, samples.X, samples.y).loss
  }

  async function part(): Promise<void> {
    const at = await leader.snapshot()
    for (const run of runs.slice(1)) await run.restore(at)
    together = false
  }

  return {
    async advance(settings, before, from, steps) {
      if (together && !isControlled(settings)) await part()
      for (const run of together ? [leader] : runs) await run.advance(settings, before, from, steps)
    },
    async losses() {
      const found = new Float64Array(count)
      if (together) found.fill(await lossOf(leader))
      else for (const [r, run] of runs.entries()) found[r] = await lossOf(run)
      return found
    },
    async reset() {
      await leader.restore(start)
      together = true
    },
  }
}

/** The minibatches of replica r, drawn as the kernels of linear ensembles draw them (`EnsembleKernel`): with replacement. */
export function replicaSampler(n: number, seed: number, r: number) {
  return (_sampling: unknown, count: number, B: number, _step: number, drawn: number): Int32Array => {
    const out = new Int32Array(count * B)
    integersFrom(out, drawn, n, seed, STREAM.ensemble, r)
    return out
  }
}
