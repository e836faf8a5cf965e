import { afterAll, describe, expect, it, vi } from 'vitest'
import { dot, norm } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { elementAt } from '../../lib/values'
import type { Scenario, ViewSettings } from '../../scenario'
import { createReferenceBackend } from '../backends/reference'
import { onPlane } from '../plane'
import { createSimulation, type Simulation } from '../simulation'
import { scenarioOf } from '../testing/scenario.fixture'
import { Worst } from '../testing/worst.fixture'
import { filterNormalized, filterSigns, filtersOf } from './filters'
import { componentsOf } from './principal'
import { PathRecord, placeOn } from './record'
import { spanOf } from './span'

const errors = new Worst('planes', 1e-9)
afterAll(() => {
  if (process.env.REPORT_ERRORS) console.log(errors.report())
})

const SGD = { id: 'sgd', kind: 'sgd', eta: 0.02, B: 2 } as const
const GD = { id: 'gd', kind: 'gd', eta: 0.02 } as const
const ADAM = { id: 'adam', kind: 'adam', eta: 0.01, B: 2 } as const
const MODELS: Record<string, Partial<Scenario['model']>> = {
  linear: { kind: 'linear' },
  diagonal: { kind: 'olm-diagonal' },
  'two-layer': { kind: 'two-layer', m: 4, activation: 'tanh' },
  mlp: { kind: 'mlp', hidden: [4, 3], activation: 'tanh' },
  'two-basins': { kind: 'two-basins' },
}
const KINDS = ['eigen', 'parameters', 'arms', 'steps', 'path', 'random'] as const

async function simulate(model: string, view: Partial<ViewSettings>, arms: readonly (typeof SGD | typeof GD | typeof ADAM)[] = [SGD, GD]) {
  const data = { n: 12, d: model === 'two-basins' ? 2 : 5 }
  const scenario = scenarioOf({ seed: 3, steps: 60, model: MODELS[model], data, init: { kind: 'gaussian', scale: 0.5 }, arms, view })
  return createSimulation(scenario, createReferenceBackend())
}

/** A run that is measured, and so recorded, every third step. */
async function run(sim: Simulation, steps: number) {
  let readings = await sim.measure()
  for (let done = 0; done < steps; done += 3) {
    await sim.advance(3)
    readings = await sim.measure()
  }
  return readings
}

const at = ({ anchor, first, second }: Simulation['plane'], x: number, y: number) => anchor.map((v, i) => v + x * first[i] + y * second[i])

describe.each(Object.keys(MODELS))('%s', model => {
  it.each(KINDS)('grids of the plane “%s” are the loss point by point, its directions orthonormal', async plane => {
    const sim = await simulate(model, { plane, i: 1, j: 2, through: [3, 6, 30] })
    await run(sim, 30)
    const { first, second } = sim.plane
    errors.check('unit', norm(first), 1, 1)
    errors.check('unit', norm(second), 1, 1)
    errors.check('orthogonal', dot(first, second), 0, 1)
    const places = normals(new Float64Array(100), 7, STREAM.probe)
    for (let k = 0; k < 50; k++) {
      const [x, y] = [places[2 * k], places[2 * k + 1]]
      const { grid } = await sim.landscape([x, x + 1, y, y + 1], 2, 2)
      const want = await sim.probe.lossAt(at(sim.plane, x, y))
      errors.check(`grid ${model}`, grid[0], want, Math.max(1, want))
      if (k >= 5) continue
      // On bent axes the middle of a grid is that of asinh of its ends.
      const core = 0.1
      const middle = (v: number) => core * Math.sinh((Math.asinh(v / core) + Math.asinh((v + 1) / core)) / 2)
      const bent = await sim.landscape([x, x + 1, y, y + 1, core], 3, 3)
      const there = await sim.probe.lossAt(at(sim.plane, middle(x), middle(y)))
      errors.check(`grid ${model}`, bent.grid[4], there, Math.max(1, there))
    }
    sim.dispose()
  })

  it.each([[[SGD]], [[SGD, GD]], [[SGD, GD, ADAM]]])('the plane through %# arms holds them, from the first step on', async arms => {
    const sim = await simulate(model, { plane: 'arms' }, arms)
    const check = (readings: Awaited<ReturnType<typeof run>>) => {
      for (const { row } of readings) {
        const { loss, path_loss, path_distance } = sim.columns.at
        errors.check('distance', row[path_distance], 0, 1)
        errors.check('L on the plane', row[path_loss], row[loss], row[loss])
      }
    }
    check(await run(sim, 0))
    check(await run(sim, 21))
    expect(sim.plane.step).toBe(21)
    sim.dispose()
  })

  it('a plane held at a step stays where it was laid', async () => {
    const sim = await simulate(model, { plane: 'arms', laid: 'step', laidat: 6 })
    await run(sim, 6)
    const { first } = sim.plane
    const there = await sim.thetas()
    await run(sim, 9)
    expect(sim.plane.first).toEqual(first)
    const [, , off] = placeOn(sim.plane, there[0])
    errors.check('distance', off, 0, 1)
    sim.dispose()
  })
})

