import { beforeEach, describe, expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { Fake, START } from './fakeClient.fixture'

let fake: Fake
const open = (fragment?: string, step?: number) => fake.visit(fragment, step)

beforeEach(() => {
  fake = new Fake()
})

describe('arms', () => {
  it('are added with the values in force and selected', async () => {
    await open(`#${START}&at=10:gd.eta:1.5`, 50)
    fake.scope.addArm('gd')
    await fake.settled(5)
    expect(fake.state.scenario.arms.map(a => [a.id, a.eta])).toEqual([
      ['sgd', 0.5],
      ['gd', 1.5],
      // A twin would take the same steps.
      ['gd2', 0.75],
    ])
    expect(fake.state).toMatchObject({ selectedArm: 'gd2', scenario: { events: [] } })
    expect(decodeLink(fake.history.at(-1)!)).toEqual(fake.state.scenario)
  })

  it('are removed, and the selection follows', async () => {
    await open(undefined, 5)
    fake.scope.selectArm('gd')
    fake.scope.removeArm('gd')
    await fake.settled()
    expect(fake.state.selectedArm).toBe('sgd')
    fake.scope.removeArm('sgd')
    await fake.settled()
    expect(fake.state.message?.text).toMatch(/at least one arm/)
  })

  it('are at most four', async () => {
    await open(undefined, 5)
    for (let i = 0; i < 3; i++) fake.scope.addArm('sgd')
    await fake.settled()
    expect(fake.state.scenario.arms).toHaveLength(4)
    expect(fake.state.message?.text).toMatch(/At most 4/)
  })
})

describe('what the worker says', () => {
  it('is acknowledged, and frames of older runs are ignored', async () => {
    await open(undefined, 10)
    const acks = fake.acks
    fake.frame(99, { run: 77 })
    expect(fake.acks).toBe(acks + 1)
    expect(fake.state.step).toBe(10)
  })

  it('shows notices, and progress until it is done', async () => {
    await open(undefined, 10)
    fake.push({ type: 'notice', text: 'webgpu failed. The run goes on with wasm.' })
    expect(fake.state.message).toEqual({ kind: 'notice', text: 'webgpu failed. The run goes on with wasm.' })
    fake.time = 5
    fake.push({ type: 'progress', what: 'replaying', done: 1, total: 10 })
    fake.time = 9
    fake.push({ type: 'progress', what: 'replaying', done: 5, total: 10 })
    expect(fake.state.progress).toEqual({ what: 'replaying', done: 5, total: 10, since: 5 })
    fake.push({ type: 'progress', what: 'replaying', done: 10, total: 10 })
    expect(fake.state.progress).toBeNull()
  })

  it('clears the progress of a replay that was cancelled', async () => {
    await open(undefined, 10)
    fake.auto = false
    fake.scope.seek(5000)
    await fake.settled()
    fake.push({ type: 'progress', what: 'replaying', done: 1, total: 10 })
    fake.scope.cancel()
    fake.answer('seek')
    await fake.settled()
    expect(fake.cancels).toBe(1)
    expect(fake.state.progress).toBeNull()
  })

  it('tells a run that ended from one that goes on', async () => {
    await open(undefined, 10)
    fake.push({ type: 'notice', text: 'The run ended at step 10: gone.', ended: true })
    expect(fake.state).toMatchObject({ status: 'failed', message: { kind: 'error' } })
    fake.scope.play()
    await fake.settled(5)
    expect(fake.state.status).toBe('running')
  })

  it('a crash starts the run again where it was, but not for ever', async () => {
    await open(undefined, 10)
    fake.crash('out of memory')
    await fake.settled(5)
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 10, play: true })
    expect(fake.state).toMatchObject({ status: 'running', message: { kind: 'error' } })
    fake.crash('out of memory')
    fake.crash('out of memory')
    await fake.settled(5)
    expect(fake.requests('load')).toHaveLength(3)
    expect(fake.state.message?.text).toMatch(/3 times/)
  })
})

