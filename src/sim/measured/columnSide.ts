/** G and Σ from a J of fewer parameters than rows (n·C × p): `columnSide`. */

import type { Eigh } from '../../lib/eigen'
import { dot, times } from '../../lib/matrix'
import { NO_TICK } from '../../lib/tick'
import type { Machine } from '../backends/machine/machine'
import type { BatchCurvature } from '../batchSharpness'
import { wholeColumnsOf } from '../fromGram'
import { rankOf } from '../metrics/geometry'
import { leadingEigen } from '../metrics/leadingEigen'
import { noiseFromMoments } from '../metrics/noise'
import { meanSquare } from '../metrics/rescale'
import { unitOf } from '../metrics/units'
import { gramOfStrips } from './products'
import type { Side, SideOptions } from './side'

/** From J (n·C × p, row i·C + c), which is spent. O(n·C·p²). */
export async function columnSide(
  J: Float64Array,
  p: number,
  { n, outputs, r, twoL, k, rounding }: SideOptions,
  machine: Machine,
  solve?: Eigh,
): Promise<Side> {
  const N = n * outputs
  const of = unitOf(J)
  if (of !== 1) for (let at = 0; at < J.length; at++) J[at] /= of
  const pulls = sampleGradients(J, p, n, outputs, r)
  const mean = (A: Float64Array, rows: number) =>
    gramOfStrips(machine, p, rows, (from, to) => turned(A, p, from, to), NO_TICK).then(sums => sums.map(v => v / n))
  const G = await mean(J, N)
  const { values, vectors } = leadingEigen(G, p, k, solve)
  const spectrum = values.slice(0, rankOf(values, rounding))
  const lambda = spectrum.slice(0, k)
  const vector = (l: number) => vectors.subarray(l * p, (l + 1) * p)
  const images = new Float64Array(lambda.length * N)
  for (let l = 0; l < lambda.length; l++) images.set(times(J, vector(l), N, p), l * N)
  const gradient = new Float64Array(p)
  for (let i = 0; i < n; i++) for (let a = 0; a < p; a++) gradient[a] += pulls[i * p + a] / n
  const slope = (l: number) => dot(vector(l), gradient)
  let traceG = 0
  for (let a = 0; a < p; a++) traceG += G[a * p + a]
  const entries = outputs * p
  return {
    ...{ unit: of * of, traceG, frobG2: dot(G, G), lambda, images, spectrum },
    energies: values.length === p ? Float64Array.from(spectrum, (value, l) => (slope(l) * slope(l)) / value) : null,
    moments: noiseFromMoments(G, await mean(pulls, n), gradient, p, twoL ?? meanSquare(r, outputs)),
    reach: Float64Array.from({ length: n }, (_, i) => {
      const own = J.subarray(i * entries, (i + 1) * entries)
      return Math.sqrt(dot(own, own))
    }),
    batch: rows => batchOf(J, pulls, p, outputs, rows, of),
    whole() {
      const found = wholeColumnsOf(J, r, n, outputs, p)
      return found && { ...found, unit: found.unit * of * of }
    },
  }
}

/** g_i = J_iᵀr_i, n×p. */
function sampleGradients(J: Float64Array, p: number, n: number, C: number, r: Float64Array): Float64Array {
  const pulls = new Float64Array(n * p)
  for (let row = 0; row < n * C; row++) {
    const to = Math.floor(row / C) * p
    for (let a = 0, at = row * p; a < p; a++, at++) pulls[to + a] += r[row] * J[at]
  }
  return pulls
}

/** Rows from … to of a matrix of that width, as columns. */
function turned(A: Float64Array, width: number, from: number, to: number): Float64Array {
  const out = new Float64Array(width * (to - from))
  for (let i = from; i < to; i++) for (let a = 0; a < width; a++) out[a * (to - from) + i - from] = A[i * width + a]
  return out
}

/** (1/B) Σ_i ‖J_i v‖² along the minibatch's own gradient v, in plain units. */
function batchOf(J: Float64Array, pulls: Float64Array, p: number, C: number, rows: Int32Array, of: number): BatchCurvature {
  const g = new Float64Array(p)
  for (const i of rows) for (let a = 0; a < p; a++) g[a] += pulls[i * p + a]
  const g2 = dot(g, g)
  if (!(g2 > 0)) return null
  let form = 0
  for (const i of rows) {
    const image = times(J.subarray(i * C * p, (i + 1) * C * p), g, C, p)
    form += dot(image, image)
  }
  return { G: (of * of * form) / (g2 * rows.length), H: Number.NaN }
}
