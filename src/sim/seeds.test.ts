import { describe, expect, it } from 'vitest'
import { createBackend } from './backends/create'
import { readSeed } from './seeds'
import { createSimulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'

const arms = [
  { id: 'sgd', kind: 'sgd', eta: 0.1, B: 2 },
  { id: 'gd', kind: 'gd', eta: 0.1 },
] as const

describe('a run under a seed', () => {
  it.each([{ kind: 'linear' }, { kind: 'two-layer', m: 4 }] as const)('has the rows of that run at its steps: $kind', async model => {
    const scenario = scenarioOf({ seed: 8, steps: 40, model, data: { n: 12, d: 3 }, init: { kind: 'gaussian', scale: 1 }, arms })
    const backend = await createBackend('wasm')
    const sim = await createSimulation(scenario, backend)
    let heard = 0
    const { seed, arms: read } = await readSeed(sim, [0, 7, 40], done => (heard = done))
    expect([seed, heard]).toEqual([8, 3])
    const other = await createSimulation(scenario, backend)
    for (const [i, step] of [0, 7, 40].entries()) {
      await other.advance(step - other.step)
      const { at, first } = other.columns
      for (const [a, { row }] of (await other.measure()).entries())
        expect([read[a].loss[i], read[a].mu[i], read[a].lambda_1[i]]).toEqual([row[at.loss], row[at.mu], row[first.lambda]])
    }
    for (const one of [sim, other]) one.dispose()
    backend.dispose()
  })

  it('knows nothing of an arm after it has diverged', async () => {
    const events = [{ step: 3, arm: 'gd', field: 'eta', value: 900 }] as const
    const scenario = scenarioOf({ steps: 400, data: { n: 12, d: 3 }, init: { kind: 'gaussian', scale: 1 }, arms, events })
    const backend = await createBackend('wasm')
    const sim = await createSimulation(scenario, backend)
    const { arms: read } = await readSeed(sim, [0, 3, 300, 400], () => {})
    expect([...read[1].loss].map(Number.isFinite)).toEqual([true, true, false, false])
    expect([...read[0].loss].every(Number.isFinite)).toBe(true)
    sim.dispose()
    backend.dispose()
  })
})
