import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addProduct as plainProduct } from '../machine/product'
import { columnsOf, rowsOf } from '../machine/views'
import { compileKernels, instantiateKernels } from './module'
import { productOf } from './numerics'

const wasmProduct = productOf(await instantiateKernels(await compileKernels()))

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    // Sizes from 1e-8 to 1e8, so that another order of summation shows.
    return (state / 2 ** 31 - 1) * 10 ** ((state % 17) - 8)
  }
}

const side = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 60, max: 70 }),
  fc.integer({ min: 250, max: 262 }),
  fc.constant(1030),
)
const shapes = fc.record({
  n: side,
  m: side,
  k: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 254, max: 258 }), fc.constant(519)),
  left: fc.boolean(),
  right: fc.boolean(),
  lower: fc.boolean(),
  s: fc.constantFrom(1, 0.3, -1 / 1024),
  seed: fc.nat(),
})

/** A column or an outer product. */
const thin = { n: 67, left: false, right: true, lower: false, s: 0.3, seed: 1 }

it('adds products with the bits of the plain ones: any shape, stride, transpose, triangle and factor', () => {
  fc.assert(
    fc.property(shapes, ({ n, m, k, left, right, lower, s, seed }) => {
      const next = generator(seed)
      const random = (length: number) => Float64Array.from({ length }, next)
      const [A, B] = [random(n * k + 3), random(k * m + 5)]
      const stride = m + 1
      const plain = random(2 + n * stride)
      const fast = plain.slice()
      for (const [addProduct, C] of [
        [plainProduct, plain],
        [wasmProduct, fast],
      ] as const)
        addProduct(
          C,
          2,
          stride,
          left ? columnsOf(A, n, 3) : rowsOf(A, k, 3),
          right ? columnsOf(B, k, 5) : rowsOf(B, m, 5),
          n,
          m,
          k,
          s,
          lower,
        )
      if (lower)
        for (const C of [plain, fast]) for (let i = 0; i < n; i++) C.fill(0, 2 + i * stride + Math.min(m, i + 1), 2 + i * stride + m)
      expect(fast.findIndex((v, i) => !Object.is(v, plain[i]))).toBe(-1)
    }),
    { numRuns: 40, seed: 1, examples: [[{ ...thin, k: 1, m: 70 }], [{ ...thin, k: 519, m: 1 }], [{ ...thin, k: 1, m: 1 }]] },
  )
})
