import { describe, expect, it } from 'vitest'
import type { ModelKind, Sampling, Scenario, ScenarioEvent, ScheduleKind } from '../scenario'
import { BACKENDS } from './backends/testing/backends.fixture'
import { createSimulation, type Simulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'

const MODELS: readonly ModelKind[] = ['linear', 'olm-diagonal', 'olm-two-layer']
const SAMPLINGS: readonly Sampling[] = ['with-replacement', 'without-replacement', 'reshuffled']
const SCHEDULES: readonly ScheduleKind[] = ['constant', 'step', 'cosine', 'triangular']
const EVENTS: readonly ScenarioEvent[] = [
  { step: 9, arm: '', field: 'eta', value: 0.05 },
  { step: 9, arm: 'sgd', field: 'B', value: 5 },
  { step: 17, arm: 'sgd', field: 'sampling', value: 'reshuffled' },
  { step: 21, arm: '', field: 'momentum', value: 0 },
  { step: 26, arm: 'gd', field: 'momentum', value: 0.7 },
  { step: 26, arm: '', field: 'schedule', value: 'cosine' },
  { step: 27, arm: 'sgd', field: 'bschedule', value: 'triangular' },
  { step: 27, arm: 'sgd', field: 'bperiod', value: 5 },
  { step: 31, arm: '', field: 'curve', value: [30, 1, 33, 0.5, 40, 2] },
  { step: 31, arm: '', field: 'schedule', value: 'drawn' },
]

const CASES = MODELS.flatMap(model => SAMPLINGS.flatMap(sampling => SCHEDULES.map(schedule => [model, sampling, schedule] as const)))

function scenario(
  kind: ModelKind,
  sampling: Sampling,
  schedule: ScheduleKind,
  momentum: number,
  events: readonly ScenarioEvent[],
): Scenario {
  const common = { momentum, schedule, period: 11, floor: 0.2, eta: 0.03 } as const
  return scenarioOf({
    seed: 13,
    steps: 36,
    model: { kind, m: 2 },
    data: { n: 7, d: 5, labelNoise: 0.1 },
    arms: [
      { id: 'sgd', kind: 'sgd', B: 3, sampling, ...common },
      { id: 'gd', kind: 'gd', ...common },
    ],
    events,
  })
}

/** Hash of θ, and every other trace of the past that the future could depend on. */
async function traceOf(simulation: Simulation): Promise<string> {
  const { arms } = await simulation.snapshot()
  const rest = arms.map(({ state, drawn, divergence }) => [[...state.velocity], drawn, divergence])
  return `${await simulation.fingerprint()} ${JSON.stringify(rest)} ${simulation.lastBatch(0)}`
}

describe.each(BACKENDS)('on the %s backend', (_, create) => {
  it.each(CASES)('replay from any snapshot, and step by step, gives the same bits: %s, %s, %s', async (model, sampling, schedule) => {
    const backend = await create()
    for (const momentum of [0, 0.6])
      for (const events of [[], EVENTS]) {
        const plan = scenario(model, sampling, schedule, momentum, events)
        const single = await createSimulation(plan, backend)
        const snapshots = [await single.snapshot()]
        const traces = [await traceOf(single)]
        for (let t = 0; t < plan.steps; t++) {
          expect(await single.advance(1)).toBe(1)
          snapshots.push(await single.snapshot())
          traces.push(await traceOf(single))
        }
        expect(new Set(traces).size).toBe(plan.steps + 1)
        const whole = await createSimulation(plan, backend)
        expect(await whole.advance(plan.steps)).toBe(plan.steps)
        expect(await traceOf(whole)).toBe(traces[plan.steps])
        for (const from of [30, 0, 9, 16, 21, 35]) {
          await whole.restore(snapshots[from])
          expect(await traceOf(whole)).toBe(traces[from])
          await whole.advance(2)
          expect(await traceOf(whole)).toBe(traces[Math.min(from + 2, plan.steps)])
          await whole.advance(1000)
          expect(await traceOf(whole)).toBe(traces[plan.steps])
        }
        single.dispose()
        whole.dispose()
      }
    backend.dispose()
  })

  it('a long run is the same bits in odd pieces, past the size of one chunk', async () => {
    const backend = await create()
    const plan = scenarioOf({
      seed: 3,
      steps: 9001,
      data: { n: 40, d: 3, labelNoise: 0.2 },
      arms: [
        { id: 'a', kind: 'sgd', eta: 0.01, B: 39, sampling: 'without-replacement' },
        { id: 'b', kind: 'sgd', eta: 0.01, B: 7, sampling: 'reshuffled', momentum: 0.5 },
      ],
      events: [{ step: 4500, arm: 'b', field: 'B', value: 11 }],
    })
    const whole = await createSimulation(plan, backend)
    await whole.advance(plan.steps)
    const pieces = await createSimulation(plan, backend)
    for (let size = 1; pieces.step < plan.steps; size = 2 * size + 1) await pieces.advance(size)
    expect(await traceOf(pieces)).toBe(await traceOf(whole))
    whole.dispose()
    pieces.dispose()
    backend.dispose()
  })
})
