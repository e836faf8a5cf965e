import { beforeEach, describe, expect, it } from 'vitest'
import { decodeLink, OPENING_PRESET, PRESETS } from '../scenario'
import { Fake, START } from './fakeClient.fixture'

let fake: Fake
const open = (fragment?: string, step?: number) => fake.visit(fragment, step)

beforeEach(() => {
  fake = new Fake()
})

describe('opening', () => {
  it('loads the opening preset and plays it', async () => {
    fake.scope.openLink('')
    await fake.settled(2)
    expect(fake.requests('load')).toMatchObject([{ play: true, toStep: 0 }])
    expect(fake.state).toMatchObject({ status: 'running', step: 0, p: 20, selectedArm: 'sgd', message: null })
    expect(fake.history).toEqual([`v=1&s=${OPENING_PRESET}`])
  })

  it('shows the preset and names field, value and range when a link is malformed', async () => {
    await open('#v=1&s=linear-isotropic&eta=abc')
    expect(fake.state.scenario).toEqual(PRESETS.get('linear-isotropic')!.scenario)
    expect(fake.state.message?.kind).toBe('error')
    for (const part of ['eta', 'abc', 'from 0.000001 to 1000', 'Linear model, isotropic inputs'])
      expect(fake.state.message?.text.replace('1e-6', '0.000001')).toContain(part)
    expect(fake.history).toEqual([''])
  })

  it('keeps every field that can be read, and leaves the address until something is changed', async () => {
    await open('#v=1&s=linear-isotropic&n=300&eta=0.1x&seed=7&at=5:B:2,x:B:3')
    expect(fake.state.scenario).toMatchObject({ data: { n: 300 }, seed: 7, events: [{ step: 5, field: 'B', value: 2 }] })
    expect(fake.state.message?.text).toMatch(/eta: found “0.1x”.*and 1 more. The rest of it is shown/)
    expect(fake.history).toEqual([''])
    fake.scope.set('seed', 8)
    expect(fake.history).toEqual(['', 'v=1&s=linear-isotropic&n=300&seed=8'])
  })

  it('reads a link that was changed on its way, says nothing of it, and leaves the address until something is changed', async () => {
    for (const link of ['%23v=1&s=olm-diagonal&B=4&seed=7', '?v=1&s=olm-diagonal&B=4&seed=7', '#v%3D1%26s%3Dolm-diagonal%26B=4&seed=7).']) {
      fake = new Fake()
      await open(link)
      expect(fake.state.scenario).toEqual(decodeLink('s=olm-diagonal&B=4&seed=7'))
      expect(fake.state.message).toBeNull()
      expect(fake.history).toEqual([''])
      fake.scope.set('seed', 8)
      expect(fake.history).toEqual(['', 'v=1&s=olm-diagonal&B=4&seed=8'])
    }
  })

  it('names what it cannot read of a link that was changed on its way', async () => {
    await open('#v=1&amp;s=olm-diagonal&amp;B=4&amp;seed=7&amp;utm_source=mail')
    expect(fake.state.scenario).toEqual(decodeLink('s=olm-diagonal&B=4&seed=7'))
    expect(fake.state.message?.text).toMatch(/field: found “utm_source”.*The rest of it is shown/)
    expect(fake.history).toEqual([''])
  })

  it('says so when another backend computes than the one that was asked for', async () => {
    await open('#s=linear-isotropic&backend=webgl')
    expect(fake.state.message).toEqual({ kind: 'notice', text: 'wasm computes, not webgl: chosen in the scenario.' })
  })

  it('names all presets where a link asks for none of them', async () => {
    await open('#s=__proto__')
    expect(fake.state.message?.text).toMatch(/s: found “__proto__”; allowed is one of escape, .*linear-isotropic/)
  })

  it('refuses a link to more digits than it carries, and says who has them', async () => {
    await open('#s=mlp-mnist&n=1000')
    expect(fake.state.message?.text).toContain('n: found “1000”; allowed is at most 400 digits for this task on the page; the command line')
    expect(fake.state.scenario.data.n).toBe(PRESETS.get('mlp-mnist')!.scenario.data.n)
  })

  it('keeps the old picture until the new run shows its first frame', async () => {
    await open(undefined, 40)
    fake.auto = false
    fake.scope.set('n', 300)
    await fake.settled()
    expect(fake.state).toMatchObject({ status: 'loading', step: 40 })
    fake.answer('load')
    await Promise.resolve()
    expect(fake.scope.traces.lastStep).toBe(40)
    await fake.settled(2)
    expect(fake.state).toMatchObject({ status: 'running', step: 0 })
    expect(fake.scope.traces.lastStep).toBe(0)
  })
})

