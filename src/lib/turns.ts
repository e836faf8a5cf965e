/**
 * Asynchronous work in the order in which it was asked for, one piece at a time: two that interleave at an await would both
 * start from the same state.
 *
 *     const inTurn = turns()
 *     inTurn(() => advance())
 *     inTurn(() => read())   // of the state that advance leaves
 */
export function turns(): <T>(work: () => T | Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const current = last.then(work)
    // What came of it is not held until the next: it may be millions of numbers.
    const settled = () => {}
    last = current.then(settled, settled)
    return current
  }
}
