import { expect } from 'vitest'
import { dot, norm, scaled, times } from './matrix'
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

/**
 * Singular values of rows b_i (longest first) with unit left vectors u_k (entries over i), by one-sided Jacobi: columns of [b_i] are turned
 * against each other until they are orthogonal, so that small ones keep their digits.
 */
export function oneSided(rows: readonly Float64Array[]): { readonly sigma: number; readonly u: Float64Array }[] {
  const columns = Array.from({ length: rows[0].length }, (_, j) => Float64Array.from(rows, row => row[j]))
  for (let turned = true; turned; ) {
    turned = false
    for (let p = 0; p < columns.length; p++)
      for (let q = p + 1; q < columns.length; q++) {
        const [a, b, c] = [dot(columns[p], columns[p]), dot(columns[q], columns[q]), dot(columns[p], columns[q])]
        if (!(Math.abs(c) > 1e-15 * Math.sqrt(a) * Math.sqrt(b))) continue
        turned = true
        const cot = (b - a) / (2 * c)
        const tan = (cot < 0 ? -1 : 1) / (Math.abs(cot) + Math.sqrt(1 + cot * cot))
        const cos = 1 / Math.sqrt(1 + tan * tan)
        for (let i = 0; i < rows.length; i++) {
          const [x, y] = [columns[p][i], columns[q][i]]
          columns[p][i] = cos * (x - tan * y)
          columns[q][i] = cos * (y + tan * x)
        }
      }
  }
  return columns
    .map(column => ({ sigma: norm(column), u: scaled(column, 1 / norm(column)) }))
    .filter(({ sigma }) => sigma > 0)
    .sort((a, b) => b.sigma - a.sigma)
}
