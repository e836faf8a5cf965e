import { describe, expect, it } from 'vitest'
import { BACKENDS } from './backends/testing/backends.fixture'
import { createSimulation } from './simulation'
import { dense } from './testing/net.fixture'
import { scenarioOf } from './testing/scenario.fixture'

describe.each(BACKENDS)('a linear run down to rounding on the %s backend', (_, create) => {
  it('has the readings of X(w − w*), to all digits', async () => {
    const backend = await create()
    const arms = [{ id: 'gd', kind: 'gd', eta: 0.3 } as const]
    const scenario = scenarioOf({ seed: 2, steps: 3000, data: { n: 12, d: 4 }, arms, measure: { k: 4 } })
    const sim = await createSimulation(scenario, backend)
    const { n, d, X, teacher } = sim.data
    let seen = 0
    for (let step = 0; step < 3000; step += 50) {
      await sim.advance(50)
      const [{ theta }] = await sim.states()
      const [{ row }] = await sim.measure()
      const { at, first } = sim.columns
      const J = Array.from({ length: n }, (_v, i) => X.slice(i * d, (i + 1) * d))
      const r = Float64Array.from(J, x => x.reduce((s, v, j) => s + v * (theta[j] - teacher[j]), 0))
      if (!(row[at.loss] < 1e-24 && r.some(v => v !== 0))) continue
      seen++
      const wanted = dense(J, r, d)
      for (const name of ['loss', 'mu', 'alpha', 'beta', 'rel_dist'] as const)
        expect(Math.abs(row[at[name]] / wanted[name] - 1), `${name} at L = ${row[at.loss]}`).toBeLessThan(1e-9)
      expect(Math.abs(row[first.g] / wanted.g[0] - 1)).toBeLessThan(1e-9)
      expect(row[at.mu_rounding]).toBeLessThan(1e-9)
    }
    expect(seen).toBeGreaterThan(3)
    sim.dispose()
    backend.dispose()
  })
})

it('a network down to rounding shows a bound, and no ratio where that is more than half of it', async () => {
  const [{ create }] = BACKENDS.map(([, create]) => ({ create }))
  const backend = await create()
  const arms = [{ id: 'gd', kind: 'gd', eta: 0.1 } as const]
  const model = { kind: 'two-layer', m: 12, activation: 'tanh', outer: 'fixed' } as const
  const scenario = scenarioOf({
    seed: 2,
    steps: 40_000,
    model,
    data: { n: 3, d: 4 },
    init: { kind: 'gaussian', scale: 0.5 },
    arms,
    measure: { k: 3 },
  })
  const sim = await createSimulation(scenario, backend)
  const { at, first } = sim.columns
  const start = (await sim.measure())[0].row
  expect(start[at.mu_rounding]).toBeLessThan(1e-9)
  expect(start[at.mu]).toBeGreaterThan(0)
  await sim.advance(40_000)
  const end = (await sim.measure())[0].row
  expect(end[at.loss]).toBeLessThan(1e-27)
  expect(end[at.mu_rounding]).toBeGreaterThan(1e-2)
  expect(Number.isNaN(end[at.mu])).toBe(end[at.mu_rounding] > 0.5)
  // What follows from Σ goes with μ; what is of G alone stays.
  for (const of of [at.sigma_xx, at.sigma_yy, first.layer_mu]) expect(Number.isNaN(end[of])).toBe(Number.isNaN(end[at.mu]))
  expect(end[at.G_xx]).toBeGreaterThan(0)
  expect(end[first.layer_G]).toBe(1)
  sim.dispose()
  backend.dispose()
})