describe('deaths of the worker', () => {
  const HOUR = 3.6e6
  const crash = async (ms = HOUR) => {
    fake.time += ms
    fake.crash('out of memory')
    await fake.settled(5)
  }

  it('at the start of different scenarios, hours apart, do not add up', async () => {
    for (const n of [100, 110, 120, 130]) {
      await open(`#${START}&n=${n}`)
      await crash()
      expect(fake.state).toMatchObject({ status: 'running', scenario: { data: { n } } })
    }
  })

  it('at one step add up, and no old one at another step with them', async () => {
    await open(undefined, 10)
    await crash()
    fake.frame(20)
    await crash(1000)
    fake.frame(10)
    await crash()
    expect(fake.state).toMatchObject({ status: 'running', step: 10 })
    await crash()
    expect(fake.state.message?.text).toMatch(/3 times/)
  })
})

describe('a run whose worker died', () => {
  const snapshot = (step: number) => ({ step, arms: [] })

  it('is taken up where it was last handed over, and keeps its rows and paths', async () => {
    fake.push({ type: 'alive' })
    await open(undefined, 10)
    await fake.settled(1000)
    fake.push({ type: 'checkpoint', run: fake.runs, snapshot: snapshot(8), events: [] })
    fake.frame(20)
    const { plane } = fake.scope.traces
    fake.crash('out of memory')
    await fake.settled(5)
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 20, from: { step: 8 } })
    expect(fake.scope.traces.arms[0]?.table.column(0)).toEqual(Float64Array.of(0, 10, 20))
    expect(fake.scope.traces.plane).toEqual(plane)
    expect(fake.scope.traces.arms[0]?.path.column(0).at(-1)).toBe(20)
    expect(fake.state).toMatchObject({ status: 'running', lastStep: 20 })
    // The same directions at another step are another plane.
    if (!plane) throw new Error('no plane')
    fake.push({ type: 'plane', run: fake.runs, plane: { ...plane, id: 9, step: 20, paths: [Float64Array.of(18, 0, 0, 0)] } })
    expect(fake.scope.traces.plane).toMatchObject({ id: 9, step: 20 })
    expect(fake.scope.traces.arms[0]?.path.column(0)).toEqual(Float64Array.of(18))
  })

  it.each([
    ['another run has handed over', 10, 77, snapshot(8), []],
    ['the page stands before that', 10, 1, snapshot(11), []],
    ['its changes up to there are others', 10, 1, snapshot(8), [{ step: 3, arm: '', field: 'eta', value: 0.3 } as const]],
  ])('begins anew where %s', async (_, step, run, at, events) => {
    fake.push({ type: 'alive' })
    await open(undefined, step)
    await fake.settled(1000)
    fake.push({ type: 'checkpoint', run, snapshot: at, events })
    fake.crash('out of memory')
    await fake.settled(5)
    const load = fake.requests('load').at(-1)
    expect(load).toMatchObject({ toStep: 10 })
    expect(load).not.toHaveProperty('from')
    expect(fake.scope.traces.arms[0]?.table.length).toBe(1)
  })
})

describe('transport', () => {
  it('pauses a run that is still being loaded', async () => {
    fake.auto = false
    fake.scope.openLink('')
    await fake.settled()
    fake.scope.pause()
    expect(fake.requests('pause')).toHaveLength(0)
    fake.answer('load')
    await fake.settled(5)
    expect(fake.requests('pause')).toHaveLength(1)
  })

  it('plays a finished run from the start', async () => {
    await open()
    fake.frame(2000, { status: 'finished' })
    fake.scope.play()
    await fake.settled(5)
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 0, play: true })
  })

  it('starts anew, playing, when a finished run is changed', async () => {
    await open()
    fake.frame(2000, { status: 'finished' })
    fake.scope.set('gd.eta', 1.5)
    await fake.settled(5)
    expect(fake.state).toMatchObject({ status: 'running', scenario: { events: [] } })
  })

  it('draws another seed', async () => {
    await open()
    fake.scope.newSeed()
    expect(fake.history.at(-1)).toBe(`${START}&seed=8`)
  })
})
