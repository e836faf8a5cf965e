import { afterAll, describe, expect, it } from 'vitest'
import { eigh, FULL_SIDE } from '../../lib/eigen'
import { BACKENDS } from '../backends/testing/backends.fixture'
import { createSimulation } from '../simulation'
import { scenarioOf } from '../testing/scenario.fixture'
import { Worst } from '../testing/worst.fixture'
import { rankOf } from './geometry'
import { noiseForm } from './noise'

const errors = new Worst('leading directions by Lanczos against the whole spectrum', 1e-10)
afterAll(() => {
  if (process.env.REPORT_ERRORS) console.log(errors.report())
})

describe.each(BACKENDS)('a side too large to be decomposed whole, on the %s backend', (_, create) => {
  it.each([
    ['gram', 260, 280],
    ['moments', 280, 260],
  ] as const)('%s: λ_k and g_k are those of the whole decomposition, D_k is left open', async (side, n, d) => {
    expect(Math.min(n, d)).toBeGreaterThan(FULL_SIDE)
    const backend = await create()
    const scenario = scenarioOf({ data: { n, d, spectrum: 'power-law', exponent: 1.2, labelNoise: 0.1 }, measure: { k: 12 } })
    const simulation = await createSimulation(scenario, backend)
    const geometry = await simulation.geometry(0)
    expect([geometry.side, geometry.lambda.length]).toEqual([side, 12])
    const r = await simulation.residuals(0)
    const whole = eigh(await simulation.gram(0), n)
    const { row } = (await simulation.measure())[0]
    const { first } = simulation.columns
    const twoL = r.reduce((s, v) => s + v * v, 0) / n
    for (let k = 0; k < 12; k++) {
      errors.check('lambda', row[first.lambda + k], whole.values[k] / n)
      const image = whole.vectors.subarray(k * n, (k + 1) * n).map(u => u * Math.sqrt(whole.values[k]))
      errors.check('g', row[first.g + k], noiseForm(r, image, image, true) / ((twoL * whole.values[k]) / n))
      expect(row[first.D + k]).toBeNaN()
    }
    simulation.dispose()
    backend.dispose()
  })
})

it('rank leaves out what rounding made', () => {
  expect(rankOf(Float64Array.of(3, 1, 1e-17, -1e-18))).toBe(2)
  expect(rankOf(Float64Array.of(0, 0))).toBe(0)
  expect(rankOf(new Float64Array(0))).toBe(0)
  expect(rankOf(Float64Array.of(1, 1e-12))).toBe(2)
})
