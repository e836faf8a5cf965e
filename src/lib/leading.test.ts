import { describe, expect, it } from 'vitest'
import { leadingEigen } from './leading'
import { dot, times } from './matrix'
import { STREAM } from './philox'
import { normals } from './random'

const start = (size: number) => (block: number) => normals(new Float64Array(size), 3, STREAM.probe, block)

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

describe('leading eigenpairs', () => {
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
    const { values: found, vectors } = leadingEigen(apply, size, k, start(size))
    const wanted = values.slice(0, k)
    expect(found).toHaveLength(wanted.length)
    for (const [i, value] of found.entries()) {
      expect(value / wanted[i]).toBeCloseTo(1, 10)
      const v = vectors.subarray(i * size, (i + 1) * size)
      const Av = times(A, v, size, size)
      for (let j = 0; j < size; j++) expect(Av[j]).toBeCloseTo(value * v[j], 9)
      for (let l = 0; l < i; l++) expect(dot(v, vectors.subarray(l * size, (l + 1) * size))).toBeCloseTo(0, 9)
    }
    // A low rank is noticed: no products with what is zero.
    expect(calls).toBeLessThanOrEqual(Math.min(size, 2 * values.length + 2))
  })
})
