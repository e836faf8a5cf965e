import { describe, expect, it } from 'vitest'
import { changeOf, ScenarioError, type ScenarioEvent } from '../scenario'
import { createReferenceBackend } from './backends/reference'
import { BACKENDS } from './backends/testing/backends.fixture'
import type { Backend } from './backends/types'
import { createSimulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'

const plan = (events: readonly ScenarioEvent[] = []) =>
  scenarioOf({
    seed: 6,
    steps: 40,
    data: { n: 12, d: 4, labelNoise: 0.3 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, B: 2 },
      { id: 'gd', kind: 'gd', eta: 0.1 },
    ],
    events,
  })
/** A change in flight: its own step does not matter. */
const now = (field: ScenarioEvent['field'], value: number | string, arm = ''): ScenarioEvent => ({
  step: -1,
  ...changeOf(arm, field, value),
})

describe.each(BACKENDS)('a simulation on the %s backend', (_, create) => {
  it('records a change at the present step; replaying the resulting scenario gives the same fingerprint', async () => {
    const backend = await create()
    const live = await createSimulation(plan(), backend)
    await live.change(now('momentum', 0.3, 'gd'))
    await live.advance(15)
    await live.change(now('eta', 0.2))
    await live.change(now('B', 6, 'sgd'))
    await live.change(now('B', 5, 'sgd'))
    await live.advance(7)
    await live.change(now('sampling', 'reshuffled', 'sgd'))
    await live.advance(100)
    expect(live.scenario.events).toEqual([
      { step: 0, arm: 'gd', field: 'momentum', value: 0.3 },
      { step: 15, arm: '', field: 'eta', value: 0.2 },
      { step: 15, arm: 'sgd', field: 'B', value: 5 },
      { step: 22, arm: 'sgd', field: 'sampling', value: 'reshuffled' },
    ])
    const replay = await createSimulation(JSON.parse(JSON.stringify(live.scenario)), backend)
    await replay.advance(40)
    expect(await replay.fingerprint()).toBe(await live.fingerprint())
    const plain = await createSimulation(plan(), backend)
    await plain.advance(40)
    expect(await plain.fingerprint()).not.toBe(await live.fingerprint())
    for (const s of [live, replay, plain]) s.dispose()
    backend.dispose()
  })

  it('a change after going back replaces what lay ahead', async () => {
    const backend = await create()
    const live = await createSimulation(plan(), backend)
    await live.advance(10)
    const snapshot = await live.snapshot()
    await live.advance(10)
    await live.change(now('eta', 0.3))
    await live.restore(snapshot)
    await live.change(now('eta', 0.02))
    await live.advance(30)
    expect(live.scenario.events).toEqual([{ step: 10, arm: '', field: 'eta', value: 0.02 }])
    const replay = await createSimulation(live.scenario, backend)
    await replay.advance(40)
    expect(await replay.fingerprint()).toBe(await live.fingerprint())
    for (const s of [live, replay]) s.dispose()
    backend.dispose()
  })

  it('a change that cannot be throws a ScenarioError and changes nothing', async () => {
    const backend = await create()
    const live = await createSimulation(plan([{ step: 5, arm: '', field: 'eta', value: 0.07 }]), backend)
    const untouched = await createSimulation(live.scenario, backend)
    await live.advance(8)
    const { scenario } = live
    const before = JSON.stringify(scenario)
    const wrong = [
      now('eta', 0),
      now('eta', -1),
      now('eta', 1e9),
      now('eta', Number.NaN),
      now('eta', Number.POSITIVE_INFINITY),
      now('eta', 'fast'),
      now('B', 13, 'sgd'),
      now('B', 13),
      now('B', 0, 'sgd'),
      now('B', 1.5, 'sgd'),
      now('B', 3, 'gd'),
      now('sampling', 'reshuffled', 'gd'),
      now('sampling', 'sometimes', 'sgd'),
      now('momentum', 1),
      now('period', 0),
      now('floor', 2),
      now('eta', 0.1, 'nobody'),
    ]
    for (const event of wrong) {
      await expect(live.change(event), JSON.stringify(event)).rejects.toThrow(ScenarioError)
      expect(live.scenario).toBe(scenario)
    }
    expect(JSON.stringify(live.scenario)).toBe(before)
    await live.advance(40)
    await untouched.advance(40)
    expect(await live.fingerprint()).toBe(await untouched.fingerprint())
    for (const s of [live, untouched]) s.dispose()
    backend.dispose()
  })

  it('never passes scenario.steps, also when these change', async () => {
    const backend = await create()
    const simulation = await createSimulation(plan(), backend)
    expect(await simulation.advance(39)).toBe(39)
    expect(await simulation.advance(5)).toBe(1)
    expect(await simulation.advance(5)).toBe(0)
    expect(simulation.step).toBe(40)
    await simulation.adopt({ ...simulation.scenario, steps: 43 })
    expect(await simulation.advance(5)).toBe(3)
    await simulation.adopt({ ...simulation.scenario, steps: 20 })
    expect(await simulation.advance(5)).toBe(0)
    expect(simulation.step).toBe(43)
    simulation.dispose()
    backend.dispose()
  })

  it('measures without moving, and measuring leaves no trace in the run', async () => {
    const backend = await create()
    const looked = await createSimulation(plan(), backend)
    const blind = await createSimulation(plan(), backend)
    for (let t = 0; t < 40; t++) {
      const [first, second] = [await looked.measure(), await looked.measure()]
      expect(second.map(r => [...r.row])).toEqual(first.map(r => [...r.row]))
      const { at } = looked.columns
      expect(first.map(r => [r.arm, r.row[at.step], r.row[at.batch_size], r.row[at.lr]])).toEqual([
        ['sgd', t, 2, 0.05],
        ['gd', t, 12, 0.1],
      ])
      await looked.advance(1)
    }
    await blind.advance(40)
    expect(await looked.fingerprint()).toBe(await blind.fingerprint())
    for (const s of [looked, blind]) s.dispose()
    backend.dispose()
  })

  it('tells the last minibatch', async () => {
    const backend = await create()
    const simulation = await createSimulation(plan(), backend)
    expect([...simulation.lastBatch(0)]).toEqual([])
    await simulation.advance(7)
    const before = (await simulation.snapshot()).arms[0]
    await simulation.advance(1)
    const batch = simulation.lastBatch(0)
    expect(batch.length).toBe(2)
    expect([...simulation.lastBatch(1)]).toEqual([])
    const { X, y, d } = simulation.data
    const by = before.theta.slice()
    for (const i of batch) {
      const x = X.subarray(i * d, (i + 1) * d)
      const r = x.reduce((s, v, j) => s + v * before.theta[j], 0) - y[i]
      for (let j = 0; j < d; j++) by[j] -= (0.05 / 2) * r * x[j]
    }
    const { theta } = (await simulation.states())[0]
    for (let j = 0; j < d; j++) expect(theta[j]).toBeCloseTo(by[j], 14)
    simulation.dispose()
    backend.dispose()
  })

  it('frees its engine; later calls reject', async () => {
    const backend = await create()
    const simulation = await createSimulation(plan(), backend)
    const snapshot = await simulation.snapshot()
    expect(simulation.usage().bytes).toBeGreaterThan(0)
    simulation.dispose()
    expect(simulation.usage().bytes).toBe(0)
    for (const call of [
      () => simulation.advance(1),
      () => simulation.measure(),
      () => simulation.states(),
      () => simulation.snapshot(),
      () => simulation.restore(snapshot),
      () => simulation.residuals(0),
      () => simulation.gram(0),
      () => simulation.fingerprint(),
    ])
      await expect(call()).rejects.toThrow(/disposed/)
    simulation.dispose()
    backend.dispose()
    await expect(
      (async () => backend.open({ n: 1, d: 1, X: Float64Array.of(1), y: Float64Array.of(1), model: { kind: 'linear' } }))(),
    ).rejects.toThrow(/disposed/)
  })
})

