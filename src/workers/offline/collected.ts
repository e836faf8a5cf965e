/** Files between two calls of the collector, and bytes that it counts as a reason to look. */
const FILES = 32
const COUNTED = 1 << 27

/**
 * Plugin of workbox: while files are fetched to be kept, memory is given back. A collector sees few small objects in a worker that only
 * fetches, and lets the hundred kilobytes that the browser holds for each of some hundred files wait: a hundred megabytes in the page's
 * process. A large array, which nobody uses and no memory stands behind, makes it look.
 */
export function collected(): { handlerDidComplete(done: { readonly event: Event }): Promise<void> } {
  let kept = 0
  return {
    async handlerDidComplete({ event }) {
      if (event.type !== 'install' || ++kept % FILES > 0) return
      try {
        // Written so that no build takes it for something without effect.
        Reflect.construct(ArrayBuffer, [COUNTED])
      } catch {
        // Of a device that has not even that much to count, the collector is at work anyway.
      }
    },
  }
}
