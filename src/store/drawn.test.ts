import { beforeEach, expect, it } from 'vitest'
import { armAt, decodeLink, learningRate, PRESETS } from '../scenario'
import { drawnFrom } from './drawn'
import { Fake } from './fakeClient.fixture'

const CLR = 'v=1&s=clr'
let fake: Fake

async function open(fragment: string, step = 0) {
  fake.scope.openLink(fragment)
  await fake.settled(2)
  if (step) fake.frame(step)
}

beforeEach(() => {
  fake = new Fake()
})

it('a finished drag of a drawn schedule is one event, one entry in the history, and survives the link', async () => {
  await open('v=1&s=linear-anisotropic&sgd.schedule=drawn&sgd.curve=0,1,2000,0.1', 100)
  const before = fake.history.length
  fake.scope.set('sgd.curve', [0, 1, 100, 0.955, 2000, 0.5])
  await fake.settled(100)
  const { scenario } = fake.state
  expect(scenario.events).toEqual([{ step: 100, arm: 'sgd', field: 'curve', value: [0, 1, 100, 0.955, 2000, 0.5] }])
  expect(fake.history).toHaveLength(before + 1)
  expect(fake.history.at(-1)).toContain('at=100:sgd.curve:0;1;100;0.955;2000;0.5')
  expect(decodeLink(fake.history.at(-1)!)).toEqual(scenario)
})

it('before the start a drag is part of the start', async () => {
  await open('v=1&s=linear-anisotropic&sgd.schedule=drawn')
  fake.scope.pause()
  fake.frame(0, { status: 'paused' })
  fake.scope.set('sgd.curve', [0, 1, 2000, 0.5])
  await fake.settled(5)
  expect(fake.state.scenario.events).toEqual([])
  expect(decodeLink(fake.history.at(-1)!).arms[0].curve).toEqual([0, 1, 2000, 0.5])
})

it('“drawn” starts from the schedule that it replaces, as one change', async () => {
  await open(CLR)
  fake.scope.pause()
  fake.frame(0, { status: 'paused' })
  const before = fake.history.length
  fake.scope.set('schedule', 'drawn')
  await fake.settled(5)
  expect(fake.state.scenario.arms.map(a => a.schedule)).toEqual(['drawn', 'drawn'])
  expect(fake.history).toHaveLength(before + 1)
  const named = PRESETS.get('clr')!.scenario.arms
  for (const [i, arm] of fake.state.scenario.arms.entries())
    for (let t = 0; t <= 20000; t += 37) expect(learningRate(arm, t)).toBeCloseTo(learningRate(named[i], t), 4)
  expect(decodeLink(fake.history.at(-1)!)).toEqual(fake.state.scenario)
})

it('in flight the curve comes before the schedule, and both are one entry', async () => {
  await open(CLR, 500)
  const before = fake.history.length
  fake.scope.set('gd.schedule', 'drawn')
  await fake.settled(200)
  expect(fake.requests('change').map(r => [r.event.arm, r.event.field])).toEqual([
    ['gd', 'curve'],
    ['gd', 'schedule'],
  ])
  expect(fake.history).toHaveLength(before + 1)
})

it('a curve that was drawn stays as it is, and the batch size has one of its own', () => {
  const s = decodeLink(`${CLR}&curve=0,1,100,0.5&sgd.bschedule=warm-up&sgd.bperiod=1000`)
  expect(drawnFrom(s, 0, { path: 'arm.schedule', arm: '' })).toEqual({ schedule: 'drawn' })
  const values = drawnFrom(s, 0, { path: 'arm.bschedule', arm: '' })
  expect(values).toEqual({ bcurve: [0, 10, 39, 7.402, ...(values.bcurve as number[]).slice(4)], bschedule: 'drawn' })
  expect((values.bcurve as number[]).slice(-4)).toEqual([1000, 1, 20000, 1])
  const two = decodeLink(`${CLR}&gd.schedule=cosine`)
  expect(Object.keys(drawnFrom(two, 0, { path: 'arm.schedule', arm: '' }))).toEqual(['sgd.curve', 'gd.curve', 'schedule'])
  expect(armAt(two, 1, 0).schedule).toBe('cosine')
})

it('refuses a curve that runs backwards, and names the field', async () => {
  await open(CLR, 50)
  fake.scope.set('sgd.curve', [10, 1, 5, 1])
  expect(fake.state.message).toMatchObject({ kind: 'error', field: 'sgd.curve' })
  expect(fake.state.scenario.events).toEqual([])
})