it('an arm that is set back is written to its engine once, not first where it followed another run', async () => {
  const writes: Float64Array[] = []
  const plain = createReferenceBackend()
  const backend: Backend = {
    ...plain,
    open: async problem => {
      const engine = await plain.open(problem)
      const write = engine.writeState.bind(engine)
      engine.writeState = (arm, state) => {
        writes.push(state.theta.slice())
        return write(arm, state)
      }
      return engine
    },
  }
  const [run, other] = [await createSimulation(plan(), createReferenceBackend()), await createSimulation(plan(), backend)]
  await run.advance(7)
  const snapshot = await run.snapshot()
  await run.advance(3)
  await other.follow(run.scenario, await run.sight())
  writes.length = 0
  await other.restore(snapshot)
  expect(writes).toEqual(snapshot.arms.map(arm => arm.theta))
  expect(await other.thetas()).toEqual(writes)
  for (const s of [run, other]) s.dispose()
})

it('a simulation that follows another one gives back where that stood before, but for θ_0; a plane that it laid there stays', async () => {
  const scenario = { ...plan(), view: { ...plan().view, laid: 'now' as const } }
  const [run, other] = [
    await createSimulation(scenario, createReferenceBackend()),
    await createSimulation(scenario, createReferenceBackend()),
  ]
  const start = await run.sight()
  await other.follow(scenario, start)
  await run.advance(3)
  const seen = await run.sight()
  await other.follow(scenario, seen)
  const at = await run.thetas()
  const plane = await other.planes.layAnew()
  expect(plane.anchor).toEqual(at[0])
  await run.advance(3)
  await other.follow(scenario, await run.sight())
  const given = 'transfer' in ArrayBuffer.prototype ? 0 : run.theta0.length
  expect(seen.arms.map(({ theta }) => theta.length)).toEqual(seen.arms.map(() => given))
  expect(other.theta0).toEqual(run.theta0)
  expect(plane.anchor).toEqual(at[0])
  expect(await other.thetas()).toEqual(await run.thetas())
  for (const s of [run, other]) s.dispose()
})

it('a simulation that cannot be set up leaves no engine behind', async () => {
  const backend = createReferenceBackend()
  let disposed = 0
  const failing: Backend = {
    ...backend,
    async open(problem) {
      const engine = await backend.open(problem)
      const dispose = engine.dispose.bind(engine)
      engine.moment = () => Promise.reject(new Error('out of memory'))
      engine.dispose = () => {
        disposed++
        dispose()
      }
      return engine
    },
  }
  await expect(createSimulation(plan(), failing)).rejects.toThrow('out of memory')
  expect(disposed).toBe(1)
})
