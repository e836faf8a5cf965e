import { afterAll, describe, it } from 'vitest'
import type { Arm, ScenarioEvent } from '../scenario'
import { BACKENDS } from './backends/testing/backends.fixture'
import { createSampler } from './sampler'
import { createSimulation } from './simulation'
import { predict, sampleGradient } from './testing/dense.fixture'
import { rowsOf } from './testing/linalg.fixture'
import { scenarioOf } from './testing/scenario.fixture'
import { Worst } from './testing/worst.fixture'

const errors = new Worst('θ against a loop written by hand', 1e-10)
afterAll(() => {
  if (process.env.REPORT_ERRORS) console.log(errors.report())
})

const STEPS = 60
const EVENTS: readonly ScenarioEvent[] = [
  { step: 0, arm: 'sgd', field: 'eta', value: 0.04 },
  { step: 12, arm: '', field: 'schedule', value: 'triangular' },
  { step: 12, arm: 'sgd', field: 'B', value: 4 },
  { step: 13, arm: 'gd', field: 'eta', value: 0.07 },
  { step: 20, arm: '', field: 'momentum', value: 0 },
  { step: 24, arm: '', field: 'momentum', value: 0.8 },
  { step: 31, arm: 'sgd', field: 'sampling', value: 'without-replacement' },
  { step: 31, arm: '', field: 'period', value: 8 },
  { step: 40, arm: 'sgd', field: 'sampling', value: 'reshuffled' },
  { step: 41, arm: 'sgd', field: 'B', value: 2 },
  { step: 50, arm: '', field: 'schedule', value: 'step' },
  { step: 50, arm: 'gd', field: 'floor', value: 0.9 },
  { step: 50, arm: 'gd', field: 'floor', value: 0.7 },
]

function handRate({ eta, schedule, period, floor }: Arm, t: number): number {
  if (schedule === 'step') return eta * floor ** Math.floor(t / period)
  if (schedule === 'triangular') {
    const phase = (t % period) / period
    return eta * (floor + (1 - floor) * (phase < 0.5 ? 2 * phase : 2 - 2 * phase))
  }
  return eta
}

describe.each(BACKENDS)('events act at exactly their step on the %s backend', (_, create) => {
  it.each([{ kind: 'linear' }, { kind: 'olm-diagonal' }, { kind: 'olm-two-layer', m: 2 }] as const)('$kind', async model => {
    const backend = await create()
    const scenario = scenarioOf({
      seed: 17,
      steps: STEPS,
      model,
      data: { n: 9, d: 4, labelNoise: 0.2 },
      arms: [
        { id: 'sgd', kind: 'sgd', eta: 0.02, B: 3, momentum: 0.5, period: 14 },
        { id: 'gd', kind: 'gd', eta: 0.05, momentum: 0.5, period: 14, floor: 0.5 },
      ],
      events: EVENTS,
    })
    const simulation = await createSimulation(scenario, backend)
    const { data } = simulation
    const rows = rowsOf(data.X, data.n, data.d)
    const sampler = createSampler(data.n, scenario.seed)
    const arms = scenario.arms.map(a => ({ ...a }) as { -readonly [K in keyof Arm]: Arm[K] })
    const thetas = (await simulation.states()).map(s => [...s.theta])
    const velocities = thetas.map(theta => theta.map(() => 0))
    const times = thetas.map(() => 0)
    let drawn = 0
    for (let t = 0; t < STEPS; t++) {
      for (const e of EVENTS)
        if (e.step === t) for (const arm of arms) if (e.arm === '' || e.arm === arm.id) Object.assign(arm, { [e.field]: e.value })
      arms.forEach((arm, a) => {
        const theta = thetas[a]
        const batch = arm.kind === 'gd' ? rows.map((_r, i) => i) : [...sampler(arm.sampling, 1, arm.B, t, drawn)]
        if (arm.kind === 'sgd') drawn += arm.B
        const g = theta.map(() => 0)
        for (const i of batch) {
          const r = predict(model, theta, rows[i]) - data.y[i]
          for (const [j, v] of sampleGradient(model, theta, rows[i]).entries()) g[j] += (r * v) / batch.length
        }
        // Without momentum nothing of the past is kept, so that switching it on again starts afresh.
        velocities[a] = velocities[a].map((v, j) => (arm.momentum > 0 ? arm.momentum * v + g[j] : 0))
        const step = arm.momentum > 0 ? velocities[a] : g
        times[a] += handRate(arm, t)
        thetas[a] = theta.map((v, j) => v - handRate(arm, t) * step[j])
      })
      await simulation.advance(1)
      for (const [a, { theta }] of (await simulation.states()).entries())
        for (const [j, v] of theta.entries()) errors.check(`θ/arm ${a}, step ${t}`, v, thetas[a][j], 1)
    }
    for (const [a, { row }] of (await simulation.measure()).entries()) errors.check('Σ η', row[simulation.columns.at.time], times[a], 1)
    simulation.dispose()
    backend.dispose()
  })
})
