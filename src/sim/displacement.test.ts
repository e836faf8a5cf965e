import { describe, expect, it } from 'vitest'
import { eigh } from '../lib/eigen'
import { columnsFor, type Scenario } from '../scenario'
import { createReferenceBackend } from './backends/reference'
import { createDisplacement } from './displacement'
import { plantedMinimum } from './model'
import { onPlane } from './plane'
import { createSimulation, type Simulation } from './simulation'
import { scenarioOf } from './testing/scenario.fixture'

const K = 3

/** A net trained without noise; at step 12 minibatches begin for one arm, at 15 η rises for all, at 18 it falls. */
const NET = scenarioOf({
  seed: 7,
  steps: 30,
  model: { kind: 'two-layer', m: 5, activation: 'tanh', scaling: 'ntk' },
  data: { n: 8, d: 4, teacher: 'tanh-units' },
  init: { kind: 'gaussian', scale: 1 },
  arms: [
    { id: 'sgd', kind: 'sgd', eta: 0.3, B: 2, noise: 'none' },
    { id: 'gd', kind: 'gd', eta: 0.3 },
  ],
  measure: { k: K },
  events: [
    { step: 12, arm: 'sgd', field: 'noise', value: 'minibatch' },
    { step: 15, arm: '', field: 'eta', value: 0.5 },
    { step: 18, arm: '', field: 'eta', value: 0.2 },
  ],
})

const beside = (kind: 'linear' | 'olm-diagonal', n: number): Scenario =>
  scenarioOf({
    seed: 5,
    steps: 20,
    model: { kind },
    data: { n, d: 6, spectrum: 'power-law' },
    init: { kind: 'near-minimum', scale: 0.1 },
    arms: [{ id: 'sgd', kind: 'sgd', eta: 0.1, B: 1 }],
    measure: { k: K },
  })

const open = (scenario: Scenario) => createSimulation(scenario, createReferenceBackend())

/** G at θ from its products with the unit vectors, a column each. */
async function denseG(sim: Simulation, theta: Float64Array): Promise<Float64Array> {
  const products = (await sim.probe.curvatures(theta))!
  const G = new Float64Array(theta.length * theta.length)
  for (let j = 0; j < theta.length; j++) G.set(products.G(Float64Array.from(theta, (_, i) => Number(i === j))), j * theta.length)
  return G
}

/** The columns by another road: |P(θ − θ_a)| from the eigenvectors of the dense G at θ_a. */
async function expected(sim: Simulation, from: Float64Array, theta: Float64Array) {
  const p = theta.length
  const { vectors } = eigh(await denseG(sim, from), p)
  const step = theta.map((v, i) => v - from[i])
  const along = Array.from({ length: K }, (_, k) => Math.abs(step.reduce((s, v, i) => s + v * vectors[k * p + i], 0)))
  const total = step.reduce((s, v) => s + v * v, 0)
  return { moved: Math.sqrt(total), along, rest: Math.sqrt(total - along.reduce((s, v) => s + v * v, 0)) }
}

/** The columns of an arm's row now. */
async function columnsOf(sim: Simulation, arm: number) {
  const { row } = (await sim.measure())[arm]
  const { at, first } = sim.columns
  return {
    moved: row[at.moved],
    along: [...row.subarray(first.moved_along, first.moved_along + K)].map(Math.abs),
    rest: row[at.moved_rest],
    step: row[at.anchor_step],
    place: [row[at.anchor_x], row[at.anchor_y]],
  }
}

