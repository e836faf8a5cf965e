import { describe, expect, it } from 'vitest'
import { eigh } from './eigen'
import { expectEigen, gram, start } from './eigen.fixture'
import { type LanczosOptions, lanczos, type Product } from './lanczos'
import { dot, norm, times } from './matrix'
import { STREAM } from './philox'
import { normals } from './random'

/** As sim/spectrum searches: the products are expensive, and equal eigenvalues count. */
const ofHessian = (product: Product, p: number, k: number, options: LanczosOptions = {}) =>
  lanczos(product, p, k, { tolerance: 1e-9, limit: 2000, every: 4, copies: true, basis: 64 + 2 * k, ...options })

/** QᵀDQ-like matrix Σ d_k q_k q_kᵀ with orthonormal q_k from random vectors. */
function matrixOf(size: number, values: readonly number[]): Float64Array {
  const Q: Float64Array[] = []
  for (let k = 0; k < values.length; k++) {
    let v = normals(new Float64Array(size), 9, STREAM.init, k)
    for (let again = 0; again < 2; again++)
      for (const q of Q) {
        const c = dot(q, v)
        v = v.map((x, i) => x - c * q[i])
      }
    const length = Math.sqrt(dot(v, v))
    Q.push(v.map(x => x / length))
  }
  const A = new Float64Array(size * size)
  for (const [k, q] of Q.entries()) for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) A[i * size + j] += values[k] * q[i] * q[j]
  return A
}

describe('positive semi-definite', () => {
  const cases: [string, number, number[], number][] = [
    ['distinct', 40, Array.from({ length: 40 }, (_, k) => 1 / (k + 1)), 3],
    ['of low rank', 300, [5, 4, 3, 2, 1], 2],
    ['fewer than asked for', 60, [2, 1], 5],
    ['repeated', 30, [3, 3, 3, 1, 1, 0.5], 4],
    ['all alike', 6, [2, 2, 2, 2, 2, 2], 3],
    ['none', 5, [], 2],
    ['one by one', 1, [7], 1],
    ['spread over many decades', 50, Array.from({ length: 50 }, (_, k) => 10 ** (-k / 4)), 6],
  ]
  it.each(cases)('%s', (_, size, values, k) => {
    const A = matrixOf(size, values)
    let calls = 0
    const apply = (v: Float64Array) => {
      calls++
      return times(A, v, size, size)
    }
    const { values: found, vectors, errors, products } = lanczos(apply, size, k, { semidefinite: true, start: start(size, 3) })
    const wanted = values.slice(0, k)
    expect(found).toHaveLength(wanted.length)
    expect(products).toBe(calls)
    for (const [i, value] of found.entries()) {
      expect(value / wanted[i]).toBeCloseTo(1, 10)
      const v = vectors.subarray(i * size, (i + 1) * size)
      const Av = times(A, v, size, size)
      for (let j = 0; j < size; j++) expect(Av[j]).toBeCloseTo(value * v[j], 9)
      // The contract: an error is no smaller than the residual, and the residual within the tolerance.
      const residual = norm(Av.map((x, j) => x - value * v[j]))
      expect(residual).toBeLessThanOrEqual(1.1 * errors[i] + 1e-14 * values[0])
      expect(residual).toBeLessThanOrEqual(1.1e-12 * values[0])
      for (let l = 0; l < i; l++) expect(dot(v, vectors.subarray(l * size, (l + 1) * size))).toBeCloseTo(0, 9)
    }
    // A low rank is noticed: no products with what is zero.
    expect(calls).toBeLessThanOrEqual(Math.min(size, 2 * values.length + 2))
  })
})

