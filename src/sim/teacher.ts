/** The functions that label drawn inputs: `labelFunction` gives x → y for a scenario's teacher. */

import { dot } from '../lib/matrix'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import { tanh } from '../lib/special'
import type { DataSettings } from '../scenario'

/**
 * What makes a label of an input x (length d), for inputs x ~ N(0, diag(spectrum)). With k = `units`:
 *
 * - dense, sparse: w·x.
 * - tanh-units: Σ_j (−1)^j tanh(b_j·x), j = 0 … k − 1, b_j ~ N(0, I/d).
 * - relu-units: √(2/k) Σ_j (−1)^j max(0, b_j·x), second moment near one where S is near the identity.
 * - single-index: (z + (z² − 1)/√2)/√2 of one projection z: the first two Hermite polynomials, variance one.
 * - multi-index: (z_1 + z_1z_2 + z_2z_3 + … + z_{k−1}z_k)/√k of k projections: a staircase of degree two in which each
 *   direction shows through the one before it; variance one.
 *
 * Projections are independent standard normals over the inputs: z_j = u_j·x with u_iᵀSu_j = 1 if i = j, else 0.
 */
export function labelFunction(s: DataSettings, seed: number, spectrum: Float64Array, w: Float64Array): Label {
  switch (s.teacher) {
    case 'dense':
    case 'sparse':
      return x => dot(w, x)
    case 'tanh-units':
      return sumOfUnits(s, seed, tanh, 1)
    case 'relu-units':
      return sumOfUnits(s, seed, z => Math.max(0, z), Math.sqrt(2 / s.units))
    case 'single-index': {
      const [u] = projections(teacherUnits(1, s.d, seed), spectrum)
      return x => {
        const z = dot(u, x)
        return (z + (z * z - 1) / Math.SQRT2) / Math.SQRT2
      }
    }
    case 'multi-index':
      return staircase(projections(teacherUnits(s.units, s.d, seed), spectrum))
  }
}

type Label = (x: Float64Array) => number

/** factor·Σ_j (−1)^j φ(b_j·x). */
function sumOfUnits({ units: k, d }: DataSettings, seed: number, phi: (z: number) => number, factor: number): Label {
  const units = rowViews(teacherUnits(k, d, seed), d)
  return x => {
    let f = 0
    for (const [j, b] of units.entries()) {
      const h = phi(dot(b, x))
      f += j % 2 ? -h : h
    }
    return factor * f
  }
}

/** (z_1 + z_1z_2 + z_2z_3 + … + z_{k−1}z_k)/√k. */
function staircase(directions: readonly Float64Array[]): Label {
  return x => {
    let before = 1
    let f = 0
    for (const u of directions) {
      const z = dot(u, x)
      f += before * z
      before = z
    }
    return f / Math.sqrt(directions.length)
  }
}

/** b_1, b_2, … ~ N(0, I/d), count×d row by row. */
function teacherUnits(count: number, d: number, seed: number): Float64Array {
  return normals(new Float64Array(count * d), seed, STREAM.teacher, 2).map(v => v / Math.sqrt(d))
}

const rowViews = (A: Float64Array, d: number) => Array.from({ length: A.length / d }, (_, j) => A.subarray(j * d, (j + 1) * d))

/** Gram–Schmidt, twice over, in the inner product uᵀSv: a direction of which nothing is left is zero. */
function projections(raw: Float64Array, spectrum: Float64Array): Float64Array[] {
  const S = (u: Float64Array, v: Float64Array) => u.reduce((s, x, j) => s + spectrum[j] * x * v[j], 0)
  const found: Float64Array[] = []
  for (const start of rowViews(raw, spectrum.length)) {
    let u = start
    const before = S(u, u)
    for (let round = 0; round < 2; round++)
      for (const v of found) {
        const c = S(u, v)
        u = u.map((x, j) => x - c * v[j])
      }
    const size = S(u, u)
    found.push(size > 1e-20 * before ? u.map(x => x / Math.sqrt(size)) : new Float64Array(u.length))
  }
  return found
}
