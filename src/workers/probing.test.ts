import { afterEach, describe, expect, it, vi } from 'vitest'
import { elementAt } from '../lib/values'
import { decodeLink, PRESETS, type Scenario } from '../scenario'
import { createBackend } from '../sim/backends/create'
import { createReferenceBackend } from '../sim/backends/reference'
import { createSimulation, type Simulation } from '../sim/simulation'
import { measuringCost, WORTH_A_WORKER } from './measuring/cost'
import { InPlace } from './observer'
import { Run } from './run'
import { FakeMeasuring, gate, page } from './server.fixture'

const preset = PRESETS.get('linear-anisotropic')!.scenario
const small: Scenario = { ...preset, steps: 300, backend: 'reference', view: { ...preset.view, speed: 0 } }
const LINE = { type: 'section', to: null, k: 2, points: 8, reach: 1 } as const

const pages: ReturnType<typeof page>[] = []
function open(options: Parameters<typeof page>[0] = {}) {
  const made = page(options)
  pages.push(made)
  return made
}
afterEach(async () => {
  for (const { ask } of pages.splice(0)) await ask({ type: 'pause' })
})

describe('a section of the run', () => {
  it('goes through the arms where they are, and where they were at any step, changes included', async () => {
    const { ask } = open()
    await ask({ type: 'load', scenario: small, play: false })
    await ask({ type: 'step', count: 70 })
    const scenario = await ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.05 } })
    await ask({ type: 'step', count: 50 })
    const sim = await createSimulation(scenario, createReferenceBackend())
    const losses = new Map<number, number[]>()
    for (const step of [0, 13, 95, 120]) {
      await sim.advance(step - sim.step)
      losses.set(
        step,
        (await sim.thetas()).map(theta => sim.probe.lossAt(theta)),
      )
    }
    for (const [step, want] of losses)
      for (const [arm, loss] of want.entries()) {
        const found = await ask({ ...LINE, from: { arm, step: step === 120 ? null : step } })
        expect(found.from).toBe(step)
        expect(found.section?.models[0].loss).toBe(loss)
      }
    const between = await ask({ ...LINE, from: { arm: 0, step: null }, to: { arm: 1, step: 13 } })
    expect(between).toMatchObject({ from: 120, to: 13 })
    expect(between.section?.models.map(({ loss }) => loss)).toEqual([losses.get(120)![0], losses.get(13)![1]])
    expect((await ask({ type: 'state' })).step).toBe(120)
    sim.dispose()
  })

  it('of an arm where it is waits for the steps under way, in which the arms stand at different ones', async () => {
    const real = await createSimulation(small, createReferenceBackend())
    const halfway = gate()
    let [time, begun] = [0, false]
    const advance = async (k: number) => {
      begun = true
      await halfway.hold()
      time++
      return real.advance(k)
    }
    const sim: Simulation = Object.assign(Object.create(real), { advance })
    const clock = { now: () => time, later: () => new Promise<void>(resolve => setTimeout(resolve)), wake: () => {} }
    const run = new Run(1, sim, new InPlace(sim), clock)
    run.play()
    const sliced = run.slice(1)
    await vi.waitFor(() => expect(begun).toBe(true), { timeout: 600_000 })
    const asked = run.pointAt(0, null, () => {})
    halfway.open()
    await sliced
    await run.slice(1)
    const { step, theta } = await asked
    expect(step).toBeGreaterThan(0)
    const other = await createSimulation(small, createReferenceBackend())
    await other.advance(step)
    expect(theta).toEqual(elementAt(await other.thetas(), 0))
    run.dispose()
  })

  it('ends at the planted minimum, or says that there is none', async () => {
    const { ask } = open()
    await ask({ type: 'load', scenario: { ...PRESETS.get('escape')!.scenario, backend: 'reference' }, play: false })
    const { section } = await ask({ ...LINE, from: { arm: 0, step: null }, to: 'minimum' })
    expect(section?.models[1].loss).toBeLessThan(1e-25)
    await ask({ type: 'load', scenario: { ...PRESETS.get('two-layer')!.scenario, backend: 'reference' }, play: false })
    await expect(ask({ ...LINE, from: { arm: 0, step: null }, to: 'minimum' })).rejects.toThrow('no planted minimum')
  })

  it('gives way to a newer one, and leaves a run its steps', async () => {
    const { ask, frames, until } = open()
    await ask({ type: 'load', scenario: { ...small, steps: 1e6 }, play: true })
    await until(() => (frames.at(-1)?.step ?? 0) > 50)
    const from = { arm: 0, step: null }
    const old = ask({ ...LINE, from, points: 100_000 }).then(
      () => 'answered',
      error => error.name,
    )
    const before = frames.at(-1)!.step
    await until(() => frames.at(-1)!.step > before + 50)
    const { section } = await ask({ ...LINE, from })
    expect(section?.s).toHaveLength(9)
    expect(await old).toBe('Cancelled')
  })

  it('is computed by the worker that measures, where there is one', async () => {
    const scenario = decodeLink('s=two-layer&n=100&d=4&m=3000&k=3&eta=0.0005&backend=wasm&speed=0')
    const workers: FakeMeasuring[] = []
    const measuring = () => {
      workers.push(new FakeMeasuring())
      return workers.at(-1)!
    }
    const { ask } = open({ measuring })
    const sim = await createSimulation(scenario, await createBackend('wasm'))
    expect(measuringCost(sim)).toBeGreaterThan(WORTH_A_WORKER)
    await ask({ type: 'load', scenario, play: false })
    await ask({ type: 'step', count: 5 })
    await sim.advance(5)
    const { section } = await ask({ ...LINE, from: { arm: 0, step: null } })
    expect(section?.models[0].loss).toBe(sim.probe.lossAt((await sim.thetas())[0]))
    expect(workers.flatMap(w => w.asked).map(({ ask }) => ask.type)).toContain('probe')
    sim.dispose()
  })
})

describe('the noise of a step', () => {
  it('is that of an arm at the present step or at one that was taken, on the plane of the view, with the settings of that step', async () => {
    const { ask } = open()
    await ask({ type: 'load', scenario: small, play: false })
    await ask({ type: 'step', count: 20 })
    const scenario = await ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.05 } })
    await ask({ type: 'step', count: 10 })
    const sim = await createSimulation(scenario, createReferenceBackend())
    for (const step of [12, 30]) {
      await sim.advance(step - sim.step)
      const [{ row }] = await sim.measure()
      const { at } = sim.columns
      const found = await ask({ type: 'noise', arm: 0, step: step === 30 ? null : step, draws: 7 })
      expect(found.step).toBe(step)
      const { noise } = found
      const want = [row[at.path_x], row[at.path_y], row[at.loss], row[at.lr], row[at.batch_size]]
      const got = [...noise.at, noise.loss, noise.eta, noise.B]
      for (const [i, v] of want.entries()) expect(got[i]).toBeCloseTo(v, 12)
      // What the ellipses of the rows are made of.
      const share = row[at.lr] ** 2 / row[at.batch_size]
      const forms = [row[at.sigma_xx], row[at.sigma_xy], row[at.sigma_yy]].map(v => share * v)
      const size = Math.max(...forms.map(Math.abs))
      for (const [i, v] of forms.entries()) expect(Math.abs(noise.noise[i] - v) / size).toBeLessThan(1e-10)
      expect(noise.cloud).toHaveLength(14)
    }
    sim.dispose()
  })
})
