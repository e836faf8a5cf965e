import { describe, expect, it } from 'vitest'
import { ARM_KINDS, type Arm, isPlain, keptPart, type ModelKind, type Scenario, type ScenarioEvent } from '../scenario'
import { BACKENDS } from './backends/testing/backends.fixture'
import { createSimulation, type Simulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'

const MODELS: readonly ModelKind[] = ['linear', 'olm-diagonal', 'olm-two-layer', 'two-layer', 'valley']
/** Those that keep a part of their gradients have tests of their own (`noise/project.test.ts`). */
const KINDS = ARM_KINDS.filter(kind => !isPlain({ kind }) && !keptPart({ kind }))
const EVENTS: readonly ScenarioEvent[] = [
  { step: 8, arm: '', field: 'eta', value: 0.002 },
  { step: 13, arm: 'adam', field: 'beta1', value: 0.5 },
  { step: 13, arm: 'rmsprop', field: 'momentum', value: 0 },
  { step: 19, arm: 'rmsprop', field: 'momentum', value: 0.8 },
  { step: 21, arm: 'nesterov', field: 'B', value: 5 },
]

function plan(kind: ModelKind, more: Partial<Arm> = {}): Scenario {
  const arms = KINDS.map(arm => ({ id: arm, kind: arm, eta: 0.004, B: 3, momentum: 0.6, sampling: 'reshuffled' as const, ...more }))
  return scenarioOf({
    seed: 5,
    steps: 30,
    model: { kind, m: 2 },
    data: { n: 7, d: kind === 'valley' ? 2 : 5, labelNoise: 0.1 },
    arms,
    events: EVENTS,
  })
}

/** All that a run's future depends on, as text. */
async function traceOf(simulation: Simulation): Promise<string> {
  const { arms } = await simulation.snapshot()
  return JSON.stringify(arms.map(({ theta, state, drawn }) => [[...theta], Object.entries(state).map(([name, v]) => [name, ...v]), drawn]))
}

describe.each(BACKENDS)('on the %s backend', (_, create) => {
  it.each(MODELS)('all kinds on %s replay from a snapshot, and step by step, to the same bits', async model => {
    const backend = await create()
    const scenario = plan(model)
    const single = await createSimulation(scenario, backend)
    const snapshots = []
    const traces = []
    for (let t = 0; t <= scenario.steps; t++) {
      snapshots.push(await single.snapshot())
      traces.push(await traceOf(single))
      await single.advance(1)
    }
    expect(new Set(traces).size).toBe(scenario.steps + 1)
    const whole = await createSimulation(scenario, backend)
    await whole.advance(scenario.steps)
    expect(await traceOf(whole)).toBe(traces.at(-1))
    for (const from of [10, 0, 16, 27]) {
      await whole.restore(snapshots[from])
      await whole.advance(scenario.steps)
      expect(await traceOf(whole)).toBe(traces.at(-1))
    }
    single.dispose()
    whole.dispose()
    backend.dispose()
  })

  it('a momentum switched off and on again starts afresh', async () => {
    const backend = await create()
    const simulation = await createSimulation(plan('linear'), backend)
    const velocity = async () => (await simulation.states())[KINDS.indexOf('rmsprop')].state.velocity
    await simulation.advance(13)
    expect((await velocity()).every(v => v === 0)).toBe(false)
    await simulation.advance(1)
    expect((await velocity()).every(v => v === 0)).toBe(true)
    simulation.dispose()
    backend.dispose()
  })

  it('takes synthetic noise through its rule as it takes that of minibatches', async () => {
    const backend = await create()
    const [quiet, noisy] = await Promise.all(
      (['none', 'isotropic'] as const).map(noise => createSimulation({ ...plan('linear', { noise }), events: [] }, backend)),
    )
    await quiet.advance(1)
    await noisy.advance(1)
    const sign = KINDS.indexOf('signsgd')
    const [start] = (await createSimulation(plan('linear'), backend).then(s => s.states())).map(s => s.theta)
    const [a, b] = [(await quiet.states())[sign].theta, (await noisy.states())[sign].theta]
    // One step along the sign of some gradient moves every entry by η.
    for (const theta of [a, b]) for (const [j, v] of theta.entries()) expect(Math.abs(v - start[j])).toBeCloseTo(0.004, 12)
    quiet.dispose()
    noisy.dispose()
    backend.dispose()
  })
})

it('rows speak of the raw gradients: μ and g as ever, no share of the noise in a step that is none of SGD', async () => {
  const backend = await BACKENDS[0][1]()
  const arms = [...KINDS, 'sgd' as const].map(kind => ({ id: kind, kind, eta: 0.01, B: 2 }))
  const read = async (some: typeof arms) => {
    const simulation = await createSimulation(scenarioOf({ data: { n: 9, d: 4 }, arms: some }), backend)
    const { at } = simulation.columns
    const rows = (await simulation.measure()).map(({ row }) => [row[at.mu], row[at.noise_share]])
    simulation.dispose()
    return rows
  }
  const rows = await read(arms.slice(0, 4))
  const [[mu, share]] = await read(arms.slice(4))
  expect(share).toBeGreaterThan(0)
  for (const row of rows) expect(row).toEqual([mu, Number.NaN])
  backend.dispose()
})