describe('principal components', () => {
  it('are those of the dense covariance, with its shares', () => {
    const [T, p] = [9, 4]
    const cloud = normals(new Float64Array(T * p), 5, STREAM.probe).map((v, i) => v * (1 + (i % p)))
    const points = Array.from({ length: T }, (_, t) => Float32Array.from(cloud.subarray(t * p, (t + 1) * p)))
    const mean = Array.from({ length: p }, (_, i) => points.reduce((s, x) => s + x[i], 0) / T)
    const cov = (i: number, j: number) => points.reduce((s, x) => s + (x[i] - mean[i]) * (x[j] - mean[j]), 0)
    const total = mean.reduce((s, _, i) => s + cov(i, i), 0)
    const { first, second, shares } = componentsOf(points, p)
    const times = (v: Float64Array) => v.map((_, i) => v.reduce((s, w, j) => s + cov(i, j) * w, 0))
    for (const [v, share] of [
      [first, shares[0]],
      [second, shares[1]],
    ] as const) {
      const unit = v.map(w => w / norm(v))
      const image = times(unit)
      // An eigenvector of the dense matrix, whose eigenvalue is the share of its trace.
      for (let i = 0; i < p; i++) errors.check('component', image[i] / total, share * unit[i], 1)
    }
    expect(shares[0]).toBeGreaterThan(shares[1])
    // No unit vector has more variance.
    const random = normals(new Float64Array(p), 6, STREAM.probe)
    expect(dot(random, times(random)) / dot(random, random) / total).toBeLessThan(shares[0])
  })

  it('of a path of length zero have no share, and the plane is made up', async () => {
    expect(componentsOf([new Float32Array(3), new Float32Array(3)], 3).shares).toEqual([0, 0])
    const sim = await simulate('mlp', { plane: 'path' })
    await sim.measure()
    expect(sim.plane.axes.map(a => a.of)).toEqual(['gradient', 'gradient'])
    errors.check('unit', norm(sim.plane.first), 1, 1)
    await run(sim, 12)
    expect(sim.plane.axes.map(a => a.of)).toEqual(['component', 'component'])
    expect(sim.plane.shares![0] + sim.plane.shares![1]).toBeLessThanOrEqual(1 + 1e-12)
    sim.dispose()
  })
})

it('wishes that are parallel, zero or not finite are passed over, and what is missing is made up', async () => {
  const wish = (...v: number[]) => ({ axis: { of: 'arm', index: v[0] } as const, vector: () => Float64Array.from(v) })
  const span = await spanOf(3, [wish(0, 0, 0), wish(Number.NaN, 1, 0), wish(2, 2, 0), wish(-1, -1, 0), wish(1, 0, 0)])
  expect(span.axes.map(a => a.index)).toEqual([2, 1])
  expect(span.second[0]).toBeCloseTo(Math.SQRT1_2, 15)
  const madeUp = await spanOf(2, [wish(3, 0)])
  expect(madeUp.axes[1]).toEqual({ of: 'parameter', index: 2 })
  const single = await spanOf(1, [wish(3)])
  expect(single.axes[1].of).toBe('nothing')
  expect([...single.second]).toEqual([0])
})

