import { createStore, delMany, getMany, keys, setMany, update } from 'idb-keyval'

/** Where kept things lie by name. What is written together is there together, or not at all. Rejects where the storage is closed or full. */
export interface ShelfPlace {
  keys(): Promise<readonly string[]>
  getMany(names: readonly string[]): Promise<readonly unknown[]>
  setMany(entries: readonly (readonly [name: string, value: unknown])[]): Promise<void>
  /** Puts something else in the place of what is there. */
  update(name: string, change: (found: unknown) => unknown): Promise<void>
  delMany(names: readonly string[]): Promise<void>
}

/** This browser's storage. */
export function openPlace(): ShelfPlace {
  const store = createStore('noisescope-kept', 'kept')
  return {
    keys: async () => (await keys(store)).map(String),
    getMany: names => getMany([...names], store),
    setMany: entries => setMany(entries as [IDBValidKey, unknown][], store),
    update: (name, change) => update(name, change, store),
    delMany: names => delMany([...names], store),
  }
}

/** The other tabs of this page. */
export interface Tabs {
  /** Says that something was kept, changed or deleted. */
  tell(): void
  /** Is told of it, and whenever something may have been missed; returns how to end. */
  listen(heard: () => void): () => void
}

/** The other tabs of this browser; where it has no channel between them, they are asked about when this one is turned to. */
export function openTabs(): Tabs {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('noisescope-kept')
  return {
    tell: () => channel?.postMessage('changed'),
    listen(heard) {
      channel?.addEventListener('message', heard)
      window.addEventListener('focus', heard)
      return () => {
        channel?.removeEventListener('message', heard)
        window.removeEventListener('focus', heard)
      }
    },
  }
}
