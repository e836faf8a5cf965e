import { describe, expect, it } from 'vitest'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { inputs } from '../../theory/escape.fixture'
import { noiseStrength } from '../../theory/escapeMoments'
import { perron } from '../../theory/escapePerron'
import { escapeProblem } from '../../theory/escapeProblem'
import { type Matrix, multiply, trace, zeros } from '../testing/linalg.fixture'
import { columnFeatures, type Features, gramFeatures } from './features'
import { meanSquareEdge } from './meanSquareEdge'

/** Every minibatch of pairs. */
const pairsOf = (n: number, replacement: boolean) =>
  Array.from({ length: n * n }, (_, at) => [Math.floor(at / n), at % n]).filter(([i, j]) => replacement || i !== j)

/** One step of E[wwᵀ] by every minibatch: the mean of (I − ηG_B)M(I − ηG_B), with J (n·C × p) row by row. */
function stepOfMoments(J: Matrix, C: number, M: Matrix, eta: number, batches: readonly (readonly number[])[]): Matrix {
  const p = M.length
  const next = zeros(p, p)
  for (const batch of batches) {
    const A = M.map((_, a) => M.map((_row, b) => (a === b ? 1 : 0)))
    for (const i of batch)
      for (let c = 0; c < C; c++) {
        const row = J[i * C + c]
        for (let a = 0; a < p; a++) for (let b = 0; b < p; b++) A[a][b] -= (eta * row[a] * row[b]) / batch.length
      }
    multiply(multiply(A, M), A).forEach((row, a) => {
      for (const [b, v] of row.entries()) next[a][b] += v / batches.length
    })
  }
  return next
}

describe('the edge of mean-square stability', () => {
  const n = 40
  const problem = escapeProblem(inputs(n, [1.2, 1, 0.7, 0.5, 0.3], 3), n, 5)

  it.each([1, 2, 7, 40])('is where ρ = 1, at B = %i', B => {
    const strength = noiseStrength(B, n, true)
    const eta = meanSquareEdge(problem, strength)
    const rho = (factor: number) => perron(problem, { eta: factor * eta, strength, shape: 'sigma' }).rho
    expect(rho(1)).toBeCloseTo(1, 8)
    expect(rho(0.98)).toBeLessThan(1)
    expect(rho(1.02)).toBeGreaterThan(1)
  })

  it.each([
    [1, true],
    [2, true],
    [2, false],
    [3, true],
  ] as const)(
    'of %i outputs is where the second moments of all parameters keep their size over every minibatch, replaced: %s',
    (C, replacement) => {
      const [samples, p] = [4, C === 1 ? 3 : 5]
      const flatJ = normals(new Float64Array(samples * C * p), 5 + C, STREAM.data)
      const J = Array.from({ length: samples * C }, (_, i) => [...flatJ.subarray(i * p, (i + 1) * p)])
      const eta = meanSquareEdge(columnFeatures(flatJ, samples, C, p), noiseStrength(2, samples, replacement))
      const batches = pairsOf(samples, replacement)
      let M: Matrix = zeros(p, p).map((row, a) => row.map((_, b) => (a === b ? 1 : 0)))
      let growth = 0
      for (let t = 0; t < 1500; t++) {
        const next = stepOfMoments(J, C, M, eta, batches)
        growth = trace(next) / trace(M)
        M = next.map(row => row.map(v => v / trace(next)))
      }
      expect(Math.abs(growth - 1)).toBeLessThan(1e-9)
    },
  )

  it('is the same from K as from J', () => {
    const [samples, C, p] = [5, 2, 7]
    const J = normals(new Float64Array(samples * C * p), 3, STREAM.data)
    const K = Float64Array.from({ length: 100 }, (_, at) => {
      const [i, j] = [Math.floor(at / 10) * p, (at % 10) * p]
      return J.subarray(i, i + p).reduce((sum, v, l) => sum + v * J[j + l], 0)
    })
    const [a, b] = [gramFeatures(K, samples, C), columnFeatures(J, samples, C, p)]
    expect([a.s, b.s]).toEqual([p, p])
    const of = (features: Features) => meanSquareEdge(features, 1 / 3)
    expect(Math.abs(of(a) - of(b))).toBeLessThan(1e-12 * of(b))
  })

  it('is 2/λ₁ without noise, and grows with the batch', () => {
    expect(meanSquareEdge(problem, 0)).toBeCloseTo(2 / problem.lambda[0], 12)
    const edges = [1, 2, 4, 8, 16].map(B => meanSquareEdge(problem, 1 / B))
    for (const [i, edge] of edges.entries()) if (i) expect(edge).toBeGreaterThan(edges[i - 1])
    expect(meanSquareEdge({ n: 3, s: 0, lambda: new Float64Array(0), features: new Float64Array(0) }, 1)).toBeNaN()
  })

  it('of one direction follows from the fourth moment: η = 2λ/(λ² + (m₄ − λ²)/B)', () => {
    const z = [0.3, 1.1, 0.8, 2]
    const one = escapeProblem(Float64Array.from(z), 4, 1)
    const [l, m4] = [z.reduce((s, v) => s + v * v, 0) / 4, z.reduce((s, v) => s + v ** 4, 0) / 4]
    expect(meanSquareEdge(one, 1 / 3)).toBeCloseTo((2 * l) / (l * l + (m4 - l * l) / 3), 10)
  })
})
