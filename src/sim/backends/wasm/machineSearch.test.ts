import { describe, expect, it } from 'vitest'
import { eigh } from '../../../lib/eigen'
import { lanczos } from '../../../lib/lanczos'
import { dot, norm, times } from '../../../lib/matrix'
import { STREAM } from '../../../lib/philox'
import { normals } from '../../../lib/random'
import { createWasmEigh } from './eigh'
import { createWasmMachine } from './machine'

const solve = await createWasmEigh()
const f64 = await createWasmMachine('f64', solve)
const f32 = await createWasmMachine('f32', solve)

/** Σ_k d_k q_k q_kᵀ with orthonormal q_k. */
function matrixOf(n: number, values: readonly number[]): Float64Array {
  const Q: Float64Array[] = []
  for (const k of values.keys()) {
    let v = normals(new Float64Array(n), 9, STREAM.init, k)
    for (let again = 0; again < 2; again++)
      for (const q of Q) {
        const c = dot(q, v)
        v = v.map((x, i) => x - c * q[i])
      }
    const length = norm(v)
    Q.push(v.map(x => x / length))
  }
  const A = new Float64Array(n * n)
  for (const [k, q] of Q.entries()) for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) A[i * n + j] += values[k] * q[i] * q[j]
  return A
}

const falling = (count: number, power: number) => Array.from({ length: count }, (_, k) => (k + 1) ** -power)

describe.each([
  ['f64', f64, 1e-13, 1e-12],
  ['f32', f32, 1e-8, 1e-6],
] as const)('the search of the %s machine', (_, machine, tolerance, near) => {
  it.each<[string, number, readonly number[], number]>([
    ['falling eigenvalues', 301, falling(301, 1.5), 12],
    ['a long tail', 200, [...falling(20, 1), ...new Array(180).fill(0.04)], 20],
    ['a low rank', 150, [5, 4, 3, 2, 1], 2],
    ['fewer than asked for', 60, [2, 1], 5],
    ['more copies than a block has vectors', 90, [3, 3, 3, 3, 3, 3, 3, 1, 1, 0.5], 9],
    ['nothing but copies', 70, new Array(70).fill(2), 11],
    ['zero', 50, [], 3],
    ['few rows', 4, [2, 1, 1, 0.5], 3],
  ])('finds the leading pairs: %s', (_, n, values, k) => {
    const A = matrixOf(n, values)
    const found = machine.scope(() => machine.leading!(machine.matrixOf(A, n), k, tolerance))!
    const wanted = values.slice(0, k)
    const clear = found.values.filter(v => v > near * values[0])
    expect(clear).toHaveLength(wanted.length)
    for (const [l, value] of clear.entries()) {
      expect(Math.abs(value - wanted[l])).toBeLessThan(near * values[0])
      const v = found.vectors.subarray(l * n, (l + 1) * n)
      expect(norm(times(A, v, n, n).map((x, i) => x - value * v[i]))).toBeLessThan(near * values[0])
      for (let other = 0; other <= l; other++)
        expect(Math.abs(dot(v, found.vectors.subarray(other * n, (other + 1) * n)) - (other === l ? 1 : 0))).toBeLessThan(1e-12)
      expect(v.reduce((s, x) => (Math.abs(x) > Math.abs(s) ? x : s), 0)).toBeGreaterThan(0)
    }
    expect(machine.usage()).toEqual({ bytes: 0, held: 0 })
  })

  it('agrees with the plain search and with the whole matrix on a spectrum without gaps', () => {
    const n = 300
    const B = normals(new Float64Array(n * n), 4, STREAM.data, 0).map(Math.fround)
    const A = new Float64Array(n * n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++)
        A[i * n + j] = A[j * n + i] = Math.fround(dot(B.subarray(i * n, (i + 1) * n), B.subarray(j * n, (j + 1) * n)))
    const found = machine.scope(() => machine.leading!(machine.matrixOf(A, n), 10, tolerance))!
    const all = eigh(A, n)
    const plain = lanczos(x => times(A, x, n, n), n, 10, { tolerance: 1e-13, semidefinite: true })
    for (const [l, value] of found.values.entries()) {
      expect(Math.abs(value / all.values[l] - 1)).toBeLessThan(near)
      expect(Math.abs(value / plain.values[l] - 1)).toBeLessThan(near)
      for (let i = 0; i < n; i++) expect(Math.abs(found.vectors[l * n + i] - all.vectors[l * n + i])).toBeLessThan(100 * near)
    }
  })

  it('leaves alone what it has no room for, and what leaves the range of numbers', () => {
    const n = 600
    const A = new Float64Array(n * n)
    for (let i = 0; i < n; i++) A[i * n + i] = 1 + i / n
    const search = (B: Float64Array, k: number) => machine.scope(() => machine.leading!(machine.matrixOf(B, n), k, tolerance))
    expect(search(A, 400)).toBeNull()
    expect(search(A.fill(Number.NaN, 0, 1), 4)).toBeNull()
    expect(search(A.fill(1e200, 0, 1), 4)).toBeNull()
  })
})
