import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createKeptFiles, type Place } from './keptFiles'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const DIGEST = '00000000000000aa'
/** A file whose bytes can be changed under the hand, as on a disk. */
function onDisk(name: string, text: string) {
  const disk = { text }
  const slice = (from: number, to: number) => ({
    arrayBuffer: async () => new TextEncoder().encode(disk.text.slice(from, to)).buffer as ArrayBuffer,
  })
  return { disk, file: { name, size: text.length, slice } }
}

function inMemory(): Place & { readonly entries: Map<string, unknown> } {
  const entries = new Map<string, unknown>()
  return {
    entries,
    set: async (key, entry) => void entries.set(key, structuredClone(entry)),
    get: async key => structuredClone(entries.get(key)),
    del: async key => void entries.delete(key),
  }
}

it('keeps the bytes: a file that is changed or gone is still found as it was', async () => {
  const place = inMemory()
  const kept = createKeptFiles(() => place)
  const { disk, file } = onDisk('a.csv', 'a,b')
  expect(await kept.keep(DIGEST, [file])).toBeNull()
  disk.text = '?'
  const [found] = (await kept.find(DIGEST))!
  expect([found.name, found.size]).toEqual(['a.csv', 3])
  expect(new TextDecoder().decode(await found.slice(0, 3).arrayBuffer())).toBe('a,b')
  expect(await kept.find('00000000000000bb')).toBeNull()
  await kept.forget()
  expect(await kept.find(DIGEST)).toBeNull()
})

it('keeps nothing that is too large, not even what was kept before', async () => {
  const place = inMemory()
  const kept = createKeptFiles(() => place)
  await kept.keep(DIGEST, [onDisk('a.csv', 'a,b').file])
  expect(await kept.keep(DIGEST, [{ ...onDisk('b.csv', '').file, size: 65e6 }])).toBe('they are larger than the 64 MB that are kept')
  expect(place.entries.size).toBe(0)
})

it.each([
  ['full', () => Promise.reject(new DOMException('', 'QuotaExceededError')), 'its storage is full'],
  ['closed', () => Promise.reject(new DOMException('', 'SecurityError')), 'its storage is closed to this page'],
  ['silent', () => new Promise<never>(() => {}), 'its storage does not answer'],
])('a storage that is %s holds nothing up, and is told', async (_, access, why) => {
  const kept = createKeptFiles(() => ({ set: access, get: access, del: access }))
  const answers = Promise.all([kept.keep(DIGEST, [onDisk('a.csv', 'a,b').file]), kept.find(DIGEST), kept.forget()])
  await vi.advanceTimersByTimeAsync(5000)
  expect(await answers).toEqual([why, null, undefined])
})

it('a storage that cannot even be opened is closed', async () => {
  const kept = createKeptFiles(() => {
    throw new ReferenceError('indexedDB is not defined')
  })
  expect(await kept.keep(DIGEST, [])).toBe('its storage is closed to this page')
})
