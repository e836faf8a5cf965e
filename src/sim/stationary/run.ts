/** Variance against flatness along a stationary run: `runStationary`. */

import type { Simulation } from '../simulation'
import { varianceFlatness, widthAlong } from './flatness'
import { principalComponents } from './principal'

export interface StationaryPlan {
  /** Steps before the first point: the influence of the start should have decayed. */
  readonly burn: number
  /** Points of the path, and steps between them. */
  readonly points: number
  readonly every: number
  /** Components that are read, at most. */
  readonly k: number
}

/** Variance against flatness along the principal components of a stationary path (Feng & Tu 2021; Gross, Raulf & Räth 2023). */
export interface StationaryReport {
  /** σ_i², descending. */
  readonly variances: Float64Array
  /** F_i: width of the region along component i around the mean in which L < e·L(θ̄); NaN until it is known, Infinity where the loss does not rise. */
  readonly widths: Float64Array
  /** Share of the path's whole variance in the components read. */
  readonly share: number
  /** L at the mean of the path. */
  readonly loss: number
  /** ψ of σ² ∝ F^(−ψ) by least squares on log–log axes, with its standard error. */
  readonly psi: number
  readonly psiError: number
  /** Ratio of the total variances of the two halves of the path about their own means: near one where the path is stationary. */
  readonly drift: number
  readonly divergedAt: number | null
}

const EMPTY = {
  variances: new Float64Array(0),
  widths: new Float64Array(0),
  share: Number.NaN,
  loss: Number.NaN,
  psi: Number.NaN,
  psiError: Number.NaN,
}

/** Steps between two calls of `tick`. */
const PATH_STRIDE = 256

/** Runs a simulation of one arm through the plan. `tick` is called often, with a report whenever it grew. */
export async function runStationary(
  sim: Simulation,
  { burn, points, every, k }: StationaryPlan,
  tick: (done: number, total: number, known: StationaryReport | null) => void,
): Promise<StationaryReport> {
  const total = burn + points * every
  const to = async (step: number) => {
    while (sim.step < step) {
      if ((await sim.advance(Math.min(PATH_STRIDE, step - sim.step))) === 0 || sim.divergences[0]) return false
      tick(sim.step, total + k * every, null)
    }
    return true
  }
  const path: Float64Array[] = []
  for (let i = 0; i < points; i++) {
    if (!(await to(burn + i * every))) break
    path.push((await sim.states())[0].theta.slice())
  }
  const divergedAt = sim.divergences[0]?.step ?? null
  if (divergedAt !== null || path.length < 3) return { ...EMPTY, drift: Number.NaN, divergedAt }
  const { mean, variances, components } = principalComponents(path, k)
  const all = meanSquareSpread(path)
  const widths = new Float64Array(variances.length).fill(Number.NaN)
  const known = (): StationaryReport => {
    const fit = varianceFlatness(variances, widths)
    const half = path.length >> 1
    return {
      variances,
      widths: widths.slice(),
      share: variances.reduce((s, v) => s + v, 0) / all,
      loss: sim.probe.lossAt(mean),
      psi: fit?.psi ?? Number.NaN,
      psiError: fit?.error ?? Number.NaN,
      drift: meanSquareSpread(path.slice(half)) / meanSquareSpread(path.slice(0, half)),
      divergedAt,
    }
  }
  for (const [i, v] of components.entries()) {
    widths[i] = widthAlong(sim.probe.lossAt, mean, v, 4 * Math.sqrt(variances[i]))
    tick(total + i * every, total + k * every, known())
  }
  return known()
}

/** (1/T) Σ ‖θ_t − θ̄‖². */
function meanSquareSpread(path: readonly Float64Array[]): number {
  const mean = path[0].map((_, j) => path.reduce((s, x) => s + x[j], 0) / path.length)
  return path.reduce((s, x) => s + x.reduce((q, v, j) => q + (v - mean[j]) * (v - mean[j]), 0), 0) / path.length
}
