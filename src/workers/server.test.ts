import { describe, expect, it } from 'vitest'
import { elementAt } from '../lib/values'
import { columnsFor, PRESETS, type Scenario, templateArm, withData } from '../scenario'
import { createReferenceBackend } from '../sim/backends/reference'
import { readOwn } from '../sim/files/own'
import { createSimulation } from '../sim/simulation'
import type { Frame } from './protocol'
import { page } from './server.fixture'

const preset = PRESETS.get('linear-anisotropic')!.scenario
const small: Scenario = { ...preset, steps: 300, backend: 'reference', view: { ...preset.view, speed: 0 } }

/** The newest frame, where it is of this step and says the state of it: while a row is read in place it does not. */
const at = (frames: readonly Frame[], step: number) => frames.at(-1)?.step === step && frames.at(-1)?.fingerprint !== ''

const direct = async (scenario: Scenario, step: number) => {
  const sim = await createSimulation(scenario, createReferenceBackend())
  await sim.advance(step)
  return sim.fingerprint()
}

describe('the worker’s server', () => {
  it('plays to the end and reports the fingerprint of the simulation itself', async () => {
    const { ask, frames, pushes, until } = page()
    const info = await ask({ type: 'load', scenario: small, play: true })
    await until(() => frames.at(-1)?.status === 'finished')
    const last = frames.at(-1)!
    expect([last.run, last.step]).toEqual([info.run, 300])
    expect(last.fingerprint).toBe(await direct(small, 300))
    const width = info.columns.width
    const steps = frames.flatMap(f => Array.from({ length: f.arms[0].rows.length / width }, (_, i) => f.arms[0].rows[i * width]))
    expect(steps[0]).toBe(0)
    expect(steps.at(-1)).toBe(300)
    expect(new Set(steps).size).toBe(steps.length)
    await until(() => pushes.some(p => p.type === 'certificate'))
  })

  it('records a change in flight so that its scenario replays to the same bits', async () => {
    const { ask, frames, until } = page()
    await ask({ type: 'load', scenario: small, play: false })
    await ask({ type: 'step', count: 40 })
    const changed = await ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.25 } })
    expect(changed.events).toEqual([{ step: 40, arm: '', field: 'eta', value: 0.25 }])
    await ask({ type: 'play' })
    await until(() => frames.at(-1)?.status === 'finished')
    expect(frames.at(-1)!.fingerprint).toBe(await direct(changed, 300))
    expect(frames.at(-1)!.fingerprint).not.toBe(await direct(small, 300))
  })

  it('a value that takes the place of the last one goes back to its step, also from the end, and goes on as it did', async () => {
    const { ask, frames, until } = page()
    await ask({ type: 'load', scenario: small, play: false })
    await ask({ type: 'step', count: 40 })
    const eta = (value: number) => ({ arm: '', field: 'eta', value }) as const
    await ask({ type: 'change', event: eta(0.25) })
    await ask({ type: 'step', count: 50 })
    const changed = await ask({ type: 'change', event: eta(0.3), since: 40 })
    expect(changed.events).toEqual([{ step: 40, ...eta(0.3) }])
    expect(await ask({ type: 'state' })).toMatchObject({ step: 40 })
    await until(() => at(frames, 40))
    expect(frames.at(-1)).toMatchObject({ status: 'paused', fingerprint: await direct(small, 40) })
    await ask({ type: 'play' })
    await until(() => frames.at(-1)?.status === 'finished')
    expect(frames.at(-1)!.fingerprint).toBe(await direct(changed, 300))

    const last = await ask({ type: 'change', event: eta(0.2), since: 40 })
    expect(last.events).toEqual([{ step: 40, ...eta(0.2) }])
    const seen = frames.length
    await until(() => frames.length > seen && frames.at(-1)?.status === 'finished')
    expect(frames.at(-1)!.fingerprint).toBe(await direct(last, 300))
  })

  it('goes back to a change of which no snapshot is left by the steps in between', async () => {
    const { ask, frames, until } = page()
    const first = { ...small, events: [{ step: 40, arm: '', field: 'eta', value: 0.25 }] } as const
    await ask({ type: 'load', scenario: first, toStep: 150, play: false })
    const changed = await ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.3 }, since: 40 })
    expect(changed.events).toEqual([{ step: 40, arm: '', field: 'eta', value: 0.3 }])
    await ask({ type: 'play' })
    await until(() => frames.at(-1)?.status === 'finished')
    expect(frames.at(-1)!.fingerprint).toBe(await direct(changed, 300))
  })

  it('seeks back and ahead to the same bits, and a refused change leaves the run alone', async () => {
    const { ask, frames, until } = page()
    await ask({ type: 'load', scenario: small, toStep: 250, play: false })
    await ask({ type: 'seek', step: 100 })
    await until(() => at(frames, 100))
    expect(frames.at(-1)!.fingerprint).toBe(await direct(small, 100))
    await expect(ask({ type: 'change', event: { arm: '', field: 'B', value: 1e4 } })).rejects.toMatchObject({
      field: 'at.B',
      allowed: 'at most n = 200',
    })
    await ask({ type: 'seek', step: 250 })
    await until(() => at(frames, 250))
    expect(frames.at(-1)!.fingerprint).toBe(await direct(small, 250))
  })

  it('holds frames back until the page acknowledges, and keeps what it holds bounded', async () => {
    const { ask, frames, until, server } = page({ ack: false })
    await ask({ type: 'load', scenario: { ...small, steps: 6000, measure: { ...small.measure, every: 1, k: 2 } }, play: true })
    await until(() => frames.length === 1)
    for (let step = 0; step < 3000; { step } = await ask({ type: 'state' })) await new Promise(r => setTimeout(r, 5))
    expect(frames.length).toBe(1)
    server.receive({ kind: 'ack' })
    await until(() => frames.length === 2)
    const width = columnsFor({ k: 2 }).width
    expect(frames[1].arms[0].rows.length / width).toBeLessThanOrEqual(1025)
    await ask({ type: 'pause' })
  })

  it('goes on with wasm from the last snapshot when a device fails, and says so', async () => {
    const { ask, frames, pushes, until } = page({ failAt: 200 })
    await ask({ type: 'load', scenario: { ...small, backend: 'webgpu' }, play: true })
    await until(() => frames.at(-1)?.status === 'finished')
    expect(pushes.find(p => p.type === 'notice')).toMatchObject({ text: expect.stringContaining('device lost') })
    expect(frames.at(-1)!.fingerprint).toBe(await direct(small, 300))
    // On the plane of the run that goes on, which is none of the one that was lost.
    const told = pushes.flatMap(p => (p.type === 'plane' ? [p.plane] : []))
    expect(told.at(-1)?.id).toBeGreaterThan(1)
    expect(frames.at(-1)!.plane).toBe(told.at(-1)?.id)
  })

  it('says which plane the newest row was read on: of another view that of the view, before it is told', async () => {
    const { ask, frames, until } = page()
    await ask({ type: 'load', scenario: small, play: false })
    await until(() => frames.some(f => f.rowsOn === 1))
    const seen = frames.length
    const plane = await ask({ type: 'adopt', scenario: { ...small, view: { ...small.view, plane: 'random' } } })
    await until(() => frames.slice(seen).some(f => elementAt(f.arms, 0).rows.length > 0))
    const rows = frames.slice(seen).filter(f => elementAt(f.arms, 0).rows.length > 0)
    expect(rows.map(f => f.rowsOn)).toEqual([2])
    expect(plane?.id ?? 2).toBe(2)
  })

  it('goes on answering when the device of a paused run is lost', async () => {
    let lost = false
    const { ask, frames, until } = page({ lost: () => lost })
    await ask({ type: 'load', scenario: { ...small, backend: 'webgpu' }, play: false })
    await ask({ type: 'step', count: 10 })
    await until(() => frames.at(-1)?.step === 10)
    const shown = frames.length
    lost = true
    await ask({ type: 'pause' })
    await until(() => frames.length > shown && at(frames, 10))
    expect(frames.at(-1)).toMatchObject({ step: 10, status: 'paused', fingerprint: await direct(small, 10) })
    await ask({ type: 'step', count: 5 })
    await until(() => at(frames, 15))
    expect(frames.at(-1)!.fingerprint).toBe(await direct(small, 15))
  })

  it('takes the processor for a model of two parameters and says so, and a GPU for arms by whatever rule', async () => {
    const { ask } = page()
    const valley = { ...PRESETS.get('valley')!.scenario, backend: 'webgpu' } as const
    const { backend } = await ask({ type: 'load', scenario: valley, play: false })
    const reason = 'a model of two parameters is computed in float64, the same bits everywhere, not by'
    expect(backend).toMatchObject({ id: 'wasm', reason: `${reason} webgpu` })
    const { backend: auto } = await ask({ type: 'load', scenario: { ...valley, backend: 'auto' }, play: false })
    expect(auto).toMatchObject({ id: 'wasm', reason: `${reason} a GPU` })
    const arms = [...small.arms, templateArm(small, 'adam', 'adam')]
    const { backend: asked } = await ask({ type: 'load', scenario: { ...small, arms, backend: 'webgpu' }, play: false })
    expect(asked).toMatchObject({ id: 'webgpu', reason: 'chosen in the scenario' })
  })

  it('answers a request before anything is loaded with what to do', async () => {
    await expect(page().ask({ type: 'play' })).rejects.toThrow(/send 'load'/)
  })

  const bytesOf = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'))
  const fileOf = (name: string, bytes: Uint8Array) => new File([bytes as Uint8Array<ArrayBuffer>], name)
  const rows = Array.from({ length: 40_000 }, (_, i) => `${(i * 37) % 101},${(i * 11) % 17},${i % 2 ? 'b' : 'a'}`)

  it('reads user data beside the run, which goes on, and runs on them', async () => {
    const { ask, frames, pushes, until } = page()
    const endless = { ...small, steps: 1e9 }
    await ask({ type: 'load', scenario: endless, play: true })
    await until(() => frames.length > 1)
    const file = fileOf('t.csv', bytesOf(...rows))
    // A file that is not handed over before the run has gone on.
    async function slowly(from: number, to: number) {
      const before = frames.at(-1)!.step
      await until(() => frames.at(-1)!.step > before)
      return file.slice(from, to).arrayBuffer()
    }
    const slow = { name: file.name, size: file.size, slice: (from: number, to: number) => ({ arrayBuffer: () => slowly(from, to) }) }
    const info = await ask({ type: 'data', files: [slow] })
    expect(info).toMatchObject({ files: ['t.csv'], format: 'csv', n: 21_000, of: 40_000, d: 2, outputs: 1, classes: ['a', 'b'] })
    const shares = pushes.flatMap(p => (p.type === 'data' ? [p.share] : []))
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    const scenario = withData({ ...small, steps: 20 }, info)
    await expect(
      ask({ type: 'load', scenario: { ...scenario, data: { ...scenario.data, file: '0123456789abcdef' } }, play: false }),
    ).rejects.toMatchObject({
      field: 'file',
      found: '0123456789abcdef',
    })
    await ask({ type: 'load', scenario, play: true })
    await until(() => frames.at(-1)?.status === 'finished')
    const sim = await createSimulation(scenario, createReferenceBackend(), {
      mnist: () => Promise.reject(new Error('no digits')),
      own: () => readOwn([fileOf('t.csv', bytesOf(...rows))], () => {}),
    })
    await sim.advance(20)
    expect(frames.at(-1)!.fingerprint).toBe(await sim.fingerprint())
  })

  it('keeps the last two data sets, gives a reading up for the next or when told to, and leaves the run alone where a file is bad', async () => {
    const { ask, frames, until } = page()
    await ask({ type: 'load', scenario: { ...small, steps: 1e9 }, play: true })
    const one = (k: number) => fileOf(`${k}.csv`, bytesOf(`${k},1`, `2,${k}.5`, '3,4'))
    const infos = [
      await ask({ type: 'data', files: [one(1)] }),
      await ask({ type: 'data', files: [one(2)] }),
      await ask({ type: 'data', files: [one(3)] }),
    ]
    const bad = fileOf('cut.npy', Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 0, 0))
    await expect(ask({ type: 'data', files: [bad] })).rejects.toMatchObject({
      name: 'DataFileError',
      message: 'cut.npy: file ends after 10 of 12 bytes',
    })
    await expect(ask({ type: 'data', files: [] })).rejects.toMatchObject({ message: 'no file was chosen' })
    const long = fileOf('long.csv', bytesOf(...rows))
    const [given, stopped] = [ask({ type: 'data', files: [long] }), ask({ type: 'data', files: [long] })]
    void ask({ type: 'cancel-data' })
    await expect(given).rejects.toMatchObject({ name: 'Cancelled' })
    await expect(stopped).rejects.toMatchObject({ name: 'Cancelled' })
    const now = frames.at(-1)!.step
    await until(() => frames.at(-1)!.step > now)
    const load = (k: number) =>
      ask({ type: 'load', scenario: withData({ ...small, arms: small.arms.map(a => ({ ...a, B: 1 })) }, infos[k]), play: false })
    await load(1)
    await load(2)
    await expect(load(0)).rejects.toMatchObject({ field: 'file' })
  })
})