describe('the displacement since an escape began', () => {
  it.each(['linear', 'olm-diagonal'] as const)('starts at the planted minimum of %s models', async kind => {
    for (const n of [4, 12]) {
      const sim = await open(beside(kind, n))
      const theta = plantedMinimum(sim.model as Parameters<typeof plantedMinimum>[0], sim.data.teacher)
      for (const step of [0, 20]) {
        await sim.advance(step)
        const got = await columnsOf(sim, 0)
        const want = await expected(sim, theta, (await sim.states())[0].theta)
        expect(got.moved).toBeCloseTo(want.moved, 13)
        expect(got.rest).toBeCloseTo(want.rest, 10)
        for (const [k, along] of got.along.entries()) expect(along).toBeCloseTo(want.along[k], 10)
        expect([got.step, ...got.place]).toEqual([0, 0, 0])
      }
      sim.dispose()
    }
  })

  it('starts anew at each event that drives an arm on, and not before the first', async () => {
    const sim = await open(NET)
    const thetas: Float64Array[][] = []
    for (let t = 0; t <= NET.steps; t++) {
      thetas.push((await sim.states()).map(s => s.theta.slice()))
      for (const [a, begun] of [
        [0, [12, 15]],
        [1, [15]],
      ] as const) {
        const from = begun.findLast(s => s <= t)
        const got = await columnsOf(sim, a)
        if (from === undefined) {
          expect(got.moved).toBeNaN()
          continue
        }
        const want = await expected(sim, thetas[from][a], thetas[t][a])
        expect(got.step).toBe(from)
        expect(got.place).toEqual(onPlane(sim.plane, thetas[from][a]))
        expect(got.moved).toBeCloseTo(want.moved, 13)
        expect(got.rest).toBeCloseTo(want.rest, 10)
        for (const [k, along] of got.along.entries()) expect(along).toBeCloseTo(want.along[k], 10)
        if (t > from) expect(got.moved).toBeGreaterThan(0)
      }
      await sim.advance(1)
    }
    sim.dispose()
  })

  it('has the same columns after a seek, and follows what is changed then', async () => {
    const sim = await open(NET)
    const rows: Float64Array[][] = []
    const snapshots = []
    for (let t = 0; t <= NET.steps; t++) {
      snapshots.push(await sim.snapshot())
      rows.push((await sim.measure()).map(r => r.row))
      await sim.advance(1)
    }
    for (const from of [28, 3, 12, 15, 14, 22]) {
      await sim.restore(snapshots[from])
      expect((await sim.measure()).map(r => r.row)).toEqual(rows[from])
      await sim.advance(4)
      expect((await sim.measure()).map(r => r.row)).toEqual(rows[Math.min(from + 4, NET.steps)])
    }
    // What raised η at step 15 is taken back there: the escape began at 12 still.
    await sim.restore(snapshots[15])
    await sim.change({ step: 15, arm: '', field: 'eta', value: 0.3 })
    await sim.advance(2)
    expect((await columnsOf(sim, 0)).step).toBe(12)
    expect((await columnsOf(sim, 1)).moved).toBeNaN()
    await sim.change({ step: 17, arm: 'gd', field: 'eta', value: 0.6 })
    expect((await columnsOf(sim, 1)).moved).toBe(0)
    await sim.advance(2)
    expect((await columnsOf(sim, 1)).step).toBe(17)
    sim.dispose()
  })

  it('keeps the directions of as many anchors as there are arms, and of none where they would be too long', async () => {
    let asked = 0
    const probe = {
      directionsAt: async () => {
        asked++
        return [Float64Array.of(1, 0)]
      },
    }
    const columns = columnsFor({ k: 1 })
    const plane = { anchor: new Float64Array(2), first: Float64Array.of(1, 0), second: Float64Array.of(0, 1) }
    const fill = async (displacement: ReturnType<typeof createDisplacement>, from: ArrayLike<number>, to: Float64Array, on = plane) => {
      const row = new Float64Array(columns.width).fill(Number.NaN)
      const anchor = { step: 1, theta: Float64Array.from(from) }
      await displacement.read(row, columns, anchor, to, on as never)
      return [row[columns.at.moved], row[columns.first.moved_along], row[columns.at.moved_rest]]
    }
    const two = createDisplacement(probe, 2)
    for (const from of [
      [1, 1],
      [1, 1],
      [0, 0],
      [1, 1],
    ])
      await fill(two, from, Float64Array.of(4, -3))
    expect(asked).toBe(2)
    expect(await fill(two, [1, 1], Float64Array.of(4, -3))).toEqual([5, 3, 4])
    await fill(two, [9, 9], Float64Array.of(4, -3))
    await fill(two, [0, 0], Float64Array.of(4, -3))
    expect(asked).toBe(4)
    const long = new Float64Array((1 << 22) + 1)
    const wide = { anchor: long, first: long, second: long }
    expect(await fill(two, long, long.fill(1, 0, 9), wide)).toEqual([0, Number.NaN, Number.NaN])
  })
})
