import { fetched } from '../lib/fault'
import { LONGEST_LINK } from '../scenario'
import type { LinkBar } from './environment'

/** Writes the fields of a scenario into the address. */
export interface LinkWriter extends LinkBar {
  /** Whether something is still to be written. */
  readonly waits: boolean
  /** The address says something newer than what waits. */
  forget(): void
}

/** A writer for fields of any length: those that are too many are packed, as soon as the code that does it is here. */
export function createLinkWriter(link: LinkBar, complain: (error: unknown, again: () => void) => void): LinkWriter {
  let pack: ((fields: string) => string) | null = null
  /** What waits for that code. An entry of the history that has not been made is still to be made. */
  let waiting: { readonly fields: string; readonly mode: 'replace' | 'push' } | null = null
  let fetching = false

  async function arrive(): Promise<void> {
    if (fetching) return
    fetching = true
    try {
      pack = (await fetched('long links', import('./links'))).packFields
      if (waiting) link.write(pack(waiting.fields), waiting.mode)
      waiting = null
    } catch (error) {
      if (waiting) complain(error, () => void arrive())
    }
    fetching = false
  }

  return {
    get waits() {
      return waiting !== null
    },
    forget() {
      waiting = null
    },
    write(fields, wanted) {
      const mode = waiting?.mode === 'push' ? 'push' : wanted
      if (pack || fields.length <= LONGEST_LINK) {
        waiting = null
        link.write(pack?.(fields) ?? fields, mode)
        return
      }
      waiting = { fields, mode }
      void arrive()
    },
  }
}
