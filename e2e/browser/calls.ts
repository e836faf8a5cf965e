/** The page's end of a worker that answers calls: `call(name, args)` on the page's globals, for `callsTo` of the tests. */

interface Answer {
  readonly id: number
  readonly value: unknown
  readonly error?: string
}

export function serveCalls(worker: Worker): void {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let next = 0
  worker.onmessage = ({ data: { id, value, error } }: MessageEvent<Answer>) => {
    const call = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) call?.resolve(value)
    else call?.reject(new Error(error))
  }
  worker.onerror = event => {
    for (const { reject } of waiting.values()) reject(new Error(event.message))
  }
  const call = (name: string, args: unknown[]) =>
    new Promise((resolve, reject) => {
      waiting.set(next, { resolve, reject })
      worker.postMessage({ id: next++, name, args })
    })
  Object.assign(globalThis, { call })
}
