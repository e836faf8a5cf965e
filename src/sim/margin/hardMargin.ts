/** The support vector machine without bias: `hardMargin` gives the largest margin, with a proof from both sides. */

import { axpy, dot, norm, times, transposedTimes } from '../../lib/matrix'
import { solveSpd } from './solve'

/** The largest margin of a linear classifier without bias. */
export interface HardMargin {
  /** γ* = max over unit u of min_i z_i·u, from below: the margin that `u` has. */
  readonly margin: number
  /** The same from above: ‖Σ α_i z_i‖/Σ α_i for the weights found; both bound γ*. */
  readonly above: number
  /** The unit vector, length d. */
  readonly u: Float64Array
  /** Points whose weight α_i is positive: the support vectors. */
  readonly support: readonly number[]
}

/** Relative gap of the two bounds at which the search ends. */
const BOUNDS_GAP = 1e-13
const DUAL_SWEEPS = 20_000
/** Sweeps between attempts to solve for the support vectors at once. */
const TRY = 20

/**
 * Hard-margin support vectors of z_i = y_i x_i (n×d): min ½‖w‖² with z_i·w ≥ 1, by coordinate ascent on the dual
 * Σ α_i − ½‖Σ α_i z_i‖², α ≥ 0, which converges linearly, with the equations z_i·w = 1 of the points in support solved
 * exactly from time to time (Vapnik; Hsieh et al. 2008 for the ascent). Null where the points cannot be separated.
 */
export function hardMargin(Z: Float64Array, n: number, d: number): HardMargin | null {
  const alpha = new Float64Array(n)
  const w = new Float64Array(d)
  const square = Float64Array.from({ length: n }, (_, i) => dot(row(Z, i, d), row(Z, i, d)))
  let best: HardMargin | null = null
  const take = (weights: Float64Array, v: Float64Array) => {
    const found = boundsOf(Z, n, d, weights, v)
    if (found && (!best || found.above - found.margin < best.above - best.margin)) best = found
    return best !== null && best.above - best.margin <= BOUNDS_GAP * best.above
  }
  for (let sweep = 1; sweep <= DUAL_SWEEPS; sweep++) {
    for (let i = 0; i < n; i++) {
      const z = row(Z, i, d)
      const next = Math.max(0, alpha[i] + (1 - dot(z, w)) / square[i])
      const change = next - alpha[i]
      if (change === 0) continue
      alpha[i] = next
      axpy(w, change, z)
    }
    if (sweep % TRY !== 0) continue
    if (take(alpha, w)) break
    const exact = polished(Z, d, alpha)
    if (exact && take(exact, transposedTimes(Z, exact, n, d))) break
  }
  return best
}

const row = (Z: Float64Array, i: number, d: number) => Z.subarray(i * d, (i + 1) * d)

/** What w and α prove: a margin from below, a bound from above. */
function boundsOf(Z: Float64Array, n: number, d: number, alpha: Float64Array, w: Float64Array): HardMargin | null {
  const size = norm(w)
  const total = alpha.reduce((t, a) => t + a, 0)
  const margin = times(Z, w, n, d).reduce((m, v) => Math.min(m, v), Number.POSITIVE_INFINITY) / size
  if (!(margin > 0)) return null
  const support = Array.from(alpha.keys()).filter(i => alpha[i] > 0)
  return { margin, above: size / total, u: w.map(v => v / size), support }
}

/** α that makes z_i·w = 1 for the points in support, where that leaves it positive; null else. */
function polished(Z: Float64Array, d: number, alpha: Float64Array): Float64Array | null {
  const support = Array.from(alpha.keys()).filter(i => alpha[i] > 0)
  const s = support.length
  if (s === 0 || s > d) return null
  const K = new Float64Array(s * s)
  for (const [a, i] of support.entries()) for (const [b, j] of support.entries()) K[a * s + b] = dot(row(Z, i, d), row(Z, j, d))
  const solved = solveSpd(K, new Float64Array(s).fill(1), s)
  if (!solved || solved.some(v => !(v >= 0))) return null
  const out = new Float64Array(alpha.length)
  for (const [a, i] of support.entries()) out[i] = solved[a]
  return out
}
