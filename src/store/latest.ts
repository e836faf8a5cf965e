/** Runs one call at a time; of the calls that arrive meanwhile only the newest is run, the others are dropped. */
export function latestWins<T>(work: (input: T) => Promise<void>): (input: T) => Promise<void> {
  let busy = false
  let next: { input: T } | null = null
  return async input => {
    next = { input }
    if (busy) return
    busy = true
    try {
      while (next) {
        const { input: current }: { input: T } = next
        next = null
        await work(current)
      }
    } finally {
      busy = false
    }
  }
}
