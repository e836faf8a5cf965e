import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eigh } from './eigen'
import { largestEigen } from './lanczos'
import { times } from './matrix'
import { STREAM } from './philox'
import { normals } from './random'

function gram(n: number, rank: number, seed: number): Float64Array {
  const X = normals(new Float64Array(n * rank), seed, STREAM.probe)
  return Float64Array.from({ length: n * n }, (_, at) => {
    const i = Math.floor(at / n)
    const j = at % n
    let s = 0
    for (let l = 0; l < rank; l++) s += X[i * rank + l] * X[j * rank + l]
    return s
  })
}

function expectEigen(A: Float64Array, n: number, values: Float64Array, vectors: Float64Array) {
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

it('eigh solves symmetric matrices of every rank', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 0, max: 24 }), fc.nat(1000), (n, rank, seed) => {
      const A = gram(n, rank, seed)
      const { values, vectors } = eigh(A, n)
      expect([...values]).toEqual([...values].sort((a, b) => b - a))
      expectEigen(A, n, values, vectors)
    }),
    { numRuns: 60 },
  )
  expect([...eigh(Float64Array.of(2, 0, 0, 2), 2).values]).toEqual([2, 2])
})

it('Lanczos finds the same leading pairs, also of a low rank', () => {
  for (const [n, rank, k] of [
    [60, 80, 5],
    [60, 7, 10],
    [1, 1, 1],
    [40, 1, 3],
  ] as const) {
    const A = gram(n, rank, 5)
    const found = largestEigen((x, y) => y.set(times(A, x, n, n)), n, k, normals(new Float64Array(n), 2, STREAM.probe))
    const all = eigh(A, n)
    expectEigen(A, n, found.values, found.vectors)
    for (const [i, v] of found.values.entries()) expect(Math.abs(v - all.values[i])).toBeLessThan(1e-12 * all.values[0])
  }
})

it.each([1e200, 1e-200])('both solvers work where squares leave the range of numbers: entries near %s', size => {
  const n = 40
  const A = gram(n, 6, 5)
  const far = A.map(v => v * size)
  const start = normals(new Float64Array(n), 2, STREAM.probe)
  const near = eigh(A, n)
  for (const { values } of [eigh(far, n), largestEigen((x, y) => y.set(times(far, x, n, n)), n, 6, start)])
    for (let k = 0; k < 6; k++) expect(values[k] / size / near.values[k]).toBeCloseTo(1, 12)
})

it('both solvers answer NaN to what is not finite', () => {
  const A = gram(12, 3, 5)
  A[17] = Number.POSITIVE_INFINITY
  A[5] = Number.NaN
  const start = normals(new Float64Array(12), 2, STREAM.probe)
  for (const [found, k] of [[eigh(A, 12), 12] as const, [largestEigen((x, y) => y.set(times(A, x, 12, 12)), 12, 4, start), 4] as const]) {
    expect([...found.values]).toEqual(new Array(k).fill(Number.NaN))
    expect([...found.vectors]).toEqual(new Array(12 * k).fill(Number.NaN))
  }
})

it('Lanczos ends soon on a low rank, and finds eigenvectors of a single entry', () => {
  const n = 400
  const values = new Map([
    [7, 3],
    [301, 2],
    [302, 2],
    [399, 1e-6],
  ])
  let products = 0
  const apply = (x: Float64Array, y: Float64Array) => {
    products++
    for (const [i, value] of values) y[i] = value * x[i]
  }
  const found = largestEigen(apply, n, 10, normals(new Float64Array(n), 2, STREAM.probe))
  expect(products).toBeLessThan(20)
  for (const [k, value] of [3, 2, 2, 1e-6, 0, 0].entries()) expect(Math.abs(found.values[k] - value)).toBeLessThan(1e-14)
})

it.each([50, 100, 300])('eigh goes through where the reduction of equal entries leaves rounding of rounding: n = %i', n => {
  const { values } = eigh(new Float64Array(n * n).fill(1), n)
  expect(values[0] / n).toBeCloseTo(1, 12)
  expect(Math.max(...values.subarray(1).map(Math.abs))).toBeLessThan(1e-12)
})
