import { describe, expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { fitInputs, type InputKind } from './inputs'

/** Age, income and body mass index of 200 people, and the age in months besides: no new direction. */
const [n, d] = [200, 4]
const z = normals(new Float64Array(3 * n), 2, STREAM.data)
const table = Float64Array.from({ length: n * d }, (_, at) => {
  const [i, j] = [Math.floor(at / d), at % d]
  const age = 45 + 12 * z[3 * i]
  return [age, 40_000 + 15_000 * (0.5 * z[3 * i] + z[3 * i + 1]), 25 + 0.05 * age + 0.4 * z[3 * i + 2], 12 * age][j]
})

const mean = (X: Float64Array, j: number) => Array.from({ length: n }, (_, i) => X[i * d + j]).reduce((s, v) => s + v, 0) / n
const covariance = (X: Float64Array) =>
  Array.from({ length: d }, (_, a) =>
    Array.from({ length: d }, (_v, b) => Array.from({ length: n }, (_w, i) => X[i * d + a] * X[i * d + b]).reduce((s, v) => s + v, 0) / n),
  )
const made = (kind: InputKind) => fitInputs(kind, table, n, d)(table.slice())

describe('inputs of a table whose columns differ by orders of magnitude', () => {
  it.each(['centred', 'standardized', 'white'] as const)('%s have mean zero', kind => {
    const X = made(kind)
    for (let j = 0; j < d; j++) expect(Math.abs(mean(X, j))).toBeLessThan(1e-9 * (kind === 'centred' ? 1e4 : 1))
  })

  it('standardized have variance one in every entry, and their correlations', () => {
    const C = covariance(made('standardized'))
    const plain = covariance(made('centred'))
    for (let a = 0; a < d; a++)
      for (let b = 0; b < d; b++) expect(C[a][b]).toBeCloseTo(plain[a][b] / Math.sqrt(plain[a][a] * plain[b][b]), 10)
  })

  it('white have the identity as covariance on the space they span: a projection of its rank, three', () => {
    const C = covariance(made('white'))
    for (let a = 0; a < d; a++) for (let b = 0; b < d; b++) expect(C[a].reduce((s, v, k) => s + v * C[k][b], 0)).toBeCloseTo(C[a][b], 8)
    expect(C.reduce((s, row, a) => s + row[a], 0)).toBeCloseTo(3, 8)
  })

  it('white have variance one too where it was far below 1 % of the largest', () => {
    // The months are off by a day or so: some 1e-6 of the variance lies across the line of age and months.
    const close = table.map((v, at) => (at % d === 3 ? v + 0.04 * z[3 * ((at - 3) / d) + 2] ** 2 : v))
    const C = covariance(fitInputs('white', close, n, d)(close.slice()))
    for (let a = 0; a < d; a++) for (let b = 0; b < d; b++) expect(C[a][b]).toBeCloseTo(a === b ? 1 : 0, 6)
  })

  it.each([7, 0.1, 98.6, -1e9 / 3])('a constant column becomes zero, not infinite, nor what the mean of %s is rounded by', value => {
    const constant = table.map((v, at) => (at % d === 3 ? value : v))
    for (const kind of ['standardized', 'white'] as const) {
      const X = fitInputs(kind, constant, n, d)(constant.slice())
      expect(X.every(Number.isFinite)).toBe(true)
      expect(Array.from({ length: n }, (_, i) => Math.abs(X[i * d + 3])).every(v => v < 1e-12)).toBe(true)
    }
  })

  it('inputs that are all constant stay at zero', () => {
    const constant = table.map((_, at) => [0.1, 98.6, 1 / 3, 0.7][at % d])
    for (const kind of ['centred', 'standardized', 'whitened', 'white'] as const)
      expect(Math.max(...fitInputs(kind, constant, n, d)(constant.slice()).map(Math.abs)), kind).toBeLessThan(1e-12)
  })
})
