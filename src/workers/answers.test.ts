import { describe, expect, it } from 'vitest'
import { PRESETS, type Scenario } from '../scenario'
import { createReferenceBackend } from '../sim/backends/reference'
import { createSimulation } from '../sim/simulation'
import { SLICE_MS } from './pace'
import type { Request } from './protocol'
import { gate, page } from './server.fixture'

const preset = PRESETS.get('linear-anisotropic')!.scenario
const small: Scenario = { ...preset, steps: 300, backend: 'reference', view: { ...preset.view, speed: 0 } }
const DOMAIN = [-1, 1, -1, 1] as const

async function direct(scenario: Scenario, step: number): Promise<string> {
  const sim = await createSimulation(scenario, createReferenceBackend())
  await sim.advance(step)
  return sim.fingerprint()
}

it('a look at a question is answered at the present step, and with nothing where there is no attention', async () => {
  const { scenario } = PRESETS.get('transformer-hops')!
  const { ask } = page({})
  const model = { ...scenario.model, blocks: 1, width: 4, mlp: 4 }
  const measure = { ...scenario.measure, of: 8, k: 2 }
  await ask({
    type: 'load',
    scenario: { ...scenario, model, measure, data: { ...scenario.data, n: 40 }, backend: 'reference' },
    play: false,
  })
  await ask({ type: 'step', count: 2 })
  const look = await ask({ type: 'attention', question: 1 })
  expect(look).toMatchObject({ step: 2, question: 1, unseen: true })
  expect(look!.arms.map(({ weights, outputs }) => [weights.length, outputs.length])).toEqual([
    [64, 5],
    [64, 5],
  ])
  await ask({ type: 'load', scenario: small, play: false })
  expect(await ask({ type: 'attention', question: 0 })).toBeNull()
})

it('what samples are taken for is answered at the present step, and with nothing where there are no classes', async () => {
  const { scenario } = PRESETS.get('transformer-hops')!
  const { ask } = page({})
  const model = { ...scenario.model, blocks: 1, width: 4, mlp: 4 }
  const measure = { ...scenario.measure, of: 8, k: 2 }
  const data = { ...scenario.data, n: 40 }
  await ask({ type: 'load', scenario: { ...scenario, model, measure, data, backend: 'reference' }, play: false })
  await ask({ type: 'step', count: 2 })
  const { step, found } = await ask({ type: 'confusion' })
  expect(step).toBe(2)
  expect(found!.arms.map(({ train }) => train!.reduce((sum, count) => sum + count, 0))).toEqual([40, 40])
  await ask({ type: 'load', scenario: small, play: false })
  expect(await ask({ type: 'confusion' })).toEqual({ step: 0, found: null })
})

describe('while a measurement is pending', () => {
  it('every request is answered that does not need its result, and what comes of them is the same', async () => {
    const { open, hold } = gate()
    const { ask, frames, pushes, until } = page({ hold })
    const info = await ask({ type: 'load', scenario: small, play: false })
    expect(info.plane).toBeNull()
    await until(() => frames.length === 1)
    expect(frames[0]).toMatchObject({ step: 0, status: 'paused' })
    expect(frames[0].arms[0].rows).toHaveLength(0)
    const view = { ...small.view, i: 2, j: 1 }
    const requests: Request[] = [
      { type: 'play' },
      { type: 'pause' },
      { type: 'speed', speed: 0 },
      { type: 'adopt', scenario: { ...small, steps: 200, view } },
      { type: 'state' },
    ]
    for (const request of requests) await ask(request)
    const changed = await ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.25 } })
    expect(changed.events).toEqual([{ step: 0, arm: '', field: 'eta', value: 0.25 }])
    await ask({ type: 'play' })
    await until(() => frames.at(-1)!.status === 'running')
    expect(frames.at(-1)!.step).toBe(0)
    expect(pushes.some(p => p.type === 'plane')).toBe(false)

    open()
    await until(() => frames.at(-1)!.status === 'finished')
    expect(pushes.filter(p => p.type === 'plane')).toHaveLength(1)
    expect(pushes.find(p => p.type === 'plane')).toMatchObject({ run: info.run, plane: { i: 2, j: 1 } })
    expect(frames.at(-1)!.fingerprint).toBe(await direct(changed, 200))
  })

  it('a ping is answered at once', async () => {
    const { hold } = gate()
    const { ask, pushes, server } = page({ hold })
    await ask({ type: 'load', scenario: small, play: true })
    const before = pushes.length
    server.receive({ kind: 'ping' })
    expect(pushes.slice(before)).toEqual([{ type: 'alive' }])
  })

  it('the row of a step is read anew where a change acts there, as a replay would read it', async () => {
    const { open, hold } = gate()
    const { ask, frames, until } = page({ hold })
    const { columns } = await ask({ type: 'load', scenario: small, play: false })
    await ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.25 } })
    open()
    const newest = () => frames.findLast(f => f.arms[0].rows.length > 0)?.arms[0].rows ?? []
    await until(() => newest().length > 0)
    expect([newest()[0], newest()[columns.at.lr]]).toEqual([0, 0.25])
    await ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.3 } })
    await until(() => newest()[columns.at.lr] !== 0.25)
    expect([newest()[0], newest()[columns.at.lr]]).toEqual([0, 0.3])
  })

  it('another load is answered, and the one before leaves nothing behind', async () => {
    const { hold } = gate()
    const held = page({ hold })
    const first = await held.ask({ type: 'load', scenario: small, play: true })
    const second = await held.ask({ type: 'load', scenario: { ...small, seed: 9 }, play: true })
    expect(second.run).toBeGreaterThan(first.run)
    await held.until(() => held.frames.at(-1)?.run === second.run)
  })

  it('of landscapes the newest is drawn, and the others are answered', async () => {
    const { ask } = page()
    const planar = PRESETS.get('two-basins')?.scenario ?? small
    await ask({ type: 'load', scenario: { ...planar, backend: 'reference' }, play: false })
    const window = { nx: 81, ny: 81 }
    const [old, newest] = [
      ask({ type: 'landscape', domain: DOMAIN, ...window }),
      ask({ type: 'landscape', domain: [-2, 2, -2, 2], ...window }),
    ]
    await old.catch(error => expect(error).toMatchObject({ name: 'Cancelled' }))
    expect((await newest).domain).toEqual([-2, 2, -2, 2])
  })
})

