import type { FileLike } from '../workers/protocol'

/** The files that were opened last, kept in this browser so that a reload finds them again. */
export interface KeptFiles {
  /** Keeps these in place of the last; says whether they could be kept. */
  keep(digest: string, files: readonly FileLike[]): Promise<boolean>
  find(digest: string): Promise<readonly FileLike[] | null>
  forget(): Promise<void>
}

/** More is not kept, in bytes. */
const LARGEST = 64e6
const STORE = 'files'
const PLACE = 'last'

interface Entry {
  readonly digest: string
  readonly files: readonly FileLike[]
}

const result = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** One transaction on the store; null where the browser has no place for it, as in some private windows. */
async function access<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  if (typeof indexedDB === 'undefined') return null
  let database: IDBDatabase | undefined
  try {
    const opening = indexedDB.open('noisescope', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
    database = await result(opening)
    return await result(act(database.transaction(STORE, mode).objectStore(STORE)))
  } catch {
    return null
  } finally {
    database?.close()
  }
}

export const KEPT_FILES: KeptFiles = {
  async keep(digest, files) {
    if (files.reduce((sum, file) => sum + file.size, 0) > LARGEST) {
      await this.forget()
      return false
    }
    return (await access('readwrite', store => store.put({ digest, files } satisfies Entry, PLACE))) !== null
  },
  async find(digest) {
    const entry = await access<Entry | undefined>('readonly', store => store.get(PLACE))
    return entry?.digest === digest ? entry.files : null
  },
  async forget() {
    await access('readwrite', store => store.delete(PLACE))
  },
}
