import { beforeEach, describe, expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { Fake, START } from './fakeClient.fixture'

let fake: Fake
const open = (fragment?: string, step?: number) => fake.visit(fragment, step)

beforeEach(() => {
  fake = new Fake()
})

describe('the newest wins', () => {
  it('for loads', async () => {
    await open()
    fake.auto = false
    for (const n of [210, 220, 230]) fake.scope.set('n', n, n === 230)
    await fake.settled()
    fake.answer('load')
    await fake.settled(5)
    fake.answer('load')
    await fake.settled(5)
    expect(fake.requests('load').map(r => r.scenario.data.n)).toEqual([200, 210, 230])
    expect(fake.state).toMatchObject({ status: 'running', scenario: { data: { n: 230 } } })
  })

  it('for changes in flight, field by field', async () => {
    await open(undefined, 10)
    fake.auto = false
    fake.scope.set('gd.eta', 1.1, false)
    fake.scope.set('gd.eta', 1.2, false)
    fake.scope.set('gd.eta', 1.3, true)
    fake.scope.set('sgd.B', 8)
    expect(fake.state.wanted).toEqual({ 'gd.eta': 1.3, 'sgd.B': 8 })
    for (let i = 0; i < 3; i++) {
      await fake.settled(i ? 100 : 0)
      fake.answer('change')
    }
    await fake.settled(100)
    expect(fake.requests('change').map(r => r.event.value)).toEqual([1.1, 1.3, 8])
    expect(fake.state.wanted).toEqual({})
  })

  it('for seeks, and the replay under way is ended', async () => {
    await open(undefined, 100)
    fake.auto = false
    for (const step of [90, 50, 10]) fake.scope.seek(step)
    await fake.settled()
    fake.answer('seek')
    await fake.settled()
    expect(fake.requests('seek').map(r => r.step)).toEqual([90, 10])
    expect(fake.state.sought).toBe(10)
    expect(fake.cancels).toBe(2)
    fake.answer('seek')
    await fake.settled()
    expect(fake.state.sought).toBeNull()
  })

  it('and a change during a replay waits for the run', async () => {
    await open(undefined, 100)
    fake.auto = false
    fake.scope.set('k', 5)
    await fake.settled()
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 100, scenario: { measure: { k: 5 } } })
    fake.scope.set('gd.eta', 1.5)
    await fake.settled()
    expect(fake.requests('change')).toHaveLength(0)
    fake.answer('load')
    await fake.settled(5)
    fake.answer('change')
    await fake.settled()
    expect(fake.state.scenario.events).toMatchObject([{ step: 100, arm: 'gd', value: 1.5 }])
  })
})

describe('a change on its way into the run', () => {
  beforeEach(async () => {
    await open(undefined, 100)
    fake.auto = false
    fake.scope.set('gd.eta', 1.5)
    await fake.settled()
  })

  it('reaches the one that goes on when the worker dies', async () => {
    fake.auto = true
    fake.answer('change', Object.assign(new Error('gone'), { name: 'WorkerCrash' }))
    fake.crash('out of memory')
    expect(fake.state.wanted).toEqual({ 'gd.eta': 1.5 })
    await fake.settled(5)
    expect(fake.requests('change').map(r => r.event.value)).toEqual([1.5, 1.5])
    expect(fake.state.scenario.events).toMatchObject([{ step: 100, arm: 'gd', value: 1.5 }])
    await fake.settled(100)
    expect(fake.state.wanted).toEqual({})
  })

  it('is part of what another gesture starts, and of no run after that', async () => {
    fake.scope.set('n', 300)
    fake.auto = true
    fake.answer('change')
    await fake.settled(200)
    expect(fake.state).toMatchObject({ wanted: {}, scenario: { events: [], data: { n: 300 } } })
    expect(fake.state.scenario.arms.map(a => a.eta)).toEqual([0.5, 1.5])
    expect(fake.requests('change')).toHaveLength(1)
  })

  it('is shown until the step on screen is one at which it acts', async () => {
    fake.frame(120)
    fake.answer('change')
    fake.scope.store.setState({ step: 90 })
    await fake.settled(1000)
    expect(fake.state.wanted).toEqual({ 'gd.eta': 1.5 })
    fake.frame(130)
    expect(fake.state.wanted).toEqual({})
  })

  it('is given up with a run that cannot go on', async () => {
    for (const request of ['change', 'load', 'load'] as const) {
      fake.answer(request, Object.assign(new Error('gone'), { name: 'WorkerCrash' }))
      fake.crash('out of memory')
      await fake.settled(5)
    }
    expect(fake.state).toMatchObject({ status: 'failed', wanted: {} })
  })
})

