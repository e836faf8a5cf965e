import { describe, expect, it } from 'vitest'
import { dot, norm, times } from '../../lib/matrix'
import { NO_TICK } from '../../lib/tick'
import { PRESETS, type Scenario } from '../../scenario'
import { createReferenceBackend } from '../backends/reference'
import type { Model } from '../dynamics'
import { createSimulation, type Simulation } from '../simulation'
import { denseOf } from '../spectrum/curvatures'
import { bruteLoss, dense } from '../testing/dense.fixture'
import { answer } from './probe'
import { type Section, sectionOf } from './section'

type Change = { [K in 'model' | 'data' | 'measure']?: Partial<Scenario[K]> }

function small(id: string, { model, data, measure }: Change = {}): Scenario {
  const base = PRESETS.get(id)!.scenario
  return {
    ...base,
    steps: 60,
    arms: base.arms.map(arm => ({ ...arm, eta: 0.01 })),
    backend: 'reference',
    model: { ...base.model, ...model },
    data: { ...base.data, n: 12, ...data },
    measure: { ...base.measure, k: 4, hessian: 0, curvature: 'G', ...measure },
  }
}

const CASES: readonly (readonly [string, Scenario])[] = [
  ['linear', small('linear-anisotropic', { data: { d: 7, labelNoise: 0.3 } })],
  ['diagonal', small('linear-anisotropic', { model: { kind: 'olm-diagonal' }, data: { d: 5, labelNoise: 0.2 } })],
  ['two-layer linear', small('linear-anisotropic', { model: { kind: 'olm-two-layer', m: 3 }, data: { d: 4 } })],
  ['planar', small('two-basins')],
  ['two-layer net', small('two-layer', { model: { m: 4, activation: 'tanh' }, data: { d: 3 } })],
  ['measured on fewer samples', small('two-layer', { model: { m: 4, activation: 'gelu' }, data: { d: 3 }, measure: { of: 5 } })],
]

async function at20(scenario: Scenario): Promise<Simulation> {
  const sim = await createSimulation(scenario, createReferenceBackend())
  await sim.advance(20)
  return sim
}

/** L written out: by the model's formula, by residuals of its outputs, or neuron by neuron. */
function lossWrittenOut(sim: Simulation, theta: Float64Array): number {
  const { data } = sim
  const model: Model = sim.model
  if (model.kind === 'planar') return meanSquare(model.outputs(theta).map((f, i) => f - data.y[i])) / (2 * data.n)
  if (model.kind !== 'network') return bruteLoss(model, theta, data)
  const [first, last] = model.net.layers.filter(l => l.kind === 'dense')
  const act = { tanh: Math.tanh, gelu: gelu }[first.activation as 'tanh' | 'gelu']
  let sum = 0
  for (let i = 0; i < data.n; i++) {
    let f = 0
    for (let h = 0; h < first.outSize; h++) {
      let z = first.biases ? theta[first.biasAt + h] : 0
      for (let j = 0; j < data.d; j++) z += first.scale * theta[first.weightAt + h * data.d + j] * data.X[i * data.d + j]
      f += last.scale * theta[last.weightAt + h] * act(z)
    }
    sum += (f - data.y[i]) ** 2
  }
  return sum / (2 * data.n)
}

const meanSquare = (r: Float64Array) => r.reduce((s, v) => s + v * v, 0)
/** z Φ(z), Φ by its series. */
function gelu(z: number): number {
  let [term, sum] = [z, z]
  for (let k = 1; k < 200; k++) {
    term *= (-z * z) / (2 * k)
    sum += term / (2 * k + 1)
  }
  return z * (0.5 + sum / Math.sqrt(2 * Math.PI))
}

const pointAt = (from: Float64Array, v: Float64Array, s: number) => from.map((x, i) => x + s * v[i])

function expectLosses(sim: Simulation, section: Section, from: Float64Array, v: Float64Array): void {
  const scale = Math.max(...section.loss)
  for (const [i, s] of section.s.entries())
    expect(Math.abs(section.loss[i] - lossWrittenOut(sim, pointAt(from, v, s)))).toBeLessThan(1e-9 * scale)
}

