import { afterAll, describe, expect, it } from 'vitest'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import { BACKENDS } from './backends/testing/backends.fixture'
import type { ModelSpec } from './backends/types'
import { makeData } from './makeData'
import { initialParameters, plantedMinimum } from './model'
import { lossGrid, onPlane, type Plane, planeLoss } from './plane'
import { createSimulation } from './simulation'
import { bruteLoss, predict } from './testing/dense.fixture'
import { inner } from './testing/linalg.fixture'
import { scenarioOf } from './testing/scenario.fixture'
import { Worst } from './testing/worst.fixture'

const errors = new Worst('landscape against the loss point by point', 1e-12)
afterAll(() => {
  if (process.env.REPORT_ERRORS) console.log(errors.report())
})

const MODELS: readonly ModelSpec[] = [
  { kind: 'linear' },
  { kind: 'olm-diagonal' },
  { kind: 'olm-two-layer', m: 1 },
  { kind: 'olm-two-layer', m: 4 },
]
const SHAPES = [
  { n: 6, d: 9 },
  { n: 25, d: 5 },
  { n: 1, d: 1 },
]

describe.each(MODELS.map(m => [JSON.stringify(m), m] as const))('%s', (_, model) => {
  it.each(SHAPES)('planeLoss and lossGrid are the loss at every point, n = $n, d = $d', ({ n, d }) => {
    const data = makeData(scenarioOf({ data: { n, d, labelNoise: 0.2 }, arms: [{ id: 'gd', kind: 'gd' }] }).data, 6)
    const anchor = initialParameters(model, { kind: 'gaussian', scale: 0.6 }, data.teacher, 6)
    const p = anchor.length
    // Any two vectors span the plane of this test: the polynomial needs no orthonormal ones.
    const first = normals(new Float64Array(p), 1, STREAM.probe, 1)
    const second = normals(new Float64Array(p), 1, STREAM.probe, 2)
    const axes = [1, 2].map(index => ({ of: 'parameter', index })) as unknown as Plane['axes']
    const plane = { anchor, anchorKind: 'start', kind: 'parameters', i: 1, j: 2, axes, step: 0, first, second } as const
    const domain = [-1.5, 2, -0.7, 3] as const
    const [nx, ny] = [7, 5]
    for (const core of [0, 0.05]) {
      const grid = lossGrid(planeLoss(plane, model, data), [...domain, core], nx, ny)
      const scale = grid.reduce((a, b) => Math.max(a, b), 0)
      const bend = (v: number) => (core > 0 ? Math.asinh(v / core) : v)
      const back = (u: number) => (core > 0 ? core * Math.sinh(u) : u)
      const at = (lo: number, hi: number, share: number) => back(bend(lo) + (bend(hi) - bend(lo)) * share)
      for (let iy = 0; iy < ny; iy++)
        for (let ix = 0; ix < nx; ix++) {
          const x = at(domain[0], domain[1], ix / (nx - 1))
          const y = at(domain[2], domain[3], iy / (ny - 1))
          const theta = anchor.map((v, a) => v + x * first[a] + y * second[a])
          errors.check('loss', grid[iy * nx + ix], bruteLoss(model, theta, data), scale)
        }
    }
  })

  it('the planted minimum predicts as the teacher does', () => {
    for (const d of [1, 4]) {
      const teacher = normals(new Float64Array(d), 3, STREAM.probe)
      const x = normals(new Float64Array(d), 4, STREAM.probe)
      errors.check('planted', predict(model, plantedMinimum(model, teacher), x), inner(teacher, x), Math.sqrt(inner(x, x)))
      expect(plantedMinimum(model, new Float64Array(d)).every(v => v === 0)).toBe(true)
    }
  })
})

describe.each(BACKENDS)('the landscape of a simulation on the %s backend', (_, create) => {
  it.each([
    ['linear', 'eigen', 'gaussian'],
    ['linear', 'parameters', 'gaussian'],
    ['olm-diagonal', 'eigen', 'near-minimum'],
    ['olm-two-layer', 'eigen', 'gaussian'],
    ['olm-two-layer', 'parameters', 'constant'],
  ] as const)('%s, %s, start %s: the loss at the path is the loss of the projected θ', async (kind, planeKind, init) => {
    const backend = await create()
    const scenario = scenarioOf({
      seed: 8,
      steps: 50,
      model: { kind, m: 3 },
      data: { n: 14, d: 5 },
      init: { kind: init, scale: 0.4 },
      view: { plane: planeKind, i: 2, j: 5 },
    })
    const simulation = await createSimulation(scenario, backend)
    await simulation.advance(20)
    const { data, plane } = simulation
    const model = simulation.model as ModelSpec
    const { theta } = (await simulation.states())[0]
    const [x, y] = onPlane(simulation.plane, theta)
    const projected = plane.anchor.map((v, a) => v + x * plane.first[a] + y * plane.second[a])
    const [corner] = (await simulation.landscape([x, x + 1, y, y + 1], 2, 2)).grid
    errors.check('at the path', corner!, bruteLoss(model, projected, data), 1)
    const [bentCorner] = (await simulation.landscape([x, x + 9, y, y + 9, 0.02], 5, 5)).grid
    errors.check('at the path', bentCorner!, bruteLoss(model, projected, data), 1)
    const { row } = (await simulation.measure())[0]
    expect([row[simulation.columns.at.path_x], row[simulation.columns.at.path_y]]).toEqual([x, y])
    const whole = kind === 'linear' || init === 'near-minimum'
    expect(plane.anchorKind).toBe(whole ? 'minimum' : 'start')
    if (whole) expect(bruteLoss(model, plane.anchor, data)).toBeLessThan(1e-28)
    // A changed view gives a new plane, and a landscape of its own.
    await simulation.adopt({ ...scenario, view: { ...scenario.view, i: 1, j: 3 } })
    await simulation.layPlane()
    expect([simulation.plane.i, simulation.plane.j]).toEqual([1, 3])
    const [u, v] = onPlane(simulation.plane, theta)
    const there = simulation.plane.anchor.map((w, a) => w + u * simulation.plane.first[a] + v * simulation.plane.second[a])
    errors.check('at the path', (await simulation.landscape([u, u + 1, v, v + 1], 2, 2)).grid[0], bruteLoss(model, there, data), 1)
    simulation.dispose()
    backend.dispose()
  })
})
