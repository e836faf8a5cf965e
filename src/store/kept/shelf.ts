/**
 * What the user keeps in this browser: `createShelf(place, tabs)`. A list is read without the numbers, which lie beside it and are
 * fetched by `find`. Whatever cannot be kept, found or deleted says why, and what was there stays.
 */

import { createStore, type StoreApi } from 'zustand/vanilla'
import { Fault } from '../../lib/fault'
import { SILENCE, whyClosed, within } from '../storage'
import { inColumnsOfToday } from './columns'
import type { ShelfPlace, Tabs } from './place'
import { type Kept, type KeptHead, type KeptRun, type KeptSweep, LONGEST_NAME, LONGEST_NOTE } from './types'

export interface ShelfState {
  /** The newest first. */
  readonly heads: readonly KeptHead[]
  /** Whether the list has been read. */
  readonly read: boolean
  /** Why it cannot be read, in words that end a sentence; null where it can. */
  readonly closed: string | null
}

/** What came of keeping: what is there now, what had been there before, and why nothing was kept. */
export interface PutAway {
  readonly added: readonly KeptHead[]
  readonly known: readonly KeptHead[]
  readonly notKept: string | null
}

export interface Shelf {
  readonly store: StoreApi<ShelfState>
  /** Reads the list anew. */
  refresh(): Promise<void>
  /** Keeps all of these or none; what is there already stays as it is. */
  put(kept: readonly Kept[]): Promise<PutAway>
  /** Another name or note; why not, where they could not be written. */
  rename(id: string, to: Partial<Pick<KeptHead, 'name' | 'note'>>): Promise<string | null>
  /** With all its numbers; rejects, with a sentence, where it is gone or cannot be read. */
  find(id: string): Promise<Kept>
  /** Deletes it and returns it, so that it can be put back. */
  remove(id: string): Promise<Kept>
  dispose(): void
}

const HEAD = 'head:'
const BODY = 'body:'
/** Milliseconds for a list, and for the numbers of a run. */
const PATIENCE = { list: SILENCE, numbers: 60_000 }

export function createShelf(open: () => ShelfPlace, tabs: Tabs, patience = PATIENCE): Shelf {
  const store = createStore<ShelfState>(() => ({ heads: [], read: false, closed: null }))
  let place: ShelfPlace | null = null
  const ask = <T>(ms: number, access: (here: ShelfPlace) => Promise<T>) =>
    within(
      Promise.resolve().then(() => {
        place ??= open()
        return access(place)
      }),
      ms,
    )
  const why = (error: unknown) => whyClosed((error as Error).name)
  let readings = 0

  async function refresh(): Promise<void> {
    const mine = ++readings
    try {
      const heads = await ask(patience.list, async here => {
        const names = (await here.keys()).filter(name => name.startsWith(HEAD))
        return (await here.getMany(names)).filter(isHead)
      })
      const newest = heads.sort((a, b) => (a.savedAt < b.savedAt ? 1 : a.savedAt > b.savedAt ? -1 : a.name < b.name ? -1 : 1))
      if (mine === readings) store.setState({ heads: newest, read: true, closed: null })
    } catch (error) {
      // A connection that was lost is opened anew the next time.
      place = null
      if (mine === readings) store.setState({ read: true, closed: why(error) })
    }
  }

  /** Writes; why not, where that failed. The list says afterwards what is there. */
  async function write(ms: number, access: (here: ShelfPlace) => Promise<void>): Promise<string | null> {
    let notWritten: string | null = null
    try {
      await ask(ms, access)
      tabs.tell()
    } catch (error) {
      notWritten = why(error)
      place = null
    }
    await refresh()
    return notWritten
  }

  async function find(id: string): Promise<Kept> {
    const [head, body] = await ask(patience.numbers, here => here.getMany([HEAD + id, BODY + id])).catch(error => {
      throw new Fault(`What is kept could not be read: ${why(error)}`, 'allow this page to store data, or try again', { cause: error })
    })
    if (!isHead(head) || !body) throw new Fault('It is no longer kept in this browser', 'another tab may have deleted it')
    const { bytes: _, ...said } = head
    if (said.kind === 'run') return inColumnsOfToday({ ...said, ...(body as object) } as KeptRun)
    const { done: _done, ...sweep } = said
    return { ...sweep, ...(body as Pick<KeptSweep, 'parts'>) }
  }

  const end = tabs.listen(() => void refresh())
  return {
    store,
    refresh,
    find,
    async put(kept) {
      await refresh()
      const { heads, closed } = store.getState()
      if (closed !== null) return { added: [], known: [], notKept: closed }
      const known = heads.filter(head => kept.some(({ id }) => id === head.id))
      const parted = kept.filter(({ id }, at) => !known.some(head => head.id === id) && kept.findIndex(k => k.id === id) === at).map(inTwo)
      if (parted.length === 0) return { added: [], known, notKept: null }
      const entries = parted.flatMap(({ head, body }) => [[HEAD + head.id, head] as const, [BODY + head.id, body] as const])
      const notKept = await write(patience.numbers, here => here.setMany(entries))
      return { added: notKept === null ? parted.map(({ head }) => head) : [], known, notKept }
    },
    rename(id, to) {
      const name = to.name?.trim().slice(0, LONGEST_NAME)
      const change = { ...(name && { name }), ...(to.note !== undefined && { note: to.note.slice(0, LONGEST_NOTE) }) }
      return write(patience.list, async here => {
        let gone = false
        await here.update(HEAD + id, head => {
          gone = !isHead(head)
          return isHead(head) ? { ...head, ...change } : head
        })
        // Another tab has deleted it: no name remains of it.
        if (gone) await here.delMany([HEAD + id])
      })
    },
    async remove(id) {
      const kept = await find(id)
      const whyNot = await write(patience.list, here => here.delMany([HEAD + id, BODY + id]))
      if (whyNot !== null) throw new Fault(`“${kept.name}” could not be deleted: ${whyNot}`, 'try again')
      return kept
    },
    dispose: end,
  }
}

const isHead = (found: unknown): found is KeptHead => typeof (found as KeptHead | undefined)?.id === 'string'

/** What a list shows, and the numbers. */
function inTwo(kept: Kept): { head: KeptHead; body: object } {
  const about = kept.thumbnail.length + kept.link.length
  if (kept.kind === 'run') {
    const { columns, arms, ...said } = kept
    return { head: { ...said, bytes: arms.reduce((sum, { rows }) => sum + rows.byteLength, about) }, body: { columns, arms } }
  }
  const { parts, ...said } = kept
  const bytes = parts.reduce(
    (sum, { name, part }) => sum + name.length + part.rows.reduce((all, { values }) => all + 8 * values.length, 0),
    about,
  )
  return { head: { ...said, bytes, done: parts.length }, body: { parts } }
}
