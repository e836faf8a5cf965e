/** Finished parts of studies, kept in this browser so that a reload goes on with them. */

import { clear, createStore, del, get, getMany, keys, set } from 'idb-keyval'

/** Where parts lie by name; rejects where the storage is closed or full. */
export interface PartPlace {
  get(name: string): Promise<unknown>
  getMany(names: string[]): Promise<unknown[]>
  set(name: string, part: unknown): Promise<void>
  del(name: string): Promise<void>
  count(): Promise<number>
  clear(): Promise<void>
}

export interface KeptParts {
  /** The parts that are there, undefined for the others; none where the storage is closed. */
  find(names: readonly string[]): Promise<readonly unknown[]>
  /** Keeps a part; why not, in words that end a sentence, where it could not be kept. */
  keep(name: string, part: unknown): Promise<string | null>
  /** Remembers which study is under way; null for none. */
  setUnderWay(key: string | null): Promise<void>
  underWay(): Promise<string | null>
}

/** Parts at most: with more, all are forgotten when the next study begins. */
const MOST = 20_000
const UNDER_WAY = 'under way'

/** Keeps parts in a place that may be full or closed. */
export function createKeptParts(place: PartPlace): KeptParts {
  return {
    async find(names) {
      return await place.getMany([...names]).catch(() => names.map(() => undefined))
    },
    async keep(name, part) {
      try {
        await place.set(name, part)
        return null
      } catch (error) {
        return (error as Error).name === 'QuotaExceededError' ? 'its storage is full' : 'its storage is closed to this page'
      }
    },
    async setUnderWay(key) {
      try {
        if (key === null) return await place.del(UNDER_WAY)
        if ((await place.count()) > MOST) await place.clear()
        await place.set(UNDER_WAY, key)
      } catch {
        // What is kept of the study itself says so.
      }
    },
    async underWay() {
      const found = await place.get(UNDER_WAY).catch(() => null)
      return typeof found === 'string' ? found : null
    },
  }
}

/** This browser's storage. */
export function openKeptParts(): KeptParts {
  let store: ReturnType<typeof createStore> | undefined
  const here = () => (store ??= createStore('noisescope-studies', 'parts'))
  return createKeptParts({
    get: async name => get(name, here()),
    getMany: async names => getMany(names, here()),
    set: async (name, part) => set(name, part, here()),
    del: async name => del(name, here()),
    count: async () => (await keys(here())).length,
    clear: async () => clear(here()),
  })
}
