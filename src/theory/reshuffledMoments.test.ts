import { expect, it } from 'vitest'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import { escapeProblem, escapeStart } from './escapeProblem'
import { choose, reshuffledVariance } from './reshuffledMoments'
import { stationary } from './temperature'

/** All orders of some numbers. */
const orders = (all: readonly number[]): number[][] =>
  all.length === 0 ? [[]] : all.flatMap(first => orders(all.filter(i => i !== first)).map(rest => [first, ...rest]))

/** A linear model in the eigenbasis of G with labels that it cannot fit. */
function problemOf(n: number, d: number, seed: number) {
  const X = normals(new Float64Array(n * d), seed, STREAM.init, 1)
  const problem = escapeProblem(X, n, d)
  const { rest } = escapeStart(problem, normals(new Float64Array(n), seed, STREAM.init, 2))
  return { ...problem, rest: rest ?? new Float64Array(n) }
}

/** The same by going through every order of an epoch, E[xxᵀ] of x = (w, 1) kept as it is, until it stays. */
function byEveryOrder({ n, s, features, rest }: ReturnType<typeof problemOf>, eta: number, B: number): number[] {
  const c = s + 1
  const all = orders(Array.from({ length: n }, (_, i) => i))
  const step = (batch: readonly number[], S: number[][]) => {
    const A = Array.from({ length: c }, (_, k) => Array.from({ length: c }, (_, l) => Number(k === l)))
    for (const i of batch)
      for (let k = 0; k < s; k++)
        for (let l = 0; l < c; l++) A[k][l] -= (eta / B) * features[i * s + k] * (l < s ? features[i * s + l] : rest[i])
    const AS = A.map(row => Array.from({ length: c }, (_, l) => row.reduce((sum, v, j) => sum + v * S[j][l], 0)))
    return AS.map(row => A.map(other => row.reduce((sum, v, j) => sum + v * other[j], 0)))
  }
  let S = Array.from({ length: c }, (_, k) => Array.from({ length: c }, (_, l) => Number(k === s && l === s)))
  let means: number[] = []
  for (let epoch = 0; epoch < 400; epoch++) {
    const next = S.map(row => row.map(() => 0))
    const squares = new Array<number>(s).fill(0)
    for (const order of all) {
      let now = S
      for (let t = 0; t < n; t += B) {
        now = step(order.slice(t, t + B), now)
        for (let k = 0; k < s; k++) squares[k] += now[k][k] / (all.length * (n / B))
      }
      for (let k = 0; k < c; k++) for (let l = 0; l < c; l++) next[k][l] += now[k][l] / all.length
    }
    const still = squares.every((v, k) => Math.abs(v - means[k]) <= 1e-15 * v)
    ;[S, means] = [next, squares]
    if (still) break
  }
  return means
}

it.each([
  [4, 2, 2, 0.4],
  [5, 2, 1, 0.2],
  [6, 2, 2, 0.5],
  [6, 2, 3, 0.3],
])('is what every order of an epoch gives: n %i, d %i, B %i, η %f', (n, d, B, eta) => {
  const problem = problemOf(n, d, n + d + B)
  const found = reshuffledVariance(problem, problem.rest, eta, B)
  const wanted = byEveryOrder(problem, eta, B)
  expect(found).toHaveLength(d)
  for (const [k, v] of wanted.entries()) expect(Math.abs((found?.[k] ?? 0) - v)).toBeLessThan(1e-10 * v)
})

it('of one minibatch an epoch has no variance, and along flat directions less than draws with replacement', () => {
  const problem = problemOf(8, 2, 5)
  for (const v of reshuffledVariance(problem, problem.rest, 0.3, 8) ?? [1]) expect(Math.abs(v)).toBeLessThan(1e-20)
  const independent = stationary(problem, problem.rest, { eta: 0.05, strength: 1 / 2 })
  const flat = reshuffledVariance(problem, problem.rest, 0.05, 2)?.[1] ?? Number.NaN
  expect(flat).toBeLessThan(0.3 * (independent?.M[3] ?? 0))
})

it('is not known where the sets are too many, B does not divide n, or the run grows', () => {
  const problem = problemOf(6, 2, 9)
  expect(reshuffledVariance(problem, problem.rest, 0.1, 4)).toBeNull()
  expect(reshuffledVariance(problem, problem.rest, 20, 2)).toBeNull()
  const many = problemOf(24, 2, 9)
  expect(reshuffledVariance(many, many.rest, 0.1, 4)).toBeNull()
  expect([choose(12, 2), choose(24, 12), choose(5, 0)]).toEqual([66, 2704156, 1])
})
