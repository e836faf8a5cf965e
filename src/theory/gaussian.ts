/** Closed forms for Gaussian inputs, THEORY.md §4. Nothing here knows of the simulation: each is the other's oracle. */

import { times } from '../lib/matrix'

export interface GaussianProblem {
  /** λ_k(S), length d, S diagonal in the input coordinates. */
  readonly spectrum: ArrayLike<number>
  /** u = F(θ) − w*, length d. */
  readonly u: ArrayLike<number>
  /** M = DF·DFᵀ (d×d, row-major); null is the identity. */
  readonly M: Float64Array | null
  readonly labelNoise: number
}

/**
 * μ for x ~ N(0,S), y = x·w* + σε: Σ = c·S + S u uᵀS in the metric M with c = uᵀSu + σ² = 2L, hence
 * μ = 1 + uᵀSMSMSu/(c·Tr(SMSM)). Uncentred, the gradient's own part doubles. NaN at zero loss.
 */
export function gaussianMu(problem: GaussianProblem, centred = true): number {
  const { spectrum, M } = problem
  const Su = Float64Array.from(spectrum, (s, i) => s * problem.u[i])
  const twoL = populationTwoL(problem)
  const MSu = M ? times(M, Su, Su.length, Su.length) : Su
  let numerator = 0
  let trace = 0
  const d = Su.length
  for (let i = 0; i < d; i++) {
    numerator += MSu[i] * MSu[i] * spectrum[i]
    if (!M) trace += spectrum[i] * spectrum[i]
    else for (let j = 0; j < d; j++) trace += spectrum[i] * M[i * d + j] * spectrum[j] * M[j * d + i]
  }
  return 1 + ((centred ? 1 : 2) * numerator) / (twoL * trace)
}

/** sup of μ over θ for a linear model: 1 + λ_1²/Tr S². */
export function gaussianMuSup(spectrum: ArrayLike<number>): number {
  let trace = 0
  let top = 0
  for (let i = 0; i < spectrum.length; i++) {
    trace += spectrum[i] * spectrum[i]
    top = Math.max(top, spectrum[i])
  }
  return 1 + (top * top) / trace
}

/** g(θ;v) = 1 + (zᵀSu)²/(2L·zᵀSz) for the direction z = DF·v in input space; in [1, 2] when centred. */
export function gaussianG(problem: GaussianProblem, z: ArrayLike<number>, centred = true): number {
  let cross = 0
  let size = 0
  for (let i = 0; i < z.length; i++) {
    cross += z[i] * problem.spectrum[i] * problem.u[i]
    size += z[i] * z[i] * problem.spectrum[i]
  }
  return 1 + ((centred ? 1 : 2) * cross * cross) / (populationTwoL(problem) * size)
}

/** 2L of the population: uᵀSu + σ². */
export function populationTwoL({ spectrum, u, labelNoise }: GaussianProblem): number {
  let c = labelNoise * labelNoise
  for (let i = 0; i < u.length; i++) c += u[i] * u[i] * spectrum[i]
  return c
}

/** The columns of a row that have closed forms; `directions` is k×d. */
export function gaussianColumns(problem: GaussianProblem & { readonly directions: Float64Array }, centred: boolean) {
  const d = problem.u.length
  const g_gaussian: number[] = []
  for (let at = 0; at + d <= problem.directions.length; at += d)
    g_gaussian.push(gaussianG(problem, problem.directions.subarray(at, at + d), centred))
  return { mu_gaussian: gaussianMu(problem, centred), g_gaussian }
}
