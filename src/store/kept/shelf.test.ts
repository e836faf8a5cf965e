import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { aRun, aSweep } from './kept.fixture'
import { inMemory, together } from './place.fixture'
import { createShelf } from './shelf'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const [FIRST, SECOND] = [aRun(1), aRun(2)]

function opened() {
  const memory = inMemory()
  const tab = together()
  const shelf = () => createShelf(() => memory.place, tab())
  return { memory, shelf, names: (of: ReturnType<typeof shelf>) => of.store.getState().heads.map(({ name }) => name) }
}

it('gives back what was kept, number by number, and lists it without its numbers, the newest first', async () => {
  const { memory, shelf, names } = opened()
  const here = shelf()
  expect(await here.put([FIRST, SECOND])).toMatchObject({ known: [], notKept: null })
  expect(names(here)).toEqual(['run 2', 'run 1'])
  expect(await here.find(FIRST.id)).toEqual(FIRST)
  const [head] = here.store.getState().heads
  expect(head).not.toHaveProperty('arms')
  expect(head?.bytes).toBeGreaterThanOrEqual(SECOND.arms.reduce((sum, { rows }) => sum + rows.byteLength, 0))
  // As a page finds it that is opened later.
  const later = createShelf(() => memory.place, together()())
  await later.refresh()
  expect(await later.find(SECOND.id)).toEqual(SECOND)
})

it('keeps sweeps too, and says how many of their runs are there', async () => {
  const here = opened().shelf()
  await here.put([FIRST, aSweep()])
  expect(await here.find(aSweep().id)).toEqual(aSweep())
  const [head] = here.store.getState().heads
  expect(head).toMatchObject({ kind: 'sweep', runs: 3, done: 2 })
  expect(head).not.toHaveProperty('parts')
})

it('does not keep the same twice, whatever it is called now', async () => {
  const { memory, shelf, names } = opened()
  const here = shelf()
  await here.put([FIRST])
  await here.rename(FIRST.id, { name: ' renamed ', note: 'why' })
  const { added, known, notKept } = await here.put([FIRST, SECOND, SECOND])
  expect([added.map(h => h.id), known.map(h => h.name), notKept]).toEqual([[SECOND.id], ['renamed'], null])
  expect(names(here)).toEqual(['run 2', 'renamed'])
  expect(here.store.getState().heads[1]).toMatchObject({ note: 'why' })
  expect(memory.entries.size).toBe(4)
})

it('a name is never empty nor without end', async () => {
  const here = opened().shelf()
  await here.put([FIRST])
  await here.rename(FIRST.id, { name: '   ' })
  expect(here.store.getState().heads[0]?.name).toBe('run 1')
  await here.rename(FIRST.id, { name: 'n'.repeat(500), note: 'x'.repeat(5000) })
  expect(here.store.getState().heads[0]?.name).toHaveLength(120)
  expect(here.store.getState().heads[0]?.note).toHaveLength(2000)
})

it('what is deleted can be put back, as it was called', async () => {
  const { memory, shelf } = opened()
  const here = shelf()
  await here.put([FIRST])
  await here.rename(FIRST.id, { name: 'mine' })
  const removed = await here.remove(FIRST.id)
  expect(memory.entries.size).toBe(0)
  expect(here.store.getState().heads).toEqual([])
  await here.put([removed])
  expect(await here.find(FIRST.id)).toEqual({ ...FIRST, name: 'mine' })
})

it('tabs hear of each other, and a name is not given to what another tab deleted', async () => {
  const { memory, shelf, names } = opened()
  const [here, there] = [shelf(), shelf()]
  await here.put([FIRST])
  await vi.waitFor(() => expect(names(there)).toEqual(['run 1']), { timeout: 600_000 })
  await there.remove(FIRST.id)
  await vi.waitFor(() => expect(names(here)).toEqual([]), { timeout: 600_000 })
  expect(await here.rename(FIRST.id, { name: 'late' })).toBeNull()
  expect(memory.entries.size).toBe(0)
  await expect(here.find(FIRST.id)).rejects.toThrow('no longer kept in this browser; another tab may have deleted it')
})

it.each([
  ['full', 'QuotaExceededError', 'its storage is full'],
  ['closed', 'InvalidStateError', 'its storage is closed to this page'],
])('where the storage is %s nothing is kept, said, and what was there stays', async (_, refuses, why) => {
  const { memory, shelf, names } = opened()
  const here = shelf()
  await here.put([FIRST])
  Object.assign(memory, { refuses, writesOnly: true })
  expect(await here.put([SECOND])).toEqual({ added: [], known: [], notKept: why })
  expect(await here.rename(FIRST.id, { name: 'other' })).toBe(why)
  await expect(here.remove(FIRST.id)).rejects.toThrow(`“run 1” could not be deleted: ${why}`)
  expect(names(here)).toEqual(['run 1'])
  expect(await here.find(FIRST.id)).toEqual(FIRST)
})

it.each([
  ['is closed', { refuses: 'SecurityError' }, 'its storage is closed to this page'],
  ['does not answer', { silent: true }, 'its storage does not answer'],
])('a storage that %s holds nothing up; once it answers, the list is there', async (_, state, why) => {
  const { memory, shelf, names } = opened()
  const here = shelf()
  await here.put([FIRST])
  Object.assign(memory, state)
  const answers = Promise.all([here.refresh(), here.put([SECOND])])
  await vi.advanceTimersByTimeAsync(120_000)
  expect((await answers)[1]).toEqual({ added: [], known: [], notKept: why })
  expect(here.store.getState().closed).toBe(why)
  Object.assign(memory, { refuses: '', silent: false })
  await here.refresh()
  expect(here.store.getState()).toMatchObject({ closed: null, read: true })
  expect(names(here)).toEqual(['run 1'])
})

it('a storage that cannot even be opened is closed', async () => {
  const here = createShelf(() => {
    throw new ReferenceError('indexedDB is not defined')
  }, together()())
  await here.refresh()
  expect(here.store.getState()).toEqual({ heads: [], read: true, closed: 'its storage is closed to this page' })
})
