/** Many replicas of SGD on one linear model, read as distributions: `createEnsemble`, then `advance` and `read`. */

import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'
import { quantiles } from '../../lib/sample'
import type { EnsembleKernel, EnsembleMachine, ReplicaEnergies, ReplicaState } from '../backends/ensemble'
import { Growth } from './growth'
import type { EnsembleProblem } from './problem'
import { LEVELS, meanOfLogs } from './statistics'

/** One reading of an ensemble. Losses are natural logarithms: they leave the range of numbers long before the runs end. */
export interface EnsembleReading {
  readonly step: number
  /** log L at the levels of LEVELS. */
  readonly loss: readonly number[]
  readonly logMean: number
  readonly relativeError: number
  readonly topShare: number
  /** D_k at the levels of LEVELS, and the ratio of the means. */
  readonly D: readonly number[]
  readonly meanD: number
  /** Estimated Lyapunov exponent, the mean growth of log‖w‖ per step since `since`, and its error: what the start still does, and the mean's (`growth.ts`). */
  readonly lyapunov: number
  readonly lyapunovError: number
  readonly since: number
  /** Share of the replicas that have escaped. */
  readonly escaped: number
}

export interface Ensemble {
  readonly R: number
  readonly step: number
  readonly problem: EnsembleProblem
  readonly machine: EnsembleMachine
  /** Takes one step per rate with batches of B. */
  advance(etas: Float64Array, B: number): Promise<void>
  /** Reads every replica; D_k at this k, from 1. */
  read(k: number): Promise<EnsembleReading>
  /** First step after which each replica had escaped; −1 where it has not. */
  escapes(): Promise<Float64Array>
  /** log L of every replica. */
  logLosses(): Promise<Float64Array>
  /** Of every replica log Σ λ_i w_i² over i ≤ k, k from 1, then of every replica the same over i > k. */
  cloud(k: number): Promise<Float64Array>
  state(r: number): Promise<ReplicaState>
  /** Back to the start. */
  reset(): void
  /** Back to the start with another threshold. */
  setThreshold(threshold: number): void
  /** Disposes of the kernel. */
  dispose(): void
}

const LN2 = Math.LN2

/** R replicas of SGD from one start; replicas escape when L exceeds `threshold` times the first loss. */
export function createEnsemble(problem: EnsembleProblem, kernel: EnsembleKernel, threshold: number): Ensemble {
  const { R } = kernel
  const { lambda, start, floor } = problem
  const first = floor + start.reduce((sum, w, k) => sum + lambda[k] * w * w, 0) / 2
  let limit = 0
  let step = 0
  let drawn = 0
  // Marked at powers of two: growth is measured over the later part of the run, where the start is forgotten.
  let growth: Growth
  const firstNorm = ln(start.reduce((sum, w) => sum + w * w, 0)) / 2
  /** What was read since the last step. */
  let known: { readonly head: number; readonly values: ReplicaEnergies } | null = null

  async function reading(head: number): Promise<ReplicaEnergies> {
    if (known?.head !== head) known = { head, values: await kernel.read(head) }
    return known.values
  }

  function reset(): void {
    kernel.reset()
    step = 0
    drawn = 0
    known = null
    growth = new Growth(lambda, start, new Float64Array(R).fill(firstNorm))
  }

  function setThreshold(value: number): void {
    threshold = value
    limit = 2 * (threshold * first - floor)
    reset()
  }

  const logNorms = ({ energies, exponents }: ReplicaEnergies) =>
    Float64Array.from({ length: R }, (_, r) => ln(energies[3 * r + 2]) / 2 + exponents[r] * LN2)

  /** A threshold below one is exceeded at the start. */
  const escapesIn = (values: ReplicaEnergies) => (first > threshold * first ? new Float64Array(R) : values.escapes)

  /** log L for Σ λ_k w_k² = energy·4^exponent. */
  function logLoss(energy: number, exponent: number): number {
    const log = ln(energy / 2) + 2 * exponent * LN2
    // A state beyond every number counts as infinite.
    if (Number.isNaN(log)) return Number.POSITIVE_INFINITY
    return floor === 0 || log > 700 ? log : ln(exp(log) + floor)
  }

  const losses = ({ energies, exponents }: ReplicaEnergies) =>
    Float64Array.from({ length: R }, (_, r) => logLoss(energies[3 * r] + energies[3 * r + 1], exponents[r]))

  setThreshold(threshold)
  return {
    R,
    problem,
    machine: kernel.machine,
    get step() {
      return step
    },
    reset,
    setThreshold,
    dispose: () => kernel.dispose(),
    async advance(etas, B) {
      for (let t = 0; t < etas.length; ) {
        let next = 1
        while (next <= step) next *= 2
        const part = etas.subarray(t, Math.min(etas.length, t + next - step))
        known = null
        await kernel.advance({ etas: part, B, taken: step, drawn, limit })
        t += part.length
        step += part.length
        drawn += part.length * B
        growth.advance(part)
        if (step === next) growth.mark(step, logNorms(await reading(1)))
      }
    },
    async read(k) {
      const values = await reading(Math.min(k, problem.s))
      const { energies, exponents } = values
      const logs = losses(values)
      const D = Float64Array.from({ length: R }, (_, r) => energies[3 * r + 1] / energies[3 * r])
      const top = exponents.reduce((max, x) => Math.max(max, x), Number.NEGATIVE_INFINITY)
      let sharp = 0
      let flat = 0
      for (let r = 0; r < R; r++) {
        const scale = exp(2 * (exponents[r] - top) * LN2)
        sharp += energies[3 * r] * scale
        flat += energies[3 * r + 1] * scale
      }
      let escaped = 0
      for (const at of escapesIn(values)) if (at >= 0) escaped++
      logs.sort()
      return {
        step,
        loss: quantiles(logs, LEVELS),
        ...meanOfLogs(logs),
        D: quantiles(D.sort(), LEVELS),
        meanD: flat / sharp,
        ...growth.exponentAt(step, logNorms(values)),
        escaped: escaped / R,
      }
    },
    escapes: async () => escapesIn(known?.values ?? (await reading(1))).slice(),
    async cloud(k) {
      const { energies, exponents } = await reading(Math.min(k, problem.s))
      return Float64Array.from({ length: 2 * R }, (_, i) => {
        const log = ln(energies[3 * (i % R) + (i < R ? 0 : 1)]) + 2 * exponents[i % R] * LN2
        // Beyond every number, as its loss is.
        return Number.isNaN(log) ? Number.POSITIVE_INFINITY : log
      })
    },
    logLosses: async () => losses(known?.values ?? (await reading(1))),
    state: r => kernel.state(r),
  }
}
