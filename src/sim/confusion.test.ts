import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { checkScenario, PRESETS, type Scenario } from '../scenario'
import { createReferenceBackend } from './backends/reference'
import { addCounts } from './confusion'
import { evaluate } from './net/derivatives'
import { createSimulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'
import { misclassified } from './testSet'

const assets = { mnist: async () => new Uint8Array(await readFile('public/data/mnist.bin')) }
const digits = (model: Partial<Scenario['model']>, data: Partial<Scenario['data']>, steps = 300): Scenario => {
  const base = PRESETS.get('mlp-digits-small')!.scenario
  return checkScenario({
    ...base,
    steps,
    model: { ...base.model, hidden: [4], ...model },
    data: { ...base.data, n: 600, pixels: '7', ...data },
    arms: base.arms.map(arm => ({ ...arm, eta: 0.05, B: 4 })),
    measure: { ...base.measure, k: 2, of: 8 },
  })
}

it('counts samples by true and predicted class, of two signs and of several outputs', () => {
  const signs = new Float64Array(6)
  expect(addCounts(signs, Float64Array.of(2, -1, 0, Number.NaN, -3), Float64Array.of(1, 1, 1, -1, -1), 1)).toBe(true)
  expect([...signs]).toEqual([1, 0, 1, 1, 1, 1])
  const places = new Float64Array(12)
  // The first of equals counts; what has an entry that is no number is taken for none.
  const f = Float64Array.of(0, 5, 1, 3, 3, 1, Number.NaN, 1, 9)
  expect(addCounts(places, f, Float64Array.of(0, 1, 0, 0, 1, 0, 0, 0, 1), 3)).toBe(true)
  expect([...places]).toEqual([0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1])
  expect(addCounts(new Float64Array(6), Float64Array.of(1), Float64Array.of(0.5), 1)).toBe(false)
})

it.each([
  ['ten digits, cross-entropy', digits({ loss: 'cross-entropy' }, { task: 'ten' })],
  ['a linear model of two digits', digits({ kind: 'linear', loss: 'squared' }, { task: 'pair', n: 100 })],
])('%s: what every output says, sample by sample, agrees with the test error of the row', async (_, scenario) => {
  const sim = await createSimulation(scenario, createReferenceBackend(), assets)
  await sim.advance(40)
  const found = (await sim.confusion())!
  const states = await sim.states()
  const rows = await sim.measure()
  const { data } = sim
  const C = data.outputs
  expect(found).toMatchObject({ by: C === 1 ? 'sign' : 'place', classes: Math.max(2, C) })
  for (const [a, { theta }] of states.entries()) {
    for (const [name, set] of [
      ['train', data],
      ['test', data.test!],
    ] as const) {
      const outputs =
        sim.model.kind === 'network'
          ? evaluate(sim.model.net, theta, set.X, set.y).outputs
          : Float64Array.from({ length: set.n }, (_, i) => theta.reduce((s, w, j) => s + w * set.X[i * data.d + j], 0))
      const brute = new Map<string, number>()
      for (let i = 0; i < set.n; i++) {
        const row = [...outputs.subarray(i * C, (i + 1) * C)]
        const said = C === 1 ? Number(row[0] > 0) : row.indexOf(Math.max(...row))
        const right = C === 1 ? Number(set.y[i] > 0) : set.y.subarray(i * C, (i + 1) * C).indexOf(1)
        brute.set(`${right},${said}`, (brute.get(`${right},${said}`) ?? 0) + 1)
      }
      const counts = found.arms[a][name] ?? new Float64Array(0)
      const { classes } = found
      for (let r = 0; r < classes; r++)
        for (let c = 0; c <= classes; c++) expect(counts[r * (classes + 1) + c]).toBe(brute.get(`${r},${c}`) ?? 0)
      const right = Array.from({ length: classes }, (_, c) => counts[c * (classes + 1) + c]).reduce((s, v) => s + v, 0)
      expect(right / set.n).toBeCloseTo(1 - misclassified(outputs, set.y, C), 12)
      if (name === 'test') expect(1 - right / set.n).toBeCloseTo(rows[a].row[sim.columns.at.test_error], 12)
    }
  }
  sim.dispose()
})

it('is nothing where numbers are to be predicted, and of the test set alone where label noise blurs the classes', async () => {
  const numbers = await createSimulation(scenarioOf({ data: { n: 20, d: 3 }, steps: 3 }), createReferenceBackend())
  expect(await numbers.confusion()).toBeNull()
  numbers.dispose()
  const noisy = await createSimulation(
    digits({ kind: 'linear' }, { task: 'pair', n: 60, labelNoise: 0.2 }),
    createReferenceBackend(),
    assets,
  )
  const [arm] = (await noisy.confusion())!.arms
  expect(arm.train).toBeNull()
  expect(arm.test!.reduce((s, v) => s + v, 0)).toBe(noisy.data.test!.n)
  noisy.dispose()
})
