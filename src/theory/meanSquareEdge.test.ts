import { describe, expect, it } from 'vitest'
import { inputs } from './escape.fixture'
import { noiseStrength } from './escapeMoments'
import { perron } from './escapePerron'
import { escapeProblem } from './escapeProblem'
import { meanSquareEdge } from './meanSquareEdge'

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

  it('is 2/λ₁ without noise, and grows with the batch', () => {
    expect(meanSquareEdge(problem, 0)).toBeCloseTo(2 / problem.lambda[0], 8)
    const edges = [1, 2, 4, 8, 16].map(B => meanSquareEdge(problem, 1 / B))
    for (const [i, edge] of edges.entries()) if (i) expect(edge).toBeGreaterThan(edges[i - 1])
  })

  it('of one direction follows from the fourth moment: η = 2λ/(λ² + (m₄ − λ²)/B)', () => {
    const z = [0.3, 1.1, 0.8, 2]
    const one = escapeProblem(Float64Array.from(z), 4, 1)
    const [l, m4] = [z.reduce((s, v) => s + v * v, 0) / 4, z.reduce((s, v) => s + v ** 4, 0) / 4]
    expect(meanSquareEdge(one, 1 / 3)).toBeCloseTo((2 * l) / (l * l + (m4 - l * l) / 3), 10)
  })
})
