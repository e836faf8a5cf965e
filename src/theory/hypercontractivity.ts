/**
 * How far the inputs of a data set are from having every direction's fourth moment bounded by the square of its second, as analyses of SGD on linear
 * models ask (hypercontractivity): `hypercontractivity`.
 */

import { dot } from '../lib/matrix'
import type { EscapeProblem } from './escapeProblem'

/** The least C with E[(u·x)⁴] ≤ C·(E[(u·x)²])² for all u, means being over the samples: 3 for Gaussian inputs of any covariance, as n → ∞. */
export interface Hypercontractivity {
  /** E[(u·x)⁴]/(E[(u·x)²])² along the eigenvectors of G, exactly. */
  readonly along: Float64Array
  /** The largest such quotient that was found: C is no smaller. */
  readonly least: number
  /** The largest squared length of a whitened sample: C is no larger. */
  readonly most: number
}

/** Ascents at most, and multiply-adds of all of them together. */
const ASCENTS = 24
const BUDGET = 2e8
/** A relative gain below which an ascent is at its end. */
const GAIN = 1e-10

/**
 * C is the maximum of a quartic form over the sphere, for which nobody knows a fast way. With inputs whitened to (1/n) Σ z_i z_iᵀ = 1 the quotient is
 * (1/n) Σ (u·z_i)⁴, convex in u: u ← its gradient, normalized, never lowers it. Such ascents begin at eigenvectors of G and along the longest z_i.
 */
export function hypercontractivity({ n, s, lambda, features }: EscapeProblem): Hypercontractivity {
  const white = features.map((z, at) => z / Math.sqrt(lambda[at % s]))
  const sample = (i: number) => white.subarray(i * s, (i + 1) * s)
  const along = Float64Array.from({ length: s }, (_, k) => mean(n, i => fourth(white[i * s + k])))
  const lengths = Float64Array.from({ length: n }, (_, i) => dot(sample(i), sample(i)))
  const largest = (values: Float64Array) => [...values.keys()].sort((a, b) => values[b] - values[a]).slice(0, ASCENTS / 2)
  const starts = [
    ...largest(lengths).map(i => unit(Float64Array.from(sample(i)))),
    ...largest(along).map(k => Float64Array.from({ length: s }, (_, l) => (l === k ? 1 : 0))),
  ]
  let least = s > 0 ? Math.max(...along) : Number.NaN
  let left = Math.floor(BUDGET / Math.max(1, 2 * n * s))
  for (let u of starts) {
    for (let before = 0; left > 0; left--) {
      const gradient = new Float64Array(s)
      let value = 0
      for (let at = 0; at < n * s; at += s) {
        let product = 0
        for (let k = 0; k < s; k++) product += u[k] * white[at + k]
        const cube = product * product * product
        value += (cube * product) / n
        for (let k = 0; k < s; k++) gradient[k] += cube * white[at + k]
      }
      least = Math.max(least, value)
      if (value <= before * (1 + GAIN)) break
      before = value
      u = unit(gradient)
    }
  }
  const most = s > 0 ? lengths.reduce((a, b) => Math.max(a, b), 0) : Number.NaN
  // What is found where both meet is C but for rounding.
  return { along, least: Math.min(least, most), most }
}

const fourth = (v: number) => v * v * v * v

function mean(n: number, of: (i: number) => number): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += of(i)
  return sum / n
}

/** In place; a vector without length stays. */
function unit(u: Float64Array): Float64Array {
  const length = Math.sqrt(dot(u, u))
  if (length > 0) for (let k = 0; k < u.length; k++) u[k] /= length
  return u
}
