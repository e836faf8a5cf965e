/** Resolves in a later macrotask, so that a worker can answer messages in the middle of long work. */
export function pause(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

/** Some twenty milliseconds of kernel time. */
export const SLICE_WORK = 1e8

/** Counts multiply-adds and waits for a macrotask whenever a slice's worth is done; `check` then throws if the work is void. */
export class Slices {
  private done = 0

  constructor(private readonly check: () => void) {}

  async spend(multiplyAdds: number): Promise<void> {
    this.done += multiplyAdds
    if (this.done < SLICE_WORK) return
    this.done = 0
    await pause()
    this.check()
  }
}
