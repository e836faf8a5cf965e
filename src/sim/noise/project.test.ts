import { describe, expect, it } from 'vitest'
import { eigh } from '../../lib/eigen'
import { dot } from '../../lib/matrix'
import { armAt, type ModelSettings, type Scenario } from '../../scenario'
import { BACKENDS } from '../backends/testing/backends.fixture'
import { createSimulation, type Simulation } from '../simulation'
import { denseOf } from '../spectrum/curvatures'
import { scenarioOf } from '../testing/scenario.fixture'
import { keepPart } from './project'

const [, create] = BACKENDS[0]
const backend = await create()

const both = (model: Partial<ModelSettings>, more: object = {}): Scenario =>
  scenarioOf({
    seed: 6,
    steps: 20,
    model,
    data: { n: 9, d: 4, labelNoise: 0.3 },
    init: { kind: 'gaussian', scale: 0.7 },
    arms: (['dominant', 'bulk'] as const).map(kind => ({ id: kind, kind, eta: 0.05, B: 3, rank: 2, refresh: 3, ...more })),
  })

/** The k leading eigenvectors of G, written out from products. */
async function leading(sim: Simulation, theta: Float64Array, k: number): Promise<Float64Array[]> {
  const { G, p } = (await sim.probe.curvatures(theta))!
  const { vectors } = eigh(denseOf(G, p), p)
  return Array.from({ length: k }, (_, l) => vectors.slice(l * p, (l + 1) * p))
}

describe('an arm that keeps a part of its gradients', () => {
  it.each([
    ['a linear model', { kind: 'linear' }],
    ['a model through its products', { kind: 'olm-two-layer', m: 2 }],
    ['a network', { kind: 'mlp', hidden: [3], activation: 'tanh' }],
  ] as [string, Partial<ModelSettings>][])('steps along the directions of the last look alone, or beside them: %s', async (_, model) => {
    const scenario = both(model)
    const sim = await createSimulation(scenario, backend)
    let looked: Float64Array[][] = []
    for (let step = 0; step < 8; step++) {
      const before = (await sim.states()).map(({ theta }) => theta.slice())
      if (step % 3 === 0) looked = await Promise.all(before.map(theta => leading(sim, theta, 2)))
      await sim.advance(1)
      const after = (await sim.states()).map(({ theta }) => theta)
      for (const [a, arm] of scenario.arms.entries()) {
        const { sampleGradient } = (await sim.probe.curvatures(before[a]))!
        const rows = sim.lastBatch(a)
        expect(rows).toHaveLength(3)
        const g = new Float64Array(before[a].length)
        for (const i of rows) for (const [j, v] of sampleGradient(i).entries()) g[j] += v / 3
        const inside = new Float64Array(g.length)
        for (const v of looked[a]) for (const [j, x] of v.entries()) inside[j] += dot(v, g) * x
        const kept = arm.kind === 'dominant' ? inside : g.map((x, j) => x - inside[j])
        for (const [j, v] of after[a].entries()) expect(Math.abs(v - before[a][j] + 0.05 * kept[j])).toBeLessThan(1e-9)
      }
    }
    sim.dispose()
  })

  it('takes synthetic noise in place of minibatches, and a rank that changes in flight', async () => {
    const scenario: Scenario = { ...both({ kind: 'linear' }, { noise: 'none' }), events: [{ step: 2, arm: '', field: 'rank', value: 1 }] }
    const sim = await createSimulation(scenario, backend)
    for (let step = 0; step < 4; step++) {
      const [at] = await sim.states()
      const before = at.theta.slice()
      const [v] = await leading(sim, before, 1)
      const [, w] = await leading(sim, before, 2)
      await sim.advance(1)
      const move = (await sim.states())[0].theta.map((x, j) => x - before[j])
      const size = Math.sqrt(dot(move, move))
      const { rank } = armAt(scenario, 0, step)
      const along = dot(move, v)
      const beside = Math.sqrt(move.reduce((sum, x, j) => sum + (x - along * v[j]) * (x - along * v[j]), 0))
      expect(Math.abs(dot(move, w)) > 1e-6 * size).toBe(rank === 2)
      expect(beside < 1e-9 * size).toBe(rank === 1)
      expect(sim.lastBatch(0)).toHaveLength(0)
    }
    sim.dispose()
  })

  it.each(BACKENDS)('replays from any snapshot to the same bits, on %s', async (_, make) => {
    const own = await make()
    const scenario = both({ kind: 'two-layer', m: 3 }, { sampling: 'reshuffled', momentum: 0.5 })
    const sim = await createSimulation(scenario, own)
    const snapshots = []
    for (let step = 0; step < 10; step++) {
      snapshots.push(structuredClone(await sim.snapshot()))
      await sim.advance(1)
    }
    const wanted = await sim.fingerprint()
    const again = await createSimulation(scenario, own)
    for (const from of [7, 0, 3, 5]) {
      await again.restore(snapshots[from])
      await again.advance(10 - from)
      expect(await again.fingerprint()).toBe(wanted)
    }
    await again.restore(snapshots[4])
    await again.advance(1)
    expect((await again.snapshot()).arms[0].seen?.step).toBe(3)
    sim.dispose()
    again.dispose()
    own.dispose()
  })

  it('has two parts that add up, and all of it is bulk where there is no direction', () => {
    const g = Float64Array.of(3, -1, 2)
    const v = Float64Array.of(0.6, 0.8, 0)
    const [a, b] = (['dominant', 'bulk'] as const).map(part => keepPart(part, g, v))
    for (const [j, x] of g.entries()) expect(a[j] + b[j]).toBeCloseTo(x, 14)
    expect(dot(b, v)).toBeCloseTo(0, 14)
    expect([...keepPart('bulk', g, new Float64Array(0))]).toEqual([3, -1, 2])
    expect([...keepPart('dominant', g, new Float64Array(0))]).toEqual([0, 0, 0])
  })
})
