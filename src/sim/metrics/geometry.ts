/** G at one θ from the smaller side (THEORY.md §3): traces, leading directions, noise moments, without ever forming J. */

import { type Eigen, type Eigh, eigh, FULL_SIDE } from '../../lib/eigen'
import { cholesky, congruence, dot, matrixProduct, times, transposedTimes } from '../../lib/matrix'
import type { Engine } from '../backends/types'
import { type NoiseMoments, noiseFromGram, noiseFromMoments } from './noise'

/**
 * The curvature at one θ, from the smaller side (THEORY.md §3): the Gram matrix K = JJᵀ (n×n), or the moments of the
 * reduced features Φ = X·R (n×d) with RRᵀ = M, which have the same K and hence the same metrics as J.
 */
export interface Geometry {
  readonly side: 'gram' | 'moments'
  readonly traceG: number
  /** ‖G‖_F². */
  readonly frobG2: number
  /** λ_1 ≥ … of the leading directions, at most k, zero eigenvalues left out. */
  readonly lambda: Float64Array
  /** Row k is J v_k = √(nλ_k) u_k, length n. */
  readonly images: Float64Array
  noise(r: Float64Array): Promise<NoiseMoments>
  /** Energy (u_kᵀr)²/n of the residual along every direction of G, or null where only the leading ones are known. */
  energies(r: Float64Array): Float64Array | null
}

export async function buildGeometry(
  engine: Engine,
  X: Float64Array,
  n: number,
  d: number,
  M: Float64Array | null,
  k: number,
): Promise<Geometry> {
  return n < d ? gramGeometry(await engine.gram(M), n, k, engine.eigh) : momentGeometry(engine, X, n, d, M, k, await engine.moment(null))
}

async function gramGeometry(K: Float64Array, n: number, k: number, solve?: Eigh): Promise<Geometry> {
  let traceG = 0
  for (let i = 0; i < n; i++) traceG += K[i * n + i] / n
  const found = await leading(K, n, k, solve)
  const { vectors } = found
  const values = found.values.map(v => v * (1 / n))
  const count = clearCount(values, k)
  const images = new Float64Array(count * n)
  for (let l = 0; l < count; l++) {
    const root = Math.sqrt(n * values[l])
    for (let i = 0; i < n; i++) images[l * n + i] = root * vectors[l * n + i]
  }
  return {
    side: 'gram',
    traceG,
    frobG2: dot(K, K) / (n * n),
    lambda: values.slice(0, count),
    images,
    noise: async r => noiseFromGram(K, n, r),
    energies: r =>
      n <= FULL_SIDE
        ? Float64Array.from({ length: rankOf(values) }, (_, l) => square(dot(vectors.subarray(l * n, (l + 1) * n), r)) / n)
        : null,
  }
}

async function momentGeometry(
  engine: Engine,
  X: Float64Array,
  n: number,
  d: number,
  M: Float64Array | null,
  k: number,
  S: Float64Array,
): Promise<Geometry> {
  const R = M && cholesky(M, d)
  const reduce = (A: Float64Array) => (R ? congruence(A, R, d) : A)
  const G = reduce(S)
  let traceG = 0
  for (let i = 0; i < d; i++) traceG += G[i * d + i]
  const { values, vectors } = await leading(G, d, k, engine.eigh)
  const count = clearCount(values, k)
  const images = new Float64Array(count * n)
  for (let l = 0; l < count; l++) {
    const e = vectors.subarray(l * d, (l + 1) * d)
    images.set(times(X, R ? matrixProduct(R, e, d, d, 1) : e, n, d), l * n)
  }
  const gradient = (r: Float64Array) => {
    const g = transposedTimes(X, r, n, d).map(v => v / n)
    return R ? transposedTimes(R, g, d, d) : g
  }
  return {
    side: 'moments',
    traceG,
    frobG2: dot(G, G),
    lambda: values.slice(0, count),
    images,
    noise: async r => noiseFromMoments(G, reduce(await engine.moment(r.map(v => v * v))), gradient(r), d, dot(r, r) / r.length),
    energies: r => {
      if (d > FULL_SIDE) return null
      const g = gradient(r)
      return Float64Array.from({ length: rankOf(values) }, (_, l) => square(dot(vectors.subarray(l * d, (l + 1) * d), g)) / values[l])
    },
  }
}

/** All eigenpairs of a small side, the k leading ones of a large one: the search for those is fetched when needed. */
async function leading(A: Float64Array, side: number, k: number, solve: Eigh = eigh): Promise<Eigen> {
  return side <= FULL_SIDE ? solve(A, side) : (await import('./leadingEigen')).leadingEigen(A, side, k, solve)
}

/** Number of eigenvalues that stand clear of rounding: of a share of the largest that is float64's, if none is given. */
export function rankOf(values: Float64Array, rounding: number = values.length * Number.EPSILON): number {
  let rank = 0
  while (rank < values.length && values[rank] > rounding * values[0]) rank++
  return rank
}

const clearCount = (values: Float64Array, k: number) => Math.min(k, rankOf(values))
const square = (x: number) => x * x
