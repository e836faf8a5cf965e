import { expect, it } from 'vitest'
import { createReferenceBackend } from '../sim/backends/reference'
import { createSimulation } from '../sim/simulation'
import { scenarioOf } from '../sim/testing/scenario.fixture'
import { descentEnergies, escapeMetric } from './escapeMetric'
import { Moments } from './escapeMoments'
import { escapeProblem, escapeStart } from './escapeProblem'

/** A simulation near its minimum beside the closed forms of the same data set and start. */
async function open(labelNoise: number, eta: number) {
  const scenario = scenarioOf({
    seed: 3,
    steps: 200,
    data: { n: 200, d: 6, spectrum: 'power-law', exponent: 0.3, labelNoise },
    init: { kind: 'near-minimum', scale: 1 },
    measure: { k: 6 },
    arms: [{ id: 'gd', kind: 'gd', eta }],
  })
  const simulation = await createSimulation(scenario, createReferenceBackend())
  const { n, d, X } = simulation.data
  const problem = escapeProblem(X, n, d)
  const start = escapeStart(problem, await simulation.residuals(0))
  const { names } = simulation.columns
  const row = async () => {
    const { row } = (await simulation.measure())[0]
    return (name: string) => row[names.indexOf(name)]
  }
  return { simulation, problem, start, row }
}

it.each([0, 0.5])('under gradient descent D_k and the energies are the closed form’s to 1e-6, label noise %s', async labelNoise => {
  const { problem } = await open(labelNoise, 0.1)
  const [l1, l2] = [problem.lambda[0], problem.lambda[1]]
  const eta = 4 / (l1 + l2)
  const { simulation, start, row } = await open(labelNoise, eta)
  expect(eta).toBeGreaterThan(2 / l1)
  const predicted = (t: number) => descentEnergies(problem.lambda, start.w, eta, t)
  let before = (await row())('D_1')
  const first = before
  for (let t = 1; t <= 25; t++) {
    await simulation.advance(1)
    const at = await row()
    const factor = escapeMetric(predicted(t))[0] / escapeMetric(predicted(t - 1))[0]
    expect(Math.abs(at('D_1') / before / factor - 1), `step ${t}`).toBeLessThan(1e-6)
    before = at('D_1')
    const exact = predicted(t)
    const total = exact.reduce((sum, e) => sum + e, 0)
    // Below 1e-16 of the whole an energy is the square of rounding.
    for (const [k, e] of exact.entries())
      if (e > 1e-16 * total) expect(Math.abs(at(`energy_${k + 1}`) / e - 1), `energy_${k + 1}, step ${t}`).toBeLessThan(1e-6)
  }
  expect(before).toBeLessThan(1e-3 * first)
  simulation.dispose()
})

it('gradient descent is the recursion without noise', async () => {
  const { simulation, problem, start } = await open(0, 0.8)
  const moments = new Moments(problem, start)
  for (let t = 0; t < 30; t++) moments.step({ eta: 0.8, strength: 0, shape: 'sigma' })
  const closed = descentEnergies(problem.lambda, start.w, 0.8, 30)
  for (const [k, energy] of moments.energies().entries()) expect(energy / closed[k]).toBeCloseTo(1, 12)
  simulation.dispose()
})
