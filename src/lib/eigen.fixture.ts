import { expect } from 'vitest'
import { times } from './matrix'
import { STREAM } from './philox'
import { normals } from './random'

/** Matrices and checks that the tests of the eigen-solvers share. */

/** XXᵀ of random X, n×rank. */
export function gram(n: number, rank: number, seed: number): Float64Array {
  const X = normals(new Float64Array(n * rank), seed, STREAM.probe)
  return Float64Array.from({ length: n * n }, (_, at) => {
    const i = Math.floor(at / n)
    const j = at % n
    let s = 0
    for (let l = 0; l < rank; l++) s += X[i * rank + l] * X[j * rank + l]
    return s
  })
}

/** Residuals at rounding level, eigenvectors orthonormal. */
export function expectEigen(A: Float64Array, n: number, values: Float64Array, vectors: Float64Array) {
  const size = Math.max(1e-300, ...A.map(Math.abs)) * n
  values.forEach((lambda, k) => {
    const v = vectors.subarray(k * n, (k + 1) * n)
    const Av = times(A, v, n, n)
    for (let i = 0; i < n; i++) expect(Math.abs(Av[i] - lambda * v[i])).toBeLessThan(1e-13 * size * 10)
    for (let l = 0; l <= k; l++) {
      const w = vectors.subarray(l * n, (l + 1) * n)
      expect(Math.abs(v.reduce((s, x, i) => s + x * w[i], 0) - (l === k ? 1 : 0))).toBeLessThan(1e-12)
    }
  })
}

/** Random starting vectors. */
export const start =
  (n: number, seed = 2) =>
  (block: number) =>
    normals(new Float64Array(n), seed, STREAM.probe, block)
