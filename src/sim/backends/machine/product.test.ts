import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, normal } from '../../net/nets.fixture'
import { addProduct } from './product'
import { columnsOf, rowsOf } from './views'

const sizes = fc.record({
  n: fc.integer({ min: 1, max: 9 }),
  m: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(256, 257)),
  k: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(256, 259)),
  left: fc.boolean(),
  right: fc.boolean(),
})

describe('addProduct', () => {
  it('adds s·A·B for every mix of transposes, inside a larger result', () => {
    fc.assert(
      fc.property(sizes, ({ n, m, k, left, right }) => {
        const [A, B, C] = [normal(n * k + 3, 1, 0), normal(k * m + 5, 2, 0), normal(2 + n * (m + 1), 3, 0)]
        const wanted = C.slice()
        for (let i = 0; i < n; i++)
          for (let j = 0; j < m; j++)
            for (let l = 0; l < k; l++)
              wanted[2 + i * (m + 1) + j] += 0.5 * A[3 + (left ? l * n + i : i * k + l)] * B[5 + (right ? j * k + l : l * m + j)]
        addProduct(C, 2, m + 1, left ? columnsOf(A, n, 3) : rowsOf(A, k, 3), right ? columnsOf(B, k, 5) : rowsOf(B, m, 5), n, m, k, 0.5)
        expect(distance(C, wanted)).toBeLessThan(1e-13)
      }),
      { numRuns: 100, seed: 1 },
    )
  })

  it('completes the lower triangle', () => {
    for (const n of [3, 8, 301]) {
      const A = normal(n * 5, 1, 0)
      const [whole, lower] = [new Float64Array(n * n), new Float64Array(n * n)]
      addProduct(whole, 0, n, rowsOf(A, 5), columnsOf(A, 5), n, n, 5)
      addProduct(lower, 0, n, rowsOf(A, 5), columnsOf(A, 5), n, n, 5, 1, true)
      for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) expect(lower[i * n + j]).toBe(whole[i * n + j])
    }
  })
})