describe.each(CASES)('a section of %s', (_, scenario) => {
  it('is the loss at every point, on all samples, along a sharp direction', async () => {
    const sim = await at20(scenario)
    const [from] = await sim.thetas()
    for (const k of [1, 2]) {
      const section = (await sectionOf(sim.probe, { from, to: null, k }, { points: 25, reach: 1 }, NO_TICK))!
      const vectors = await sim.probe.directionsAt(from, k)
      const own = vectors.at(-1)!
      const v = own[own.findIndex(x => Math.abs(x) === Math.max(...own.map(Math.abs)))] > 0 ? own : own.map(x => -x)
      expect(section).toMatchObject({ k, unit: 1 })
      expect(section.s).toHaveLength(25)
      expect(section.s[12]).toBe(0)
      expectLosses(sim, section, from, v)
    }
    sim.dispose()
  })

  it('goes along a plane’s axis at θ and at its projection, and knows how far apart they are', async () => {
    const sim = await at20(scenario)
    const [from] = await sim.thetas()
    const plane = await sim.layPlane()
    for (const axis of ['x', 'y'] as const) {
      const question = { kind: 'section', line: { from, to: null, k: 1 }, axis, points: 12, reach: 1 } as const
      const section = (await answer(sim, question, NO_TICK)) as Section
      const v = axis === 'x' ? plane.first : plane.second
      const [x, y] = [plane.first, plane.second].map(e =>
        dot(
          e,
          from.map((t, i) => t - plane.anchor[i]),
        ),
      )
      const foot = plane.anchor.map((t, i) => t + x * plane.first[i] + y * plane.second[i])
      expectLosses(sim, section, from, v)
      expectLosses(sim, { ...section, loss: section.projected!.loss }, foot, v)
      expect(section.projected!.off).toBeCloseTo(norm(from.map((t, i) => t - foot[i])), 12)
    }
    sim.dispose()
  })

  it('carries slope, vᵀGv and vᵀHv of dense matrices', async () => {
    const sim = await at20({ ...scenario, measure: { ...scenario.measure, of: 0 } })
    const [from] = await sim.thetas()
    const to = (await sim.thetas()).at(-1)!.map((x, i) => x + 0.1 * Math.cos(3 * i))
    const v = to.map((x, i) => x - from[i])
    const section = (await sectionOf(sim.probe, { from, to, k: 1 }, { points: 8, reach: 1 }, NO_TICK))!
    expectLosses(sim, section, from, v)
    expect(section.unit).toBeCloseTo(norm(v), 12)
    for (const [e, theta] of [from, to].entries()) {
      const model = section.models[e]
      const curvatures = (await sim.probe.curvatures(theta))!
      const form = (A: Float64Array) => dot(v, times(A, v, v.length, v.length))
      expect(model.at).toBe(e)
      expect(model.G / form(denseOf(curvatures.G, curvatures.p)) - 1).toBeCloseTo(0, 9)
      expect(model.H / form(denseOf(curvatures.H, curvatures.p)) - 1).toBeCloseTo(0, 9)
      const h = 1e-4
      const [less, here, more] = [-h, 0, h].map(s => lossWrittenOut(sim, pointAt(theta, v, s))) as [number, number, number]
      expect(model.loss / here - 1).toBeCloseTo(0, 10)
      // Differences err by h² of the next derivative, and by the rounding of L over h².
      expect(Math.abs(model.slope - (more - less) / (2 * h))).toBeLessThan(1e-6 * (Math.abs(model.slope) + here + model.G))
      expect(Math.abs(model.H - (more - 2 * here + less) / (h * h))).toBeLessThan(1e-6 * (here + model.G))
      if (sim.model.kind === 'network' || sim.model.kind === 'planar') continue
      const { G, gradient } = dense(sim.model, theta, sim.data)
      expect(model.G / form(Float64Array.from(G.flat())) - 1).toBeCloseTo(0, 9)
      expect(model.slope).toBeCloseTo(dot(Float64Array.from(gradient), v), 9)
    }
    sim.dispose()
  })
})

describe('a section between two points', () => {
  it('holds both ends among its points, and goes on beyond them', async () => {
    const sim = await at20(CASES[3][1])
    const [from, to] = [Float64Array.of(-1, 0.1), Float64Array.of(0.9, -0.2)]
    const section = (await sectionOf(sim.probe, { from, to, k: 1 }, { points: 48, reach: 1 }, NO_TICK))!
    expect([section.s[0], section.s.at(-1)]).toEqual([-0.25, 1.25])
    for (const e of [0, 1]) expect(section.loss[section.s.indexOf(e)]).toBe(section.models[e].loss)
    sim.dispose()
  })

  it('has no line between a point and itself, and the last direction for one that G has not', async () => {
    const sim = await at20(CASES[3][1])
    const [from] = await sim.thetas()
    expect(await sectionOf(sim.probe, { from, to: from.slice(), k: 1 }, { points: 8, reach: 1 }, NO_TICK)).toBeNull()
    expect(await sectionOf(sim.probe, { from, to: null, k: 50 }, { points: 8, reach: 1 }, NO_TICK)).toMatchObject({ k: 2 })
    sim.dispose()
  })

  it('widens with its reach, to where G’s parabola has risen nine times L', async () => {
    const sim = await createSimulation(small('escape'), createReferenceBackend())
    const [from] = await sim.thetas()
    const wide = async (reach: number) => (await sectionOf(sim.probe, { from, to: null, k: 1 }, { points: 8, reach }, NO_TICK))!
    const { s, models } = await wide(1)
    expect((models[0].G * s.at(-1)! ** 2) / 2 / models[0].loss).toBeCloseTo(9, 9)
    expect((await wide(2)).s.at(-1)! / s.at(-1)!).toBeCloseTo(2, 12)
    sim.dispose()
  })

  it('is given up where its tick throws', async () => {
    const sim = await at20(CASES[0][1])
    const [from] = await sim.thetas()
    const tick = (share: number) => {
      if (share > 0.4) throw new Error('something newer')
    }
    await expect(sectionOf(sim.probe, { from, to: null, k: 1 }, { points: 8, reach: 1 }, tick)).rejects.toThrow('newer')
    sim.dispose()
  })
})

it('replays an arm to any step that was taken, with the changes on the way, and leaves the arms where they are', async () => {
  const scenario = { ...CASES[0][1], events: [{ step: 9, arm: '', field: 'eta', value: 0.05 }] } as Scenario
  const sim = await createSimulation(scenario, createReferenceBackend())
  const start = await sim.snapshot()
  await sim.advance(14)
  const want = await sim.thetas()
  await sim.advance(20)
  const print = await sim.fingerprint()
  const [first, second] = await Promise.all([sim.replay(0, start, 14), sim.replay(0, start, 3)])
  expect(first).toEqual(want[0])
  expect(second).not.toEqual(first)
  expect(await sim.replay(1, start, 14)).toEqual(want[1])
  expect(await sim.fingerprint()).toBe(print)
  sim.dispose()
})
