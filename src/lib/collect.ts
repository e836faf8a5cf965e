/** Bytes that a collector takes for a reason to look; and how often: the first one has it begin, those after it have it finish. */
const COUNTED = 1 << 26
const TIMES = 4

/**
 * Has the collector look for what nobody reads any more. It counts small objects, and lets the many megabytes behind a few of them wait: a
 * large array, which nobody uses and no memory stands behind, makes it look. A call costs as much as a collection: some milliseconds.
 *
 *     collect()   // after large arrays were let go whose other readers are not known; of one's own `discard` is for
 */
export function collect(): void {
  try {
    // Written so that no build takes it for something without effect.
    for (let time = 0; time < TIMES; time++) Reflect.construct(ArrayBuffer, [COUNTED])
  } catch {
    // Where not even that much can be counted the collector is at work anyway.
  }
}
