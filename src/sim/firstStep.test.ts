import { expect, it } from 'vitest'
import { type Scenario, ScenarioError } from '../scenario'
import { createReferenceBackend } from './backends/reference'
import { createSimulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'

const wild = (eta: number, ids: readonly string[], scale = 10): Scenario =>
  scenarioOf({
    steps: 3,
    model: { kind: 'mlp', hidden: [4, 4, 4, 4, 4], activation: 'quadratic' },
    data: { n: 6, d: 3 },
    init: { kind: 'gaussian', scale },
    arms: ids.map(id => ({ id, kind: 'gd', eta })),
  })

async function limitOf(scenario: Scenario): Promise<ScenarioError> {
  const error = await createSimulation(scenario, createReferenceBackend()).then(
    () => null,
    e => e,
  )
  expect(error).toBeInstanceOf(ScenarioError)
  return error
}

it('refuses an η whose first step diverges before anything starts, and names the largest that does not', async () => {
  const error = await limitOf(wild(1000, ['gd']))
  expect([error.field, error.found]).toEqual(['eta', '1000'])
  const limit = Number(/at most (\S+):/.exec(error.allowed)![1])
  const simulation = await createSimulation(wild(limit, ['gd']), createReferenceBackend())
  await simulation.advance(1)
  expect(simulation.divergences).toEqual([null])
  simulation.dispose()
  await limitOf(wild(limit * 1.2, ['gd']))
  expect((await limitOf(wild(1000, ['a', 'b']))).field).toBe('a.eta')
  expect((await limitOf(wild(1, ['gd'], 20))).allowed).toMatch(/none from this start/)
})

it('leaves a run that can start as it was', async () => {
  const scenario = scenarioOf({ steps: 20, arms: [{ id: 'sgd', kind: 'sgd', eta: 0.05, B: 3, sampling: 'reshuffled', momentum: 0.5 }] })
  const simulation = await createSimulation(scenario, createReferenceBackend())
  const snapshot = await simulation.snapshot()
  expect([snapshot.arms[0].drawn, snapshot.step, Math.max(...snapshot.arms[0].state.velocity.map(Math.abs))]).toEqual([0, 0, 0])
  simulation.dispose()
})
