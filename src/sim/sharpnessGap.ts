/** How far below 2/η SGD keeps λ₁(H), beside the noise along the sharpest direction (arXiv 2604.21016): `readGap`. */

import { dot } from '../lib/matrix'
import type { Simulation } from './simulation'
import type { Curvatures } from './spectrum/curvatures'
import { leadingEigenvalues } from './spectrum/leading'

/** What is read at a θ along the unit eigenvector u of H's largest eigenvalue. */
export interface SharpPoint {
  /** λ₁(H), in units of 1/η. */
  readonly lambda: number
  /** uᵀΣu of one sampled gradient, centred. */
  readonly noise: number
  /** uᵀGu. */
  readonly curvature: number
}

/** Readings of one run, one number per step asked for; NaN where the run has diverged, and while it is not there yet. */
export interface GapReport {
  readonly lambda: Float64Array
  readonly noise: Float64Array
  readonly curvature: Float64Array
  readonly loss: Float64Array
}

const SEARCH = { tolerance: 1e-10 } as const

/** λ₁(H) with the noise and G along its eigenvector, from exact products and every sample's gradient. */
export function sharpPoint(at: Curvatures): SharpPoint {
  const { values, vectors } = leadingEigenvalues(at.H, at.p, 1, SEARCH)
  const u = vectors.subarray(0, at.p)
  const along = Float64Array.from({ length: at.n }, (_, i) => dot(u, at.sampleGradient(i)))
  const mean = along.reduce((s, v) => s + v, 0) / at.n
  const noise = along.reduce((s, v) => s + (v - mean) * (v - mean), 0) / at.n
  return { lambda: values[0], noise, curvature: dot(u, at.G(u)) }
}

/** Takes a simulation of one arm through ascending steps and reads it at each; `onReading` hears of every reading. */
export async function readGap(
  sim: Simulation,
  steps: readonly number[],
  onReading: (done: number, known: GapReport) => void,
): Promise<GapReport> {
  const unknown = () => new Float64Array(steps.length).fill(Number.NaN)
  const report: GapReport = { lambda: unknown(), noise: unknown(), curvature: unknown(), loss: unknown() }
  for (const [i, step] of steps.entries()) {
    while (sim.step < step && !sim.divergences[0]) if ((await sim.advance(step - sim.step)) === 0) break
    if (sim.divergences[0]) break
    const { theta } = (await sim.states())[0]
    const curvatures = await sim.probe.curvatures(theta)
    if (!curvatures) break
    const point = sharpPoint(curvatures)
    report.lambda[i] = point.lambda
    report.noise[i] = point.noise
    report.curvature[i] = point.curvature
    report.loss[i] = sim.probe.lossAt(theta)
    onReading(i + 1, report)
  }
  return report
}
