/** G and Σ from K = JJᵀ of n samples with C outputs (THEORY.md §3): `gramSide`. */

import type { Eigh } from '../../lib/eigen'
import { dot } from '../../lib/matrix'
import type { BatchCurvature } from '../batchSharpness'
import { wholeGramOf } from '../fromGram'
import { rankOf } from '../metrics/geometry'
import { leadingEigen } from '../metrics/leadingEigen'
import { type NoiseMoments, noiseFromGram } from '../metrics/noise'
import { meanSquare } from '../metrics/rescale'
import { unitOf } from '../metrics/units'
import type { Side, SideOptions } from './side'

/** From K (n·C × n·C, row i·C + c), which is spent. O((n·C)²) beside the eigenvectors. */
export function gramSide(K: Float64Array, { n, outputs, r, twoL, k, rounding }: SideOptions, solve?: Eigh): Side {
  const N = n * outputs
  const unit = unitOf(K)
  if (unit !== 1) for (let at = 0; at < K.length; at++) K[at] /= unit
  const { values, vectors } = leadingEigen(K, N, k, solve)
  const rank = rankOf(values, rounding)
  const spectrum = values.slice(0, rank).map(v => v / n)
  const lambda = spectrum.slice(0, k)
  const vector = (l: number) => vectors.subarray(l * N, (l + 1) * N)
  const images = new Float64Array(lambda.length * N)
  for (let l = 0; l < lambda.length; l++) {
    const root = Math.sqrt(values[l])
    images.set(
      vector(l).map(v => root * v),
      l * N,
    )
  }
  const along = (l: number) => dot(vector(l), r)
  let traceG = 0
  const reach = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let own = 0
    for (let row = i * outputs; row < (i + 1) * outputs; row++) own += K[row * N + row]
    traceG += own / n
    reach[i] = Math.sqrt(own)
  }
  const scalar = outputs === 1 && twoL === null
  return {
    ...{ unit, traceG, frobG2: dot(K, K) / (n * n), lambda, images, spectrum, reach },
    energies: values.length === N ? Float64Array.from(spectrum, (_, l) => (along(l) * along(l)) / n) : null,
    moments: scalar ? noiseFromGram(K, n, r) : blockMoments(K, n, outputs, r, twoL ?? meanSquare(r, outputs)),
    batch: rows => batchOf(K, n, outputs, r, rows, unit),
    whole() {
      const found = wholeGramOf(K, r, n, outputs, rounding)
      return found && { ...found, unit: found.unit * unit }
    },
  }
}

/** The sums of `metrics/noise.ts` with g_i = J_iᵀr_i: (J g)_ij = Σ_e K_(i)(je) r_je, and ⟨g_i, g_j⟩ from them. */
function blockMoments(K: Float64Array, n: number, C: number, r: Float64Array, twoL: number): NoiseMoments {
  const N = n * C
  const sums = { traceG: 0, frob2: 0, trace: 0, g2: 0, gSg: 0, gGg: 0, frobG2: 0 }
  const products = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    products.fill(0)
    for (let row = i * C; row < (i + 1) * C; row++) {
      let drift = 0
      for (let j = 0, at = row * N, e = 0; j < n; j++) {
        let pulled = 0
        for (let c = 0; c < C; c++, at++, e++) {
          pulled += K[at] * r[e]
          sums.frobG2 += K[at] * K[at]
        }
        sums.traceG += pulled * pulled
        drift += pulled / n
        products[j] += r[row] * pulled
      }
      sums.gGg += drift * drift
    }
    let mean = 0
    for (let j = 0; j < n; j++) {
      mean += products[j] / n
      sums.frob2 += products[j] * products[j]
    }
    sums.trace += products[i]
    sums.g2 += mean
    sums.gSg += mean * mean
  }
  const [traceG, frob2, gSg, gGg, frobG2] = [sums.traceG / n / n, sums.frob2 / n / n, sums.gSg / n, sums.gGg / n, sums.frobG2 / n / n]
  const dist2 = Math.max(0, frob2 - 2 * twoL * traceG + twoL * twoL * frobG2)
  return { twoL, trace: sums.trace / n, traceG, frob2, g2: sums.g2 / n, gGg, gSg, dist2, gDg: gSg - twoL * gGg }
}

/** ‖K_BB r_B‖²/(B·r_BᵀK_BB r_B) (THEORY.md §8). */
function batchOf(K: Float64Array, n: number, C: number, r: Float64Array, rows: Int32Array, unit: number): BatchCurvature {
  const N = n * C
  let g2 = 0
  let form = 0
  for (const i of rows)
    for (let row = i * C; row < (i + 1) * C; row++) {
      let image = 0
      for (const j of rows) for (let e = j * C; e < (j + 1) * C; e++) image += K[row * N + e] * r[e]
      g2 += r[row] * image
      form += image * image
    }
  return g2 > 0 ? { G: (unit * form) / (g2 * rows.length), H: Number.NaN } : null
}