describe('in the midst of a step', () => {
  it('changes and pauses are answered, and act after it', async () => {
    let waiting = Promise.resolve()
    let begun = 0
    const holdSteps = () => {
      begun++
      return waiting
    }
    let ahead = 0
    const { ask, frames, until } = page({ holdSteps, now: () => performance.now() + ahead })
    await ask({ type: 'load', scenario: { ...small, arms: small.arms.slice(0, 1) }, play: false })
    await ask({ type: 'step', count: 10 })
    await until(() => frames.at(-1)?.step === 10)
    const { open, hold } = gate()
    waiting = hold()
    const before = begun
    await ask({ type: 'play' })
    await until(() => begun > before)
    const { events } = await ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.25 } })
    expect(events).toEqual([{ step: expect.any(Number), arm: '', field: 'eta', value: 0.25 }])
    expect(events[0].step).toBeGreaterThan(10)
    // The step under way is a long one by now.
    ahead = 2 * SLICE_MS
    expect(await ask({ type: 'pause' })).toBe('paused')
    expect(frames.at(-1)!.step).toBe(10)
    open()
    await until(() => frames.at(-1)!.step > 10)
    const { step, status, fingerprint } = frames.at(-1)!
    expect({ step, status }).toEqual({ step: events[0].step, status: 'paused' })
    await ask({ type: 'step', count: 20 })
    await until(() => frames.at(-1)!.step === step + 20)
    const changed = { ...small, arms: small.arms.slice(0, 1), events }
    expect([fingerprint, frames.at(-1)!.fingerprint]).toEqual([await direct(changed, step), await direct(changed, step + 20)])
  })
})

describe('a load under way', () => {
  const large: Scenario = { ...small, data: { ...small.data, n: 20_000, d: 200 } }

  it('gives way to a newer one', async () => {
    const { ask, frames, until } = page()
    const old = ask({ type: 'load', scenario: large, play: true })
    const gone = expect(old).rejects.toMatchObject({ name: 'Cancelled' })
    const info = await ask({ type: 'load', scenario: small, play: false })
    await gone
    await until(() => frames.some(frame => frame.fingerprint !== ''))
    expect(frames[0]).toMatchObject({ run: info.run, step: 0 })
    expect(frames.find(frame => frame.fingerprint !== '')).toMatchObject({ run: info.run, step: 0, fingerprint: await direct(small, 0) })
  })

  it('is given up when the page cancels it; play and pause before that decide how a run begins', async () => {
    const { ask, frames, until, server } = page()
    const gone = expect(ask({ type: 'load', scenario: large, play: true })).rejects.toMatchObject({ name: 'Cancelled' })
    await ask({ type: 'pause' })
    server.receive({ kind: 'cancel' })
    await gone
    await expect(ask({ type: 'step', count: 1 })).rejects.toThrow(/Nothing is loaded/)
    const next = ask({ type: 'load', scenario: { ...small, data: { ...small.data, n: 2000 } }, play: false })
    await ask({ type: 'play' })
    await next
    await until(() => frames.at(-1)?.status === 'finished')
  })

  it('a replay ends where it is when the page cancels it, and a change waits for where it arrives', async () => {
    const { ask, frames, until, server } = page()
    await ask({ type: 'load', scenario: { ...small, steps: 1e9 }, play: false })
    const away = ask({ type: 'seek', step: 5e8 })
    const changed = ask({ type: 'change', event: { arm: '', field: 'eta', value: 0.25 } })
    await ask({ type: 'speed', speed: 0 })
    server.receive({ kind: 'cancel' })
    await away
    const { events } = await changed
    await until(() => frames.length > 0 && frames.at(-1)!.step === events[0].step)
    expect(events[0].step).toBeLessThan(5e8)
  })
})
