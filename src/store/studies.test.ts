import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Fake } from './fakeClient.fixture'

const SWEEP = '#s=linear-isotropic&sweep=n&points=50,100'

let fake: Fake
beforeEach(async () => {
  await import('./studies')
  vi.useFakeTimers()
  fake = new Fake()
})
afterEach(() => {
  fake.scope.dispose()
  vi.useRealTimers()
})
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const part = (index: number, job = fake.jobs.at(-1)!) => job.options.onPart(index, { start: [], end: [] } as never)

it('starts by itself, shows its parts, and stays when only the view changes', async () => {
  fake.scope.openLink(SWEEP)
  await pass(1000)
  expect(fake.jobs).toHaveLength(1)
  expect(fake.jobs[0].tasks.map(t => t.scenario.data.n)).toEqual([50, 100])
  expect(fake.state.studies.sweep).toMatchObject({ phase: 'running' })
  part(1)
  fake.jobs[0].options.onProgress(1, 2)
  expect(fake.state.studies.sweep).toMatchObject({ phase: 'running', done: 1, total: 2 })
  fake.scope.set('speed', 5)
  await pass(1000)
  part(0)
  fake.jobs[0].resolve()
  await pass(0)
  expect(fake.scope.traces.studies.get('sweep')!.parts.every(Boolean)).toBe(true)
  expect(fake.state.studies.sweep).toMatchObject({ phase: 'done' })
  expect(fake.jobs).toHaveLength(1)
})

it('is ended and forgotten when the scenario asks for another, and starts anew', async () => {
  fake.scope.openLink(SWEEP)
  await pass(1000)
  fake.scope.set('seed', 77)
  await pass(1000)
  expect(fake.jobs.map(j => j.cancelled)).toEqual([true, false])
  part(0, fake.jobs[0])
  expect(fake.scope.traces.studies.get('sweep')!.parts.some(Boolean)).toBe(false)
  fake.scope.set('sweep', 'none')
  await pass(1000)
  expect(fake.jobs.every(j => j.cancelled)).toBe(true)
  expect(fake.scope.traces.studies.get('sweep')).toBeUndefined()
  expect(fake.state.studies.sweep).toBeUndefined()
})

it('keeps what has come when it is cancelled, and does not start by itself again', async () => {
  fake.scope.openLink(SWEEP)
  await pass(1000)
  part(0)
  fake.scope.cancelStudy('sweep')
  await pass(1000)
  expect(fake.state.studies.sweep).toEqual({ phase: 'cancelled' })
  expect(fake.scope.traces.studies.get('sweep')!.parts.filter(Boolean)).toHaveLength(1)
  fake.scope.selectArm('gd')
  await pass(1000)
  expect(fake.jobs).toHaveLength(1)
  fake.scope.study('sweep')
  await pass(0)
  expect(fake.jobs).toHaveLength(2)
})

it('what is started by hand before it would start by itself is started once, and stays cancelled', async () => {
  fake.scope.openLink(SWEEP)
  await pass(10)
  fake.scope.study('sweep')
  await pass(1000)
  expect(fake.jobs).toHaveLength(1)
  fake.scope.set('seed', 78)
  await pass(10)
  fake.scope.study('sweep')
  await pass(0)
  fake.scope.cancelStudy('sweep')
  await pass(1000)
  expect(fake.jobs).toHaveLength(2)
  expect(fake.state.studies.sweep).toEqual({ phase: 'cancelled' })
})

it('says why it failed', async () => {
  fake.scope.openLink(SWEEP)
  await pass(1000)
  fake.jobs[0].reject(new Error('no memory'))
  await pass(0)
  expect(fake.state.studies.sweep).toEqual({ phase: 'failed', text: 'no memory' })
})

it('waits to be started where a sweep would take long', async () => {
  fake.scope.openLink('#s=width-sweep&steps=100000')
  await pass(1000)
  expect(fake.jobs).toHaveLength(0)
  fake.scope.study('sweep')
  await pass(0)
  expect(fake.jobs.map(j => j.tasks.map(t => 'value' in t && t.value))).toEqual([[64, 256, 1024, 4096, 16384]])
})

it('drops the points that a changed problem no longer allows', async () => {
  fake.scope.openLink('#s=linear-isotropic&sweep=n&points=50,4000')
  fake.scope.set('source', 'mnist')
  expect(fake.state.scenario.sweep).toEqual({ over: 'n', values: [50] })
  fake.scope.openLink('#s=two-layer&sweep=m&points=8,16')
  fake.scope.set('model', 'linear')
  expect(fake.state.scenario.sweep.over).toBe('none')
})
