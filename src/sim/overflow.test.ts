import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { checkScenario, PRESETS, type Scenario } from '../scenario'
import { createWasmBackend } from './backends/wasm/index'
import { createSimulation } from './simulation'

const assets = { mnist: async () => new Uint8Array(await readFile('public/data/mnist.bin')) }

/** A calm arm beside gradient descent at an η that no net survives, on ten digits. */
function violent(model: Partial<Scenario['model']>, rest: { n?: number; eta?: number; measure?: Partial<Scenario['measure']> } = {}) {
  const base = PRESETS.get('mlp-digits-small')!.scenario
  const [calm, wild] = base.arms
  return checkScenario({
    ...base,
    steps: 100,
    model: { ...base.model, hidden: [4, 4], activation: 'relu', ...model },
    data: { ...base.data, n: rest.n ?? 40, pixels: '7', task: 'ten' },
    arms: [
      { ...calm!, eta: 0.001, B: 4 },
      { ...wild!, eta: rest.eta ?? 100 },
    ],
    measure: { ...base.measure, k: 12, hessian: 0, ...rest.measure },
  })
}

const CASES: readonly (readonly [string, Scenario])[] = [
  ['squared loss', violent({})],
  ['squared loss with λ(H)', violent({}, { measure: { hessian: 2 } })],
  ['squared loss with H in place of G', violent({}, { n: 12, measure: { curvature: 'H' } })],
  ['cross-entropy', violent({ loss: 'cross-entropy', activation: 'quadratic' })],
  ['cross-entropy with λ(H)', violent({ loss: 'cross-entropy', activation: 'quadratic' }, { n: 20, measure: { hessian: 2 } })],
  ['two quadratic layers', violent({ kind: 'two-layer', m: 5, activation: 'quadratic' })],
]

it.each(CASES)('a net that overflows diverges at a step, and the arm beside it goes on: %s', async (_, scenario) => {
  const backend = await createWasmBackend()
  const simulation = await createSimulation(scenario, backend, assets)
  const { at } = simulation.columns
  for (const step of [1, 2, 3, 4, 5, 6, 8, 10, 20, 50, 100]) {
    await simulation.advance(step - simulation.step)
    const [calm, wild] = await simulation.measure()
    expect(Number.isFinite(calm!.row[at.mu])).toBe(true)
    expect(wild!.row[at.step]).toBe(simulation.divergences[1]?.step ?? step)
  }
  expect(simulation.divergences[0]).toBeNull()
  expect(simulation.divergences[1]).not.toBeNull()
  const [calm, wild] = await simulation.states()
  expect(wild!.theta.every(Number.isFinite)).toBe(true)
  simulation.dispose()

  const alone = await createSimulation({ ...scenario, arms: [scenario.arms[0]] }, backend, assets)
  await alone.advance(100)
  expect((await alone.states())[0].theta).toEqual(calm!.theta)
  alone.dispose()
  backend.dispose()
})
