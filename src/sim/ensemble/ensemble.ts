/** Many replicas of SGD on one linear model, read as distributions: `createEnsemble`, then `advance` and `read`. */

import exp from '@stdlib/math-base-special-exp'
import ln from '@stdlib/math-base-special-ln'
import { meanAndError, quantiles } from '../../lib/sample'
import type { EnsembleKernel, EnsembleMachine, ReplicaEnergies, ReplicaState } from '../backends/ensemble'
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
  /** Estimated Lyapunov exponent and its standard error: the mean growth of log‖w‖ per step since `since`. */
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
  // log‖w‖ at the last two powers of two: growth is measured over the later part of the run, where the start is forgotten.
  let marks: { readonly step: number; readonly logs: Float64Array }[] = []
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
    marks = [{ step: 0, logs: new Float64Array(R).fill(firstNorm) }]
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
        if (step === next) marks = [...marks.slice(-1), { step, logs: logNorms(await reading(1)) }]
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
      const base = marks[0]
      const now = logNorms(values)
      const growth = meanAndError(now.map((v, r) => (v - base.logs[r]) / Math.max(1, step - base.step)))
      let escaped = 0
      for (const at of escapesIn(values)) if (at >= 0) escaped++
      logs.sort()
      return {
        step,
        loss: quantiles(logs, LEVELS),
        ...meanOfLogs(logs),
        D: quantiles(D.sort(), LEVELS),
        meanD: flat / sharp,
        lyapunov: growth.mean,
        lyapunovError: growth.error,
        since: base.step,
        escaped: escaped / R,
      }
    },
    escapes: async () => escapesIn(known?.values ?? (await reading(1))).slice(),
    logLosses: async () => losses(known?.values ?? (await reading(1))),
    state: r => kernel.state(r),
  }
}
