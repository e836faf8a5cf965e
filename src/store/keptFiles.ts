import { createStore, del, get, set } from 'idb-keyval'
import type { FileLike } from '../workers/protocol'

/** The files that were opened last, kept in this browser so that a reload finds them again; nothing is kept where the browser has no place for it. */
export interface KeptFiles {
  /** Keeps these in place of the last; says whether they could be kept. */
  keep(digest: string, files: readonly FileLike[]): Promise<boolean>
  find(digest: string): Promise<readonly FileLike[] | null>
  forget(): Promise<void>
}

/** More is not kept. */
const MOST_BYTES = 64e6
const LAST_OPENED = 'last'

interface Entry {
  readonly digest: string
  readonly files: readonly FileLike[]
}

const place = createStore('noisescope', 'files')

/** `otherwise` where the storage is full, or closed to the page as in some private windows. */
async function orElse<T>(otherwise: T, access: () => Promise<T>): Promise<T> {
  try {
    return await access()
  } catch {
    return otherwise
  }
}

export const KEPT_FILES: KeptFiles = {
  async keep(digest, files) {
    if (files.reduce((sum, file) => sum + file.size, 0) > MOST_BYTES) {
      await this.forget()
      return false
    }
    return orElse(false, async () => {
      await set(LAST_OPENED, { digest, files } satisfies Entry, place)
      return true
    })
  },
  find: digest =>
    orElse(null, async () => {
      const entry = await get<Entry>(LAST_OPENED, place)
      return entry?.digest === digest ? entry.files : null
    }),
  forget: () => orElse(undefined, () => del(LAST_OPENED, place)),
}
