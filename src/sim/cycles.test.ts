import { describe, expect, it } from 'vitest'
import { createReferenceBackend } from './backends/reference'
import { runCycles } from './cycleRun'
import { cycleEnds, type Probe, passage } from './cycles'
import { createSimulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'

/** L(x, y) = (x² − 1)² + y²/2: two wells at x = ±1 with a barrier of 1 between them; x is the sharp direction there. */
const wells: Probe = {
  lossAt: ([x = 0, y = 0]) => (x * x - 1) * (x * x - 1) + (y * y) / 2,
  directionsAt: async (_, k) => [Float64Array.of(1, 0), Float64Array.of(0, 1)].slice(0, k),
}

describe('the passage between two points', () => {
  it('has the height of the wall between two wells, and none within one', async () => {
    const across = await passage(wells, Float64Array.of(-1, 0), Float64Array.of(1, 0), 1)
    expect(across.barrier).toBe(1)
    expect(across.profile[16]).toBe(1)
    expect([across.profile[0], across.profile.at(-1)]).toEqual([0, 0])
    const down = await passage(wells, Float64Array.of(1, 3), Float64Array.of(1, 0), 1)
    expect(down.barrier).toBe(0)
  })

  it('splits the displacement at the span of the sharp directions', async () => {
    const { distance, sharp, flat } = await passage(wells, Float64Array.of(1, 1), Float64Array.of(4, -3), 1)
    expect([distance, sharp, flat]).toEqual([5, 3, 4])
    const all = await passage(wells, Float64Array.of(1, 1), Float64Array.of(4, -3), 2)
    expect([all.sharp, all.flat]).toEqual([5, 0])
  })
})

it('cycles end every period', () => {
  expect(cycleEnds(30, 100)).toEqual([30, 60, 90])
  expect(cycleEnds(50, 100)).toEqual([50, 100])
  expect(cycleEnds(101, 100)).toEqual([])
})

it('a run is read where its cycles end, and the passages lead from one to the next', async () => {
  const scenario = scenarioOf({
    seed: 3,
    steps: 70,
    model: { kind: 'two-layer', m: 6, activation: 'tanh' },
    data: { n: 20, d: 4, teacher: 'tanh-units' },
    init: { kind: 'gaussian', scale: 1 },
    arms: [{ id: 'sgd', kind: 'sgd', eta: 0.3, B: 4, schedule: 'triangular', period: 30, floor: 0.1 }],
  })
  const backend = await createReferenceBackend()
  const sim = await createSimulation(scenario, backend)
  const { columns, ends } = await runCycles(sim, 30, 3, () => {})
  expect(ends.map(e => [e.cycle, e.step, e.row[columns.at.step]])).toEqual([
    [0, 0, 0],
    [1, 30, 30],
    [2, 60, 60],
  ])
  const again = await createSimulation(scenario, backend)
  const thetas: Float64Array[] = []
  for (const _ of ends) {
    thetas.push((await again.states())[0].theta.slice())
    await again.advance(30)
  }
  for (const [i, { passage: between, row }] of ends.entries()) {
    expect(again.probe.lossAt(thetas[i])).toBeCloseTo(row[columns.at.loss], 14)
    if (!between) continue
    const gap = thetas[i].map((v, j) => v - thetas[i - 1][j])
    const size = Math.sqrt(gap.reduce((s, v) => s + v * v, 0))
    expect(between.distance).toBeCloseTo(size, 13)
    expect(Math.hypot(between.sharp, between.flat)).toBeCloseTo(size, 12)
    // The sharp part once more, as the sum of squares along the directions.
    const directions = await again.probe.directionsAt(thetas[i - 1], 3)
    for (const [a, v] of directions.entries())
      for (const [b, w] of directions.entries()) expect(v.reduce((s, x, j) => s + x * w[j], 0)).toBeCloseTo(a === b ? 1 : 0, 10)
    const inside = Math.sqrt(directions.reduce((s, v) => s + v.reduce((t, x, j) => t + x * gap[j], 0) ** 2, 0))
    expect(between.sharp).toBeCloseTo(inside, 10)
    expect(between.profile[0]).toBeCloseTo(again.probe.lossAt(thetas[i - 1]), 14)
    expect(between.profile.at(-1)).toBeCloseTo(again.probe.lossAt(thetas[i]), 14)
  }
})
