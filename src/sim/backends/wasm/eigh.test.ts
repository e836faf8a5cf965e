import { beforeAll, describe, expect, it } from 'vitest'
import type { Eigh } from '../../../lib/eigen'
import { createWasmEigh } from './eigh'

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

let eigh: Eigh
beforeAll(async () => {
  eigh = await createWasmEigh()
})

function random(n: number, seed: number): Float64Array {
  const next = generator(seed)
  const A = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) A[i * n + j] = A[j * n + i] = next()
  return A
}

/** Σ_k values[k] q_k q_kᵀ with q_k from reflections of the unit vectors: known eigenvalues, repeated ones included. */
function withValues(values: number[], seed: number): Float64Array {
  const n = values.length
  const next = generator(seed)
  const A = new Float64Array(n * n)
  for (let i = 0; i < n; i++) A[i * n + i] = values[i]
  for (let turn = 0; turn < 3; turn++) {
    const v = Array.from({ length: n }, next)
    const f = 2 / v.reduce((s, x) => s + x * x, 0)
    const Av = Array.from({ length: n }, (_, i) => v.reduce((s, x, j) => s + A[i * n + j] * x, 0))
    const c = f * v.reduce((s, x, i) => s + x * Av[i], 0)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) A[i * n + j] += c * f * v[i] * v[j] - f * (v[i] * Av[j] + Av[i] * v[j])
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) A[i * n + j] = A[j * n + i]
  return A
}

function frobenius(A: Float64Array): number {
  const big = A.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  return big === 0 ? 0 : big * Math.sqrt(A.reduce((s, x) => s + (x / big) ** 2, 0))
}

/** ‖AV − VΛ‖ and ‖VᵀV − 1‖ in the Frobenius norm, descending order, the sign convention. */
function verify(A: Float64Array, n: number, solve = eigh): Float64Array {
  const { values, vectors } = solve(A, n)
  const scale = frobenius(A) || 1
  let residual = 0
  let skew = 0
  for (let k = 0; k < n; k++) {
    const v = vectors.subarray(k * n, (k + 1) * n)
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = 0; j < n; j++) sum += (A[i * n + j] / scale) * v[j]
      residual += (sum - (values[k] / scale) * v[i]) ** 2
    }
    for (let l = 0; l <= k; l++) {
      let sum = k === l ? -1 : 0
      for (let j = 0; j < n; j++) sum += v[j] * vectors[l * n + j]
      skew += sum * sum
    }
    if (k > 0) expect(values[k] <= values[k - 1]).toBe(true)
    let largest = 0
    for (const x of v) if (Math.abs(x) > Math.abs(largest)) largest = x
    expect(largest).toBeGreaterThan(0)
  }
  expect(Math.sqrt(residual)).toBeLessThan(1e-13 * n)
  expect(Math.sqrt(skew)).toBeLessThan(1e-13 * n)
  return values
}

describe('eigh', () => {
  it.each([1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 32, 33, 36, 63, 64, 65, 97, 128, 150, 257])('random, n = %i', n => {
    verify(random(n, n), n)
  })

  it.each([1, 2, 5, 33, 70])('zero and identity, n = %i', n => {
    expect(verify(new Float64Array(n * n), n)).toEqual(new Float64Array(n))
    const identity = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0))
    expect(verify(identity, n)).toEqual(new Float64Array(n).fill(1))
    expect(eigh(identity, n).vectors).toEqual(identity)
  })

  it('repeated and zero eigenvalues', () => {
    for (const values of [
      [3, 3, 3, 1, 1, 0, 0, 0, 0],
      Array.from({ length: 80 }, (_, k) => (k < 5 ? 1 : 0)),
      Array.from({ length: 101 }, (_, k) => (k % 3) - 1),
      Array.from({ length: 60 }, (_, k) => 2 ** -k),
      Array.from({ length: 40 }, (_, k) => 1 + k * 1e-15),
    ]) {
      const found = verify(withValues(values, values.length), values.length)
      const expected = [...values].sort((a, b) => b - a)
      found.forEach((value, k) => {
        expect(Math.abs(value - expected[k])).toBeLessThan(1e-14 * values.length)
      })
    }
  })

  it('a constant matrix, and one that is diagonal with ties', () => {
    const values = verify(new Float64Array(45 * 45).fill(2), 45)
    expect(values[0]).toBeCloseTo(90, 11)
    expect(eigh(Float64Array.of(0, 1, 1, 0), 2).vectors[0]).toBeGreaterThan(0)
    const D = new Float64Array(25)
    for (const [k, v] of [1, 5, 5, -2, 0].entries()) D[6 * k] = v
    expect([...verify(D, 5)]).toEqual([5, 5, 1, 0, -2])
  })

  it('very large and very small matrices', () => {
    for (const scale of [1e300, 1e-300, 1e-310, 2 ** -1074]) {
      const A = random(20, 7).map(v => v * scale)
      const found = eigh(A, 20).values
      const expected = eigh(random(20, 7), 20).values
      const tolerance = scale < 1e-305 ? Math.max(1e-14 * scale, 40 * 2 ** -1074) : 1e-13 * scale
      found.forEach((value, k) => {
        expect(Math.abs(value - expected[k] * scale)).toBeLessThan(tolerance)
      })
    }
  })

  it('mixes entries of very different sizes', () => {
    const n = 50
    const next = generator(3)
    const A = random(n, 9)
    const sizes = Array.from({ length: n }, () => 10 ** Math.round(80 * next()))
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) A[i * n + j] *= sizes[i] * sizes[j]
    verify(A, n)
  })

  it('gives the same bits after other sizes and in a fresh solver', async () => {
    const A = random(70, 1)
    const first = eigh(A, 70)
    eigh(random(140, 2), 140)
    expect(eigh(A, 70)).toEqual(first)
    expect((await createWasmEigh())(A, 70)).toEqual(first)
  })

  it('refuses what is not square, and knows nothing of what is not finite', () => {
    expect(() => eigh(new Float64Array(3), 2)).toThrow(RangeError)
    expect(() => eigh(new Float64Array(0), 0)).toThrow(RangeError)
    const nothing = (n: number) => ({ values: new Float64Array(n).fill(Number.NaN), vectors: new Float64Array(n * n).fill(Number.NaN) })
    expect(eigh(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2)).toEqual(nothing(2))
    expect(eigh(Float64Array.of(Infinity), 1)).toEqual(nothing(1))
  })
})
