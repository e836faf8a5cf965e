import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Fake } from './fakeClient.fixture'
import { createKeptParts, type PartPlace } from './keptParts'

/** What the browser keeps, from page to page; `full` or `closed` where it refuses. */
const kept = vi.hoisted(() => ({ parts: new Map<string, unknown>(), refuses: '' }))
vi.mock('idb-keyval', () => {
  const ask = async <T>(act: () => T): Promise<T> => {
    if (kept.refuses === 'InvalidStateError') throw new DOMException('closed', kept.refuses)
    return act()
  }
  const { parts } = kept
  return {
    createStore: () => undefined,
    get: (name: string) => ask(() => parts.get(name)),
    getMany: (names: string[]) => ask(() => names.map(name => parts.get(name))),
    keys: () => ask(() => [...parts.keys()]),
    set: (name: string, part: unknown) =>
      ask(() => {
        if (kept.refuses) throw new DOMException('no', kept.refuses)
        parts.set(name, part)
      }),
    del: (name: string) => ask(() => parts.delete(name)),
    clear: () => ask(() => parts.clear()),
  }
})

const LINK = '#s=linear-isotropic&grid=eta=0.01,0.02,0.03'

let fake: Fake
beforeEach(async () => {
  await Promise.all([import('./studies'), import('../scenario/presets')])
  kept.parts.clear()
  kept.refuses = ''
  vi.useFakeTimers()
  fake = new Fake()
})
afterEach(() => {
  fake.scope.dispose()
  vi.useRealTimers()
})

const part = (index: number, job = fake.jobs.at(-1)!) =>
  job.options.onPart(index, { names: [], rows: [], steps: 1, fingerprint: `f${index}` } as never)
const parts = () => fake.scope.traces.studies.get('grid')?.parts.map(p => p?.fingerprint)
const swept = (job = fake.jobs.at(-1)!) => job.tasks.map(task => 'values' in task && task.values.join())

/** The page is closed and opened again. */
async function reload(link = LINK): Promise<void> {
  fake.scope.dispose()
  fake = new Fake()
  fake.scope.openLink(link)
  await fake.settled(1000)
}

it('goes on after a reload with the runs that are missing, and is whole then', async () => {
  fake.scope.openLink(LINK)
  await fake.settled(1000)
  expect(swept()).toEqual(['0.01', '0.02', '0.03'])
  part(1)
  await fake.settled(0)
  await reload()
  expect(swept()).toEqual(['0.01', '0.03'])
  expect(parts()).toEqual([undefined, 'f1', undefined])
  part(0)
  part(1)
  expect(parts()).toEqual(['f0', 'f1', 'f1'])
  fake.jobs.at(-1)?.resolve()
  await fake.settled(0)
  expect(fake.state.studies.grid).toMatchObject({ phase: 'done' })
})

it('shows after a reload what it had when it was cancelled, and goes on at a press', async () => {
  const link = `${LINK}&steps=1000000`
  fake.scope.openLink(link)
  await fake.settled(1000)
  expect(fake.jobs).toHaveLength(0)
  fake.scope.study('grid')
  await fake.settled(0)
  part(2)
  await fake.settled(0)
  await reload(link)
  // It was under way: nobody has to ask again.
  expect(swept()).toEqual(['0.01', '0.02'])
  fake.scope.cancelStudy('grid')
  await fake.settled(0)
  await reload(link)
  expect([fake.jobs.length, fake.state.studies.grid, parts()]).toEqual([0, { phase: 'kept' }, [undefined, undefined, 'f2']])
  fake.scope.study('grid')
  await fake.settled(0)
  expect(swept()).toEqual(['0.01', '0.02'])
})

it('takes a run that another sweep has made', async () => {
  fake.scope.openLink(LINK)
  await fake.settled(1000)
  part(0)
  await fake.settled(0)
  fake.scope.set('grid', 'eta=0.01,0.05')
  await fake.settled(1000)
  expect(fake.jobs.map(({ cancelled }) => cancelled)).toEqual([true, false])
  expect([swept(), parts()]).toEqual([['0.05'], ['f0', undefined]])
})

it('says once that the storage is full, and keeps on screen what comes', async () => {
  kept.refuses = 'QuotaExceededError'
  fake.scope.openLink(LINK)
  await fake.settled(1000)
  part(0)
  part(1)
  await fake.settled(0)
  expect(fake.state.message).toMatchObject({ kind: 'notice', text: expect.stringContaining('its storage is full') })
  fake.scope.cancelStudy('grid')
  fake.scope.study('grid')
  await fake.settled(0)
  expect([swept(), parts()]).toEqual([['0.03'], ['f0', 'f1', undefined]])
})

it('computes without a storage, as in a private window', async () => {
  kept.refuses = 'InvalidStateError'
  fake.scope.openLink(LINK)
  await fake.settled(1000)
  part(0)
  await fake.settled(0)
  expect(fake.state.message).toMatchObject({ text: expect.stringContaining('its storage is closed to this page') })
  expect(parts()).toEqual(['f0', undefined, undefined])
})

it('fails with what is wrong with a plan', async () => {
  fake.scope.openLink('#s=linear-isotropic&grid=B=1,19999')
  await fake.settled(1000)
  expect(fake.state.studies.grid).toMatchObject({ phase: 'failed', text: expect.stringMatching(/^grid point B=19999: .*at most n/) })
})

it('forgets all when there is too much', async () => {
  const place = { count: async () => 20_001, clear: vi.fn(async () => {}), set: vi.fn(async () => {}) } as unknown as PartPlace
  await createKeptParts(place).setUnderWay('key')
  expect(place.clear).toHaveBeenCalledOnce()
  expect(place.set).toHaveBeenCalledWith('under way', 'key')
})
