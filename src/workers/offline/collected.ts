import { collect } from '../../lib/collect'

/** Files between two looks of the collector. */
const FILES = 32

/**
 * Plugin of workbox: while files are fetched to be kept, memory is given back. What the browser holds for each of some hundred files, a tenth
 * of a megabyte, waits for a collector that sees few objects in a worker that only fetches: a hundred megabytes in the page's process.
 */
export function collected(): { handlerDidComplete(done: { readonly event: Event }): Promise<void> } {
  let kept = 0
  return {
    async handlerDidComplete({ event }) {
      if (event.type === 'install' && ++kept % FILES === 0) collect()
    },
  }
}