describe('changes', () => {
  it('are part of the start before the first step and events afterwards', async () => {
    await open()
    fake.scope.pause()
    fake.frame(0, { status: 'paused' })
    fake.scope.set('gd.eta', 1.5)
    await fake.settled(5)
    expect(fake.state).toMatchObject({ status: 'paused', scenario: { events: [] } })
    expect(fake.history.at(-1)).toBe(`${START}&gd.eta=1.5`)
  })

  it('of one drag are one event, at the step where it began', async () => {
    await open(undefined, 100)
    for (const B of [20, 15, 10]) {
      fake.scope.set('sgd.B', B, false)
      await fake.settled(100)
      expect(fake.state).toMatchObject({ step: 100, wanted: {}, scenario: { events: [{ step: 100, field: 'B', value: B }] } })
      fake.frame(100 + B)
    }
    fake.scope.set('sgd.B', 10, true)
    await fake.settled(100)
    expect(fake.requests('change').map(r => [r.event.value, r.since])).toEqual([
      [20, undefined],
      [15, 100],
      [10, 100],
    ])
    expect(fake.history).toEqual([START, `${START}&at=100:sgd.B:10`])
    // The next drag is another change.
    fake.scope.set('sgd.B', 5, false)
    await fake.settled(100)
    fake.scope.set('sgd.B', 5, true)
    await fake.settled(100)
    expect(fake.history.at(-1)).toBe(`${START}&at=100:sgd.B:10,110:sgd.B:5`)
    expect(fake.history).toHaveLength(3)
  })

  it('of a drag that goes on over the end of the run stay in it', async () => {
    await open(undefined, 100)
    fake.scope.set('sgd.B', 20, false)
    await fake.settled(100)
    fake.frame(500, { status: 'finished' })
    fake.scope.set('sgd.B', 10, false)
    await fake.settled(100)
    fake.scope.set('sgd.B', 8, true)
    await fake.settled(100)
    expect(fake.requests('load')).toHaveLength(1)
    expect(fake.history).toEqual([START, `${START}&at=100:sgd.B:8`])
  })

  it('of a drag after the end of a run begin one new run, when the hand lets go', async () => {
    await open(`#${START}&at=10:gd.eta:1.5`, 500)
    fake.frame(500, { status: 'finished' })
    for (const B of [20, 15, 10]) {
      fake.scope.set('sgd.B', B, false)
      await fake.settled(100)
      expect(fake.state.wanted).toEqual({ 'sgd.B': B })
    }
    expect(fake.requests('load')).toHaveLength(1)
    fake.scope.set('sgd.B', 10, true)
    await fake.settled(5)
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 0, play: true, scenario: { events: [] } })
    expect(fake.requests('load')).toHaveLength(2)
    expect(fake.requests('change')).toHaveLength(0)
    expect(fake.state.wanted).toEqual({})
    expect(fake.history).toEqual([`${START}&at=10:gd.eta:1.5`, `${START}&gd.eta=1.5&B=10`])
  })

  it('of a drag that begins before the first step are all the start of the run', async () => {
    await open()
    fake.scope.pause()
    fake.frame(0, { status: 'paused' })
    fake.scope.set('gd.eta', 1.5, false)
    fake.scope.play()
    await fake.settled(5)
    fake.frame(30, { status: 'running' })
    fake.scope.set('gd.eta', 1.6, true)
    await fake.settled(5)
    expect(fake.requests('change')).toHaveLength(0)
    expect(fake.history).toEqual([START, `${START}&gd.eta=1.6`])
  })

  it('keep a paused run paused through a whole drag', async () => {
    await open(undefined, 30)
    fake.scope.pause()
    fake.frame(30, { status: 'paused' })
    for (const n of [210, 220, 230]) fake.scope.set('n', n, n === 230)
    await fake.settled(5)
    expect(fake.state.status).toBe('paused')
    expect(fake.requests('load').map(r => r.play)).toEqual([true, false, false])
  })

  it('lower B with n, say so, and forget it when the drag comes back', async () => {
    await open(undefined, 20)
    fake.scope.set('n', 2, false)
    expect(fake.state).toMatchObject({ message: { kind: 'notice', field: 'B' }, scenario: { data: { n: 2 } } })
    expect(fake.state.scenario.arms[0]?.B).toBe(2)
    fake.scope.set('n', 150, true)
    expect(fake.state.scenario.arms[0]?.B).toBe(4)
    expect(fake.state.message).toBeNull()
  })

  it('of the view reach the run without a restart, and survive a change answered later', async () => {
    await open(undefined, 20)
    fake.auto = false
    fake.scope.set('gd.eta', 1.5)
    await fake.settled()
    fake.scope.set('speed', 200)
    await fake.settled()
    const change = fake.requests('change')
    expect(change).toHaveLength(1)
    fake.answer('change')
    await fake.settled()
    expect(fake.state.scenario.view.speed).toBe(200)
    expect(fake.state.scenario.events).toHaveLength(1)
    expect(decodeLink(fake.history.at(-1)!)).toEqual(fake.state.scenario)
  })

  it('of the precision restart a network, and of a linear model its replicas alone', async () => {
    await open()
    fake.scope.set('precision', 'f32')
    await fake.settled()
    expect([fake.requests('load').length, fake.requests('adopt').at(-1)?.scenario.precision]).toEqual([1, 'f32'])
    expect(fake.state.scenario.precision).toBe('f32')
    await open('s=two-layer')
    const before = fake.requests('load').length
    fake.scope.set('precision', 'f32')
    await fake.settled()
    expect(fake.requests('load').length).toBe(before + 1)
  })

  it('become the start when they are forgotten', async () => {
    await open(`#${START}&at=10:gd.eta:1.5`, 50)
    fake.scope.forgetEvents()
    await fake.settled(5)
    expect(fake.history.at(-1)).toBe(`${START}&gd.eta=1.5`)
    expect(fake.state.status).toBe('paused')
  })

  it('happen again after a reset', async () => {
    await open(`#${START}&at=10:gd.eta:1.5`, 50)
    fake.scope.reset()
    await fake.settled(5)
    expect(fake.state).toMatchObject({ status: 'paused', step: 0 })
    expect(fake.state.scenario.events).toHaveLength(1)
  })
})

describe('fields of the view that are set together', () => {
  it('are one entry in the history, and leave the run as it is', async () => {
    await open(undefined, 100)
    const [before, loads] = [fake.history.length, fake.requests('load').length]
    fake.scope.setView({ grid: 'eta=0.1,0.2', seeds: 3, shows: 'mu@end' })
    await fake.settled()
    expect(fake.history).toHaveLength(before + 1)
    expect(decodeLink(fake.history.at(-1) ?? '')).toEqual(fake.state.scenario)
    expect(fake.state.scenario.view).toMatchObject({ grid: 'eta=0.1,0.2', seeds: 3, shows: 'mu@end' })
    expect(fake.requests('load')).toHaveLength(loads)
    // None of them is taken where one is refused.
    fake.scope.setView({ seeds: 4, shows: 'nothing@all' })
    expect(fake.state.message?.kind).toBe('error')
    expect(fake.state.scenario.view.seeds).toBe(3)
    expect(fake.history).toHaveLength(before + 1)
  })
})