it('Lanczos finds the same leading pairs, also of a low rank', () => {
  for (const [n, rank, k] of [
    [60, 80, 5],
    [60, 7, 10],
    [1, 1, 1],
    [40, 1, 3],
  ] as const) {
    const A = gram(n, rank, 5)
    const found = lanczos(x => times(A, x, n, n), n, k, { tolerance: 1e-13, start: start(n) })
    const all = eigh(A, n)
    expectEigen(A, n, found.values, found.vectors)
    for (const [i, v] of found.values.entries()) expect(Math.abs(v - all.values[i])).toBeLessThan(1e-12 * all.values[0])
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
  const apply = (x: Float64Array) => {
    products++
    const y = new Float64Array(n)
    for (const [i, value] of values) y[i] = value * x[i]
    return y
  }
  const found = lanczos(apply, n, 10, { tolerance: 1e-13, start: start(n) })
  expect(products).toBeLessThan(20)
  for (const [k, value] of [3, 2, 2, 1e-6, 0, 0].entries()) expect(Math.abs(found.values[k] - value)).toBeLessThan(1e-14)
})

describe('with copies, restarts and a limit, as for Hessians', () => {
  const diagonal = (values: readonly number[]) => (v: Float64Array) => v.map((x, i) => x * values[i])

  it('finds equal eigenvalues as often as they occur', () => {
    const values = [5, 5, 5, 3, 3, 2, ...Array.from({ length: 94 }, (_, i) => i / 100)]
    expect([...ofHessian(diagonal(values), 100, 6).values].map(v => Math.round(v * 1e9) / 1e9)).toEqual([5, 5, 5, 3, 3, 2])
  })

  it('finds a second one of a pair that Lanczos has settled without', () => {
    const values = [5, 5, 4, 3, 2, ...Array.from({ length: 495 }, (_, i) => i / 5000)]
    const found = ofHessian(diagonal(values), 500, 4).values
    for (const [i, want] of [5, 5, 4, 3].entries()) expect(found[i]).toBeCloseTo(want, 11)
  })

  it.each([700, 3000, 10_000])('looks for second ones only until it is plain that there are none: p = %i', p => {
    const bulk = Array.from({ length: p - 4 }, (_, i) => i / (10 * p))
    const count = (top: number[]) => {
      const { values, products } = ofHessian(diagonal([...top, ...bulk]), p, 3)
      return { values: [...values].map(v => Math.round(v * 1e9) / 1e9), products }
    }
    expect(count([5, 4, 4, 3.9]).values).toEqual([5, 4, 4])
    expect(count([5, 5, 5, 4.9]).values).toEqual([5, 5, 5])
    const apart = count([5, 4, 3, 2])
    expect(apart.values).toEqual([5, 4, 3])
    expect(apart.products).toBeLessThan(30)
  })

  it('restarts with few vectors held and comes to the same values', () => {
    const p = 400
    const values = Array.from({ length: p }, (_, i) => 1 / (i + 1))
    const found = ofHessian(diagonal(values), p, 4, { basis: 14 })
    for (let i = 0; i < 4; i++) expect(Math.abs(found.values[i] - values[i])).toBeLessThan(1e-12)
  })

  it('says how far it came where it may not go on', () => {
    const p = 3000
    const values = Array.from({ length: p }, (_, i) => 1 + i / p)
    const found = ofHessian(diagonal(values), p, 1, { limit: 20 })
    expect(found.products).toBe(20)
    expect(found.errors[0]).toBeGreaterThan(1e-4)
    const nearest = Math.min(...values.map(v => Math.abs(v - found.values[0])))
    expect(nearest).toBeLessThan(found.errors[0])
  })

  it('copes with zero, with one parameter and with as many pairs as parameters', () => {
    expect([...ofHessian(v => v.map(() => 0), 6, 3).values]).toEqual([0, 0, 0])
    expect(ofHessian(diagonal([-2]), 1, 4).values[0]).toBeCloseTo(-2, 14)
    const all = ofHessian(diagonal([1, 4, 4, -3]), 4, 4).values
    for (const [i, want] of [4, 4, 1, -3].entries()) expect(all[i]).toBeCloseTo(want, 12)
  })
})

it('with copies: operators far from one, and what is not finite', () => {
  const p = 50
  const diagonal = (size: number) => (v: Float64Array) => v.map((x, i) => (x * size * (i < 3 ? 2 : 50 - i)) / 50)
  const near = ofHessian(diagonal(1), p, 3)
  for (const size of [1e-220, 1e200]) {
    const { values, errors } = ofHessian(diagonal(size), p, 3)
    for (let k = 0; k < 3; k++) {
      expect(values[k] / size).toBeCloseTo(near.values[k], 12)
      expect(errors[k] / size).toBeLessThan(1e-8)
    }
  }
  let products = 0
  const broken = (v: Float64Array) => {
    products++
    return v.map(x => x / 0)
  }
  expect([...ofHessian(broken, p, 3).values]).toEqual([Number.NaN, Number.NaN, Number.NaN])
  expect(products).toBeLessThan(4)
})
