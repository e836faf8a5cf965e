import ln from '@stdlib/math-base-special-ln'
import { numberAt } from '../../lib/values'
import { armAt, batchSize, learningRate, type Scenario } from '../../scenario'
import { refusal } from '../../sim/ensemble/follow'
import type { EnsembleProblem } from '../../sim/ensemble/problem'
import { Moments, noiseStrength } from '../../theory/escapeMoments'
import { perron } from '../../theory/escapePerron'

/** Multiplications per step of the recursion, and for ρ, at most. */
const MOST_WORK = { step: 4e6, rho: 3e5 }

/** E[L] of the data set in use beside its ensemble, exactly; a step costs n·s² multiplications. */
export class Recursion {
  step = 0
  /** log L at step 0. */
  readonly first: number
  readonly refusal: string | null
  private moments: Moments | null
  private known = { key: '', rho: Number.NaN }
  private readonly theory

  constructor(private readonly problem: EnsembleProblem) {
    const { n, s, lambda, features, start, floor } = problem
    this.theory = { n, s, lambda, features, axes: new Float64Array(0), p: s }
    this.refusal =
      n * s * s > MOST_WORK.step ? `the exact recursion takes n·d² = ${(n * s * s).toExponential(0)} multiplications a step` : null
    this.moments = this.fresh()
    this.first = ln(floor + start.reduce((sum, w, k) => sum + numberAt(lambda, k) * w * w, 0) / 2)
  }

  reset(): void {
    this.step = 0
    this.moments = this.fresh()
  }

  /** Takes one step of the scenario; returns [step, log E[L]], with the start before the first one. */
  advance(scenario: Scenario, index: number): number[] {
    const { moments, step } = this
    const arm = armAt(scenario, index, step)
    this.step++
    if (!moments || refusal(arm, scenario.model)) return []
    moments.step({
      eta: learningRate(arm, step),
      strength: noiseStrength(batchSize(arm, step, this.problem.n), this.problem.n, true),
      shape: 'sigma',
    })
    const now = [this.step, this.logLoss(moments)]
    return step === 0 ? [0, this.first, ...now] : now
  }

  /** The spectral radius of one step with these settings; NaN where it would take long. */
  rho(eta: number, B: number): number {
    const { n, s } = this.problem
    if (n * s * s > MOST_WORK.rho) return Number.NaN
    const key = `${eta} ${B}`
    if (this.known.key !== key)
      this.known = { key, rho: perron(this.theory, { eta, strength: noiseStrength(B, n, true), shape: 'sigma' }).rho }
    return this.known.rho
  }

  private fresh(): Moments | null {
    return this.refusal ? null : new Moments(this.theory, { w: this.problem.start, rest: this.problem.rest })
  }

  /** log E[L], also beyond what a number holds. */
  private logLoss(moments: Moments): number {
    const loss = moments.loss()
    if (loss > 1e-290 && loss < Number.POSITIVE_INFINITY) return ln(loss)
    return ln(moments.shares().reduce((sum, v) => sum + v, 0) / 2) + moments.exponent * Math.LN2
  }
}
