import { createStore, del, get, set } from 'idb-keyval'
import type { FileLike } from '../workers/protocol'
import { SILENCE, whyClosed, within } from './storage'

/** Why files are not kept, in words that end a sentence. */
export type NotKept = string

/** The files that were opened last, kept in this browser so that a reload finds them again. */
export interface KeptFiles {
  /** Keeps these in place of the last; why not, where they could not be kept. */
  keep(digest: string, files: readonly FileLike[]): Promise<NotKept | null>
  find(digest: string): Promise<readonly FileLike[] | null>
  forget(): Promise<void>
}

/** More is not kept. */
const MOST_BYTES = 64e6
const LAST_OPENED = 'last'

/** The bytes themselves: a reference to a file would be void once the file is changed or gone. */
interface Entry {
  readonly digest: string
  readonly files: readonly { readonly name: string; readonly bytes: ArrayBuffer }[]
}

/** Where entries are written; resolves when they are there. */
export interface Place {
  set(key: string, entry: unknown): Promise<void>
  get(key: string): Promise<unknown>
  del(key: string): Promise<void>
}

/** Keeps files in a place that may be full, closed or silent. */
export function createKeptFiles(place: () => Place, silence = SILENCE): KeptFiles {
  const ask = <T>(access: (place: Place) => Promise<T>) =>
    within(
      Promise.resolve().then(() => access(place())),
      silence,
    )
  const forget = () => ask(store => store.del(LAST_OPENED)).catch(() => {})
  return {
    async keep(digest, files) {
      if (files.reduce((sum, file) => sum + file.size, 0) > MOST_BYTES) {
        await forget()
        return `they are larger than the ${MOST_BYTES / 1e6} MB that are kept`
      }
      try {
        const entry: Entry = { digest, files: await Promise.all(files.map(contentOf)) }
        await ask(store => store.set(LAST_OPENED, entry))
        return null
      } catch (error) {
        return whyNot((error as Error).name)
      }
    },
    async find(digest) {
      const entry = (await ask(store => store.get(LAST_OPENED)).catch(() => undefined)) as Entry | undefined
      return entry?.digest === digest ? entry.files.map(fileOf) : null
    },
    forget,
  }
}

async function contentOf(file: FileLike): Promise<Entry['files'][number]> {
  return { name: file.name, bytes: await file.slice(0, file.size).arrayBuffer() }
}

const fileOf = ({ name, bytes }: Entry['files'][number]): FileLike => new File([bytes], name)

const whyNot = (name: string): NotKept =>
  name === 'NotReadableError' || name === 'NotFoundError' ? 'the files were changed meanwhile' : whyClosed(name)

/** This browser's storage. */
export const openKeptFiles = (): KeptFiles =>
  createKeptFiles(() => {
    const store = createStore('noisescope', 'files')
    return { set: (key, entry) => set(key, entry, store), get: key => get(key, store), del: key => del(key, store) }
  })