describe('history', () => {
  it('makes one entry per finished change that restarts', async () => {
    await open()
    for (const n of [210, 220, 230]) fake.scope.set('n', n, false)
    fake.scope.set('n', 240, true)
    fake.scope.set('d', 30)
    expect(fake.history).toEqual([START, `${START}&n=240`, `${START}&n=240&d=30`])
  })

  it('makes one entry per finished change in flight', async () => {
    await open(undefined, 100)
    fake.scope.set('gd.eta', 1.5, false)
    await fake.settled(100)
    fake.scope.set('gd.eta', 1.6, false)
    fake.scope.set('gd.eta', 1.7, false)
    await fake.settled(200)
    fake.scope.set('gd.eta', 1.7, true)
    await fake.settled(100)
    expect(fake.history).toEqual([START, `${START}&at=100:gd.eta:1.7`])
    expect(fake.requests('change').map(r => r.event.value)).toEqual([1.5, 1.6, 1.7])
    fake.scope.set('gd.momentum', 0.5)
    await fake.settled(100)
    expect(fake.history).toHaveLength(3)
  })

  it('opens at the step that a link names, paused, and at the end where the run is shorter', async () => {
    fake.scope.openLink('s=linear-anisotropic&step=150')
    await fake.settled(0)
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 150, play: false })
    expect(fake.history.at(-1)).toContain('step=150')
    fake.scope.openLink('s=linear-anisotropic&step=150&steps=100')
    await fake.settled(0)
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 100, play: false })
  })

  it('goes back to the scenario before a change, at the step on screen', async () => {
    await open(undefined, 100)
    fake.scope.set('gd.eta', 1.5)
    await fake.settled(100)
    fake.frame(150)
    fake.scope.openLink(fake.history[0], { back: true })
    expect(fake.state.scenario.events).toEqual([])
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 150, play: true })
    expect(fake.history).toHaveLength(2)
  })

  it('goes back over a change of the problem to step 0', async () => {
    await open(undefined, 100)
    fake.scope.set('n', 300)
    await fake.settled(5)
    fake.scope.openLink(START, { back: true })
    expect(fake.requests('load').at(-1)).toMatchObject({ toStep: 0, scenario: { data: { n: 200 } } })
  })

  it('goes back over a change of the view without a new run', async () => {
    await open(undefined, 100)
    fake.scope.set('speed', 1000)
    await fake.settled(5)
    fake.scope.openLink(START, { back: true })
    await fake.settled(5)
    expect(fake.requests('load')).toHaveLength(1)
    expect(fake.requests('adopt').map(r => r.scenario.view.speed)).toEqual([1000, 60])
  })
})

describe('a refused change', () => {
  it('leaves scenario and address as they are and says why', async () => {
    await open(undefined, 100)
    const before = fake.state.scenario
    fake.scope.set('sgd.B', 500)
    expect(fake.state.message).toMatchObject({ kind: 'error', field: 'sgd.B' })
    expect(fake.state.message?.text).toMatch(/500.*at most n = 200/)
    fake.scope.set('n', 1.5)
    expect(fake.state.message).toMatchObject({ field: 'n' })
    fake.scope.set('nonsense', 1)
    expect(fake.state.message).toMatchObject({ field: 'field' })
    expect(fake.state.scenario).toBe(before)
    expect(fake.history).toEqual([START])
    expect(fake.state.wanted).toEqual({})
  })

  it('gives the control its old value back when the worker refuses', async () => {
    await open(undefined, 100)
    fake.auto = false
    fake.scope.set('gd.eta', 1.5)
    await fake.settled()
    expect(fake.state.wanted).toEqual({ 'gd.eta': 1.5 })
    fake.answer('change', Object.assign(new Error('eta: too much'), { failure: { field: 'eta' } }))
    await fake.settled()
    expect(fake.state).toMatchObject({ wanted: {}, message: { kind: 'error', field: 'eta' }, scenario: { events: [] } })
    expect(fake.history).toEqual([START])
  })

  it('takes the last scenario that worked when another one cannot be loaded', async () => {
    await open(undefined, 70)
    fake.auto = false
    fake.scope.set('n', 20000)
    await fake.settled()
    fake.answer('load', new Error('Array buffer allocation failed'))
    await fake.settled()
    fake.answer('load')
    await fake.settled(2)
    expect(fake.requests('load').map(r => [r.scenario.data.n, r.toStep])).toEqual([
      [200, 0],
      [20000, 0],
      [200, 70],
    ])
    expect(fake.state).toMatchObject({ status: 'running', message: { text: 'Array buffer allocation failed' } })
    expect(fake.history.at(-1)).toBe(START)
  })

  it('is answered by the next change that goes through', async () => {
    await open()
    fake.scope.set('n', 0)
    expect(fake.state.message).not.toBeNull()
    fake.scope.set('n', 100)
    expect(fake.state.message).toBeNull()
  })

  it('goes on recording when the fields grow longer than a readable link: they are packed', async () => {
    await open()
    for (let i = 0; i < 300; i++) {
      fake.frame(1000 + i)
      fake.scope.set('gd.eta', 1 + i / 1000)
      await fake.settled(100)
    }
    expect(fake.state.message).toBeNull()
    expect(fake.state.scenario.events).toHaveLength(300)
    const link = fake.history.at(-1)!
    expect(link).toMatch(/^v=1&s=linear-anisotropic&z=1/)
    expect(decodeLink(link)).toEqual(fake.state.scenario)
    // One entry a change, those included that waited for the code that packs.
    expect(fake.history).toHaveLength(301)
    fake = new Fake()
    await open(link)
    expect(fake.state.scenario).toEqual(decodeLink(link))
    expect(fake.history).toEqual([link])
  })
})
