import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eigh } from './eigen'
import { expectEigen, gram, start } from './eigen.fixture'
import { lanczos } from './lanczos'
import { times } from './matrix'

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

it.each([1e200, 1e-200])('both solvers work where squares leave the range of numbers: entries near %s', size => {
  const n = 40
  const A = gram(n, 6, 5)
  const far = A.map(v => v * size)
  const near = eigh(A, n)
  for (const { values } of [eigh(far, n), lanczos(x => times(far, x, n, n), n, 6, { tolerance: 1e-13, start: start(n) })])
    for (let k = 0; k < 6; k++) expect(values[k] / size / near.values[k]).toBeCloseTo(1, 12)
})

it.each([
  ['NaN and Infinity', Number.POSITIVE_INFINITY],
  ['NaN alone', 1],
])('both solvers answer NaN to what is not finite: %s', (_, other) => {
  const A = gram(12, 3, 5)
  A[17] = other
  A[5] = Number.NaN
  for (const [found, k] of [[eigh(A, 12), 12] as const, [lanczos(x => times(A, x, 12, 12), 12, 4, { start: start(12) }), 4] as const]) {
    expect([...found.values]).toEqual(new Array(k).fill(Number.NaN))
    expect([...found.vectors]).toEqual(new Array(12 * k).fill(Number.NaN))
  }
})

it.each([50, 100, 300])('eigh goes through where the reduction of equal entries leaves rounding of rounding: n = %i', n => {
  const { values } = eigh(new Float64Array(n * n).fill(1), n)
  expect(values[0] / n).toBeCloseTo(1, 12)
  expect(Math.max(...values.subarray(1).map(Math.abs))).toBeLessThan(1e-12)
})