it('long vectors let others in between the passes over them, short ones do not', async () => {
  const pauses = async (size: number) => {
    let count = 0
    const wish = (at: number) => ({
      axis: { of: 'random', index: at + 1 } as const,
      vector: () => new Float64Array(size).fill(1, 0, at + 1),
    })
    const { first, second } = await spanOf(size, [wish(0), wish(1)], async () => void count++)
    expect([first[0], second[1]]).toEqual([1, 1])
    return count
  }
  expect([await pauses(1000), await pauses((1 << 20) + 1)]).toEqual([0, 4])
})

it.each([filterNormalized, filterSigns])(
  'random directions are as long as the weights, filter by filter, and reproducible: %o',
  async drawn => {
    const sim = await simulate('mlp', { plane: 'random' })
    const filters = filtersOf(sim.model, sim.size)
    // 5·4 weights in 4 rows, 4·3 in 3, 3·1 in 1; biases are in none.
    expect(filters.map(f => f.length)).toEqual([5, 5, 5, 5, 4, 4, 4, 3])
    const theta = sim.theta0
    const v = drawn(filters, theta, 3, 0)
    let covered = 0
    for (const { at: from, length } of filters) {
      errors.check('filter', norm(v.subarray(from, from + length)), norm(theta.subarray(from, from + length)), 1)
      covered += length
    }
    expect(v.filter(x => x === 0)).toHaveLength(sim.size - covered)
    expect(drawn(filters, theta, 3, 0)).toEqual(v)
    expect(drawn(filters, theta, 4, 0)).not.toEqual(v)
    sim.dispose()
  },
)

it('where a full gradient takes long a plane is made up by random directions, without one', async () => {
  const sim = await simulate('mlp', { plane: 'arms' })
  const wide = scenarioOf({
    seed: 3,
    steps: 60,
    model: { kind: 'two-layer', m: 3000 },
    data: { n: 1000, d: 2 },
    arms: [SGD],
    view: { plane: 'arms' },
  })
  const costly = await createSimulation(wide, createReferenceBackend(), undefined, { planeLater: true })
  const local = vi.spyOn(costly.probe, 'local')
  const plane = await costly.layPlane()
  expect(plane.axes).toEqual([1, 2].map(index => ({ of: 'random', index })))
  errors.check('unit', norm(plane.first), 1, 1)
  errors.check('unit', norm(plane.second), 1, 1)
  errors.check('orthogonal', dot(plane.first, plane.second), 0, 1)
  expect(local).not.toHaveBeenCalled()
  expect(sim.plane.axes.map(a => a.of)).toEqual(['gradient', 'gradient'])
  for (const one of [sim, costly]) one.dispose()
})

