/**
 * Runs one call at a time; of the calls with the same key that arrive meanwhile only the newest is run, the others are
 * dropped. The promise settles when nothing is left to do, at once for a call that another one will take along.
 */
export function latestWins<T>(work: (input: T) => Promise<void>, keyOf: (input: T) => string = () => ''): (input: T) => Promise<void> {
  let busy = false
  const waiting = new Map<string, T>()
  return async input => {
    waiting.set(keyOf(input), input)
    if (busy) return
    busy = true
    try {
      for (let next = waiting.entries().next(); !next.done; next = waiting.entries().next()) {
        const [key, current] = next.value
        waiting.delete(key)
        await work(current)
      }
    } finally {
      busy = false
    }
  }
}
