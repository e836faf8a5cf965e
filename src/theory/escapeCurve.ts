/**
 * E[L], the energies by direction and D_k along a run, step by step (THEORY.md §5): `exactCurve` for a data set,
 * `alignedCurve` with Σ = 2L·G.
 */

import { escapeMetric } from './escapeMetric'
import { type MomentStep, Moments, twoToThe } from './escapeMoments'
import type { EscapeProblem, EscapeStart } from './escapeProblem'

/** A recursion read on a grid of steps. */
export interface EscapeCurve {
  /** Steps from 0, increasing. */
  readonly step: Float64Array
  /** E[L]. */
  readonly loss: Float64Array
  /** λ_k E[w_k²] of the k sharpest directions, a row per step. */
  readonly energy: Float64Array
  /** D_1 … D_k, a row per step. */
  readonly D: Float64Array
}

export interface CurveOptions {
  readonly steps: number
  /** Steps between two readings; the last step is always read. */
  readonly every: number
  /** Directions that are read. */
  readonly k: number
  /** The step to be taken from step t. */
  at(t: number): MomentStep
  report?(done: number): void
}

/** A state that a curve reads. */
interface MomentRecursion {
  step(settings: MomentStep): void
  loss(): number
  energies(): Float64Array
  shares(): Float64Array
}

/** The exact recursion of the data set from a start (THEORY.md §5). */
export function exactCurve(problem: EscapeProblem, start: EscapeStart, options: CurveOptions): EscapeCurve {
  return readCurve(new Moments(problem, start), options)
}

/** The same with Σ = 2L·G in place of the data set's own noise. */
export function alignedCurve(problem: EscapeProblem, start: EscapeStart, options: CurveOptions): EscapeCurve {
  return readCurve(new AlignedMoments(problem.lambda, start), options)
}

function readCurve(course: MomentRecursion, { steps, every, k, at, report }: CurveOptions): EscapeCurve {
  const points = 1 + Math.ceil(steps / every)
  const curve = {
    step: new Float64Array(points),
    loss: new Float64Array(points),
    energy: new Float64Array(points * k),
    D: new Float64Array(points * k),
  }
  const read = (point: number, t: number) => {
    curve.step[point] = t
    curve.loss[point] = course.loss()
    curve.energy.set(course.energies().subarray(0, k), point * k)
    curve.D.set(escapeMetric(course.shares()).subarray(0, k), point * k)
  }
  read(0, 0)
  for (let t = 0; t < steps; t++) {
    course.step(at(t))
    if ((t + 1) % every === 0) read((t + 1) / every, t + 1)
    report?.(t + 1)
  }
  if (steps % every !== 0) read(points - 1, steps)
  return curve
}

/** 2^100, by which the diagonal is divided where it has grown beyond it. */
const UNIT = twoToThe(100)

/** p_k⁺ = (1−ηλ_k)²p_k + η²·strength·λ_k·2L with 2L = Σ λ_j p_j + E[e²]. */
class AlignedMoments implements MomentRecursion {
  private readonly p: Float64Array
  private readonly rest: number
  /** p is held in units of 2^exponent. */
  private exponent = 0

  constructor(
    private readonly lambda: Float64Array,
    { w, rest }: EscapeStart,
  ) {
    this.p = w.map(v => v * v)
    this.rest = rest ? rest.reduce((sum, e) => sum + e * e, 0) / rest.length : 0
  }

  step({ eta, strength }: MomentStep): void {
    let twoL = this.rest / twoToThe(this.exponent)
    for (const [k, v] of this.lambda.entries()) twoL += v * this.p[k]
    for (const [k, v] of this.lambda.entries()) {
      const kept = (1 - eta * v) * (1 - eta * v)
      this.p[k] = kept * this.p[k] + eta * eta * strength * v * twoL
    }
    if (twoL < UNIT) return
    for (let k = 0; k < this.p.length; k++) this.p[k] /= UNIT
    this.exponent += 100
  }

  shares(): Float64Array {
    return this.lambda.map((v, k) => v * this.p[k])
  }

  energies(): Float64Array {
    const scale = twoToThe(this.exponent)
    return this.shares().map(e => (e === 0 ? 0 : e * scale))
  }

  loss(): number {
    return (this.energies().reduce((sum, e) => sum + e, 0) + this.rest) / 2
  }
}