describe('the record of a path', () => {
  const plane = {
    kind: 'arms',
    anchorKind: 'start',
    i: 1,
    j: 2,
    step: 0,
    axes: [
      { of: 'arm', index: 0 },
      { of: 'arm', index: 1 },
    ],
    anchor: Float64Array.of(1, 0, 0),
    first: Float64Array.of(0, 1, 0),
    second: Float64Array.of(0, 0, 1),
  } as const
  const theta0 = Float64Array.of(1, 1, 1)
  const theta = (step: number) => [Float64Array.of(1 + step, 2 * step, 3), Float64Array.of(1, step, -step)]

  it('writes points as they come, and anew on another plane, to single precision', () => {
    const record = new PathRecord(2, theta0)
    record.lay(plane)
    for (let step = 0; step < 5; step++) record.add(step, theta(step))
    const live = record.paths()
    expect([...live[0].slice(-4)]).toEqual([4, 8, 3, 4])
    expect(record.take()).toEqual(live)
    expect(record.take()[0]).toHaveLength(0)
    record.lay({ ...plane, first: plane.second, second: plane.first })
    for (const [a, path] of record.paths().entries())
      for (let i = 0; i < path.length; i += 4) {
        const [x, y, off] = placeOn(plane, theta(path[i])[a])
        expect(path[i + 1]).toBeCloseTo(y, 6)
        expect(path[i + 2]).toBeCloseTo(x, 6)
        expect(path[i + 3]).toBeCloseTo(off, 6)
      }
  })

  it('written in parts it is the same, on whatever plane is laid in between', () => {
    const whole = new PathRecord(2, theta0)
    whole.lay(plane)
    for (let step = 0; step < 3; step++) whole.add(step, theta(step))
    const other = { ...plane, first: plane.second, second: plane.first }
    for (let before = 0; before <= 4; before++) {
      const record = new PathRecord(2, theta0)
      record.lay(other)
      for (let step = 0; step < 3; step++) {
        let part = 0
        for (const _ of record.adding(step, theta(step))) if (step === 1 && part++ === before) record.lay(plane)
        if (step === 1 && part <= before) record.lay(plane)
      }
      for (const [a, path] of record.paths().entries())
        for (const [i, v] of path.entries()) expect(v).toBeCloseTo(elementAt(whole.paths(), a)[i], 6)
      expect(record.paths().map(path => path.length)).toEqual(whole.paths().map(path => path.length))
    }
  })

  it('writes anew an odd number of points of more entries than are gone through at a time', () => {
    const size = 5000
    const normals = (seed: number) => Float64Array.from({ length: size }, (_, i) => Math.cos(seed * (i + 1)) / 50)
    const through = { ...plane, anchor: normals(1), first: normals(2), second: normals(3) }
    const record = new PathRecord(3, normals(4))
    const at = (step: number) => [5, 6, 7].map(arm => normals(arm + 0.1 * step))
    for (let step = 0; step < 3; step++) record.add(step, at(step))
    record.lay(through)
    for (const [a, path] of record.paths().entries())
      for (let i = 0; i < path.length; i += 4) {
        const [x, y] = onPlane(through, at(path[i])[a])
        expect(path[i + 1]).toBeCloseTo(x, 6)
        expect(path[i + 2]).toBeCloseTo(y, 6)
      }
  })

  it('is cut with the run, keeps the steps it is told to hold exactly, and thins θ to its memory', () => {
    const big = new Float64Array(10)
    const record = new PathRecord(1, big, 320)
    record.hold([5])
    for (let step = 0; step < 70; step++) record.add(step, [big.map(() => step + 1e-12)])
    expect(record.at(5)!.thetas[0][0]).toBe(5 + 1e-12)
    expect(record.at(7)!.step).toBeLessThanOrEqual(7)
    expect(record.points(1000).length * big.length).toBeLessThanOrEqual(320)
    expect(record.points(1000).length).toBeGreaterThan(15)
    record.cut(3)
    expect(record.at(5)!.step).toBeLessThanOrEqual(3)
    expect(record.nextHeld(3)).toBe(5)
  })

  it('keeps places while four of them fit, thinned, and else none', () => {
    const kept = (room: number) => {
      const record = new PathRecord(1, Float64Array.of(0), room)
      for (let step = 0; step < 100; step++) record.add(step, [Float64Array.of(step)])
      return record.points(1000).map(([x]) => x)
    }
    expect(kept(4)).toEqual([0, 32, 64, 96])
    expect(kept(3)).toEqual([])
  })

  it('records every step at first, then fewer and fewer', () => {
    const record = new PathRecord(1, theta0)
    expect([0, 1, 4095, 4096, 4097, 8192].map(step => record.next(step))).toEqual([1, 2, 4096, 4098, 4098, 8196])
  })
})

it('of a plane through arms the coordinates of the paths are those of its projection', async () => {
  const sim = await simulate('two-layer', { plane: 'arms' })
  const readings = await run(sim, 12)
  const thetas = await sim.thetas()
  for (const [a, { row }] of readings.entries()) {
    const [x, y] = onPlane(sim.plane, thetas[a])
    expect([row[sim.columns.at.path_x], row[sim.columns.at.path_y]]).toEqual([x, y])
  }
  sim.dispose()
})
