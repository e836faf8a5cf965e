/** From quadrature rules to densities, traces and counts, each with its standard error. */

import exp from '@stdlib/math-base-special-exp'
import type { QuadratureRule } from './quadrature'

/** A number with its standard error: 0 where it is exact. */
export interface Estimate {
  readonly value: number
  readonly se: number
}

/** A curve with its pointwise standard error over a shared grid. */
export interface DensityCurve {
  readonly mean: Float64Array
  readonly se: Float64Array
}

/** All eigenvalues as one measure of equal weights. */
export function equallyWeighted(eigenvalues: Float64Array): QuadratureRule {
  return { nodes: eigenvalues, weights: new Float64Array(eigenvalues.length).fill(1 / eigenvalues.length) }
}

/** Mean over probes and its standard error, s/√N; NaN for one probe of many possible ones, 0 where the rule is `exact`. */
export function estimate(values: ArrayLike<number>, exact = false): Estimate {
  const N = values.length
  let mean = 0
  for (let i = 0; i < N; i++) mean += values[i] / N
  if (exact) return { value: mean, se: 0 }
  let square = 0
  for (let i = 0; i < N; i++) square += (values[i] - mean) * (values[i] - mean)
  return { value: mean, se: Math.sqrt(square / (N * (N - 1))) }
}

/** (1/p) Tr f(A) ≈ the mean over probes of Σ_j w_j f(λ_j). */
export function averageOf(rules: readonly QuadratureRule[], f: (lambda: number) => number, exact = false): Estimate {
  return estimate(
    rules.map(({ nodes, weights }) => weights.reduce((s, w, j) => s + w * f(nodes[j]), 0)),
    exact,
  )
}

/** Share of the eigenvalues that are larger than a threshold. */
export const shareAbove = (rules: readonly QuadratureRule[], threshold: number, exact = false) =>
  averageOf(rules, lambda => (lambda > threshold ? 1 : 0), exact)

const ROOT_2PI = 2.5066282746310002

/** Density on the grid, each node a normal density of standard deviation `width`; it integrates to one. */
export function smoothed(rules: readonly QuadratureRule[], grid: Float64Array, width: number, exact = false): DensityCurve {
  const mean = new Float64Array(grid.length)
  const se = new Float64Array(grid.length)
  const values = rules.map(({ nodes, weights }) => {
    const rho = new Float64Array(grid.length)
    for (let j = 0; j < nodes.length; j++) {
      const [node, height] = [nodes[j], weights[j] / (ROOT_2PI * width)]
      for (let g = 0; g < grid.length; g++) {
        const z = (grid[g] - node) / width
        if (z < 39 && z > -39) rho[g] += height * exp(-0.5 * z * z)
      }
    }
    return rho
  })
  for (let g = 0; g < grid.length; g++) {
    const e = estimate(
      values.map(rho => rho[g]),
      exact,
    )
    mean[g] = e.value
    se[g] = e.se
  }
  return { mean, se }
}

/** `points` places, evenly spaced, from eight widths below the least node to eight above the largest: the smoothed density ends there. */
export function gridFor(rules: readonly QuadratureRule[], width: number, points: number): Float64Array {
  const [low, high] = nodeRange(rules)
  const [from, to] = [low - 8 * width, high + 8 * width]
  return Float64Array.from({ length: points }, (_, g) => from + ((to - from) * g) / (points - 1))
}

/** Least and largest node. */
export function nodeRange(rules: readonly QuadratureRule[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { nodes } of rules)
    for (const v of nodes) {
      low = Math.min(low, v)
      high = Math.max(high, v)
    }
  return [low, high]
}
