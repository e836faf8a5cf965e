import { expect, it } from 'vitest'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import { escapeProblem } from './escapeProblem'
import { hypercontractivity } from './hypercontractivity'

/** E[(u·x)⁴]/(E[(u·x)²])² by its definition. */
function quotient(X: Float64Array, n: number, d: number, u: readonly number[]): number {
  const along = Array.from({ length: n }, (_, i) => u.reduce((sum, v, k) => sum + v * (X[i * d + k] ?? 0), 0))
  const mean = (power: number) => along.reduce((sum, v) => sum + v ** power, 0) / n
  return mean(4) / mean(2) ** 2
}

const skewed = (n: number, d: number, seed: number) =>
  normals(new Float64Array(n * d), seed, STREAM.data).map((v, at) => (at % d === 0 ? v * v * v : v / (1 + (at % d))))

it('finds in the plane what a fine search of all directions finds', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const [n, d] = [40, 2]
    const X = skewed(n, d, seed)
    const problem = escapeProblem(X, n, d)
    const { along, least, most } = hypercontractivity(problem)
    let best = 0
    for (let i = 0; i < 20_000; i++) {
      const angle = (Math.PI * i) / 20_000
      // In whitened coordinates, so that thin directions are seen too.
      const [a, b] = [Math.cos(angle) / Math.sqrt(problem.lambda[0]), Math.sin(angle) / Math.sqrt(problem.lambda[1])]
      const u = [0, 1].map(k => a * problem.axes[k] + b * problem.axes[2 + k])
      best = Math.max(best, quotient(X, n, d, u))
    }
    expect(least / best).toBeCloseTo(1, 6)
    expect(most).toBeGreaterThanOrEqual(least)
    for (const k of [0, 1]) expect(along[k] / quotient(X, n, d, [...problem.axes.subarray(2 * k, 2 * k + 2)])).toBeCloseTo(1, 10)
  }
})

it('is the same in every basis and unit, and lies between every quotient and its bound', () => {
  const [n, d] = [60, 4]
  const X = skewed(n, d, 7)
  const turned = Float64Array.from({ length: n * d }, (_, at) => {
    const row = Math.floor(at / d) * d
    return X[row + (at % d)] * 10 ** (at % d) + (at % d > 0 ? 3 * X[row] : 0)
  })
  const [here, there] = [X, turned].map(inputs => hypercontractivity(escapeProblem(inputs, n, d)))
  expect(there.least / here.least).toBeCloseTo(1, 6)
  expect(there.most / here.most).toBeCloseTo(1, 8)
  const random = normals(new Float64Array(400 * d), 8, STREAM.init)
  for (let i = 0; i < 400; i++) expect(quotient(X, n, d, [...random.subarray(i * d, (i + 1) * d)])).toBeLessThan(here.least * (1 + 1e-9))
  expect(here.least).toBeLessThanOrEqual(here.most)
})

it('is n, exactly, where the samples are no more than the directions, 1 for signs, and near 3 for many Gaussian samples', () => {
  const few = hypercontractivity(escapeProblem(normals(new Float64Array(6 * 10), 1, STREAM.data), 6, 10))
  expect(few.least).toBeCloseTo(6, 8)
  expect(few.most).toBeCloseTo(6, 8)
  const signs = hypercontractivity(escapeProblem(Float64Array.of(1, -1, 1, 1, -1, 1), 6, 1))
  for (const value of [...signs.along, signs.least, signs.most]) expect(value).toBeCloseTo(1, 12)
  const [n, d] = [20_000, 3]
  const gaussian = hypercontractivity(escapeProblem(normals(new Float64Array(n * d), 1, STREAM.data), n, d))
  expect(Math.abs(gaussian.least - 3)).toBeLessThan(0.25)
  for (const value of gaussian.along) expect(Math.abs(value - 3)).toBeLessThan(0.2)
})
