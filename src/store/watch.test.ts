import { beforeEach, describe, expect, it, vi } from 'vitest'
import { BEAT_MS, LATE_MS } from '../lib/beats'
import { Fake, START } from './fakeClient.fixture'

const beats = (count: number) => fake.settled(count * BEAT_MS)

let fake: Fake
/** A page whose worker has spoken and is watched. */
beforeEach(async () => {
  fake = new Fake()
  fake.push({ type: 'alive' })
  await fake.visit(`#${START}`, 10)
  await fake.settled(1000)
})

it('a worker that answers is left alone, however long the page looks at it', async () => {
  await beats(200)
  expect(fake.pings).toBeGreaterThan(150)
  expect(fake).toMatchObject({ replaced: 0, state: { progress: null, message: null, step: 10 } })
})

describe('a worker that does not answer', () => {
  beforeEach(() => {
    fake.lives = false
  })

  it('is said after a second, with a way out, until it speaks again', async () => {
    await beats(2)
    expect(fake.state.progress).toBeNull()
    await beats(1)
    expect(fake.state.progress).toMatchObject({ what: 'waiting for the simulation', done: 0 })
    fake.push({ type: 'alive' })
    await fake.settled()
    expect(fake.state.progress).toBeNull()
  })

  it('is said in place of what it last said of itself', async () => {
    fake.push({ type: 'progress', what: 'opening the data', done: 0.99, total: 1 })
    await beats(3)
    expect(fake.state.progress).toMatchObject({ what: 'waiting for the simulation', done: 0 })
  })

  it('gives way to another one two seconds after another preset was chosen, which runs then', async () => {
    fake.auto = false
    fake.scope.openLink(`#${START}&n=20000`)
    await beats(3)
    fake.auto = true
    fake.scope.openLink(`#${START}&n=300`)
    await beats(3)
    expect(fake.replaced).toBe(0)
    await beats(1)
    expect(fake.replaced).toBe(1)
    expect(fake.state).toMatchObject({ status: 'running', message: null, scenario: { data: { n: 300 } } })
  })

  it('gives way to another one for what is wanted, which has its run there', async () => {
    fake.auto = false
    fake.scope.set('n', 300)
    await beats(3)
    expect(fake.replaced).toBe(0)
    await beats(2)
    expect(fake.replaced).toBe(1)
    fake.push({ type: 'alive' })
    fake.answer('load')
    await beats(1)
    expect(fake.requests('load').map(r => r.scenario.data.n)).toEqual([200, 300, 300])
    expect(fake.state).toMatchObject({ status: 'running', message: null, scenario: { data: { n: 300 } } })
  })

  it('gives way two seconds after Cancel: the run begins again at its step', async () => {
    await beats(4)
    fake.scope.cancel()
    await beats(3)
    expect(fake.replaced).toBe(0)
    await beats(2)
    expect(fake.replaced).toBe(1)
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 10, play: false })
    expect(fake.state.message?.text).toMatch(/did not answer.*step 10/)
  })

  it('is replaced where a load that the user cancels does not end, and the run before is back', async () => {
    const before = fake.state.scenario
    fake.lives = true
    fake.auto = false
    fake.scope.openLink(`#${START}&n=20000`)
    await beats(20)
    expect(fake.replaced).toBe(0)
    fake.scope.cancel()
    await beats(3)
    fake.auto = true
    await beats(2)
    expect(fake.replaced).toBe(1)
    expect(fake.state).toMatchObject({ status: 'running', scenario: before })
    expect(fake.state.message?.text).toMatch(/was cancelled before it began/)
  })

  it('is taken for dead after half a minute: the run goes on at its step, which is said; three times at one step are an answer', async () => {
    await beats(59)
    expect(fake.replaced).toBe(0)
    await beats(3)
    expect(fake.replaced).toBe(1)
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 10, play: true })
    expect(fake.state).toMatchObject({ step: 10, message: { kind: 'error' } })
    expect(fake.state.message?.text).toMatch(/no sign of life for 30 s.*restarted at step 10/)
    for (const _ of [2, 3]) {
      fake.time += 60_001
      fake.push({ type: 'alive' })
      await beats(62)
    }
    expect(fake.replaced).toBe(3)
    expect(fake.state).toMatchObject({ status: 'failed', message: { text: expect.stringMatching(/stopped 3 times/) } })
  })

  it('is waited for where the user has agreed to what takes long, until they cancel', async () => {
    fake.costly = 1e4
    fake.lives = true
    fake.scope.openLink(`#${START}&n=20000`)
    await beats(4)
    expect(fake.state).toMatchObject({ status: 'failed', step: 0, message: { kind: 'notice', asks: true } })
    expect(fake.state.message?.text).toMatch(/two hours/)
    expect(fake.requests('pause')).toHaveLength(1)
    fake.scope.agree()
    await beats(1)
    expect(fake.requests('load').at(-1)).toMatchObject({ agreed: true, toStep: 0 })
    expect(fake.state).toMatchObject({ status: 'running', message: null })
    fake.lives = false
    await beats(100)
    expect(fake.replaced).toBe(0)
    fake.scope.cancel()
    await beats(5)
    expect(fake.replaced).toBe(1)
    fake.scope.openLink(`#${START}&n=19999`)
    await beats(1)
    expect(fake.state.message).toMatchObject({ asks: true })
  })

  it('is not taken for dead as long as it says anything else: what it says may lie in a queue before its answer', async () => {
    for (let beat = 0; beat < 120; beat++) {
      fake.push({ type: 'progress', what: 'first measurement', done: beat, total: 120 })
      await beats(1)
    }
    expect(fake).toMatchObject({ replaced: 0, state: { message: null, progress: { what: 'first measurement' } } })
    await beats(62)
    expect(fake.replaced).toBe(1)
  })

  it('gives way two seconds after Cancel also where it goes on talking of what it did before', async () => {
    fake.scope.cancel()
    for (let beat = 0; beat < 5; beat++) {
      fake.push({ type: 'progress', what: 'first measurement', done: 1, total: 2 })
      await beats(1)
    }
    expect(fake.replaced).toBe(1)
  })

  it('is given the time in which the page itself came to nothing', async () => {
    await beats(3)
    for (let late = 0; late < 100; late++) {
      fake.time += LATE_MS + 1
      await beats(1)
    }
    fake.scope.cancel()
    for (let late = 0; late < 10; late++) {
      fake.time += LATE_MS + 1
      await beats(1)
    }
    expect(fake.replaced).toBe(0)
    await beats(4)
    expect(fake.replaced).toBe(1)
  })

  it('is waited for where it has not spoken yet: its code is on the way', async () => {
    fake.crash('out of memory')
    await beats(100)
    expect(fake.replaced).toBe(0)
  })
})

describe('the code of the watch', () => {
  /** A page whose worker spoke once; the watch over it has not come. */
  async function fresh() {
    fake.scope.dispose()
    fake = new Fake()
    fake.push({ type: 'alive' })
    await fake.visit(`#${START}`, 10)
  }

  it('is fetched again where it did not come', async () => {
    vi.resetModules()
    vi.doMock('./watch', () => {
      throw new Error('offline')
    })
    await fresh()
    await fake.settled(1000)
    vi.doUnmock('./watch')
    await beats(2)
    expect(fake.pings).toBe(0)
    for (let beat = 0; beat < 40; beat++) await beats(1)
    expect(fake.pings).toBeGreaterThan(0)
  })

  it('that comes when the page has gone watches nothing', async () => {
    await fresh()
    fake.scope.dispose()
    await fake.settled(1000)
    await beats(10)
    expect(fake.pings).toBe(0)
  })
})
