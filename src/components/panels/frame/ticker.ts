/** Tells its listeners at most once per `interval` ms that something changed: at once, then at the end of the pause. */
export class Ticker {
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private last = Number.NEGATIVE_INFINITY
  /** Counts the changes told. */
  version = 0

  constructor(private readonly interval: number) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  poke(): void {
    if (this.timer !== undefined) return
    const wait = Math.max(0, this.last + this.interval - performance.now())
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.last = performance.now()
      this.version++
      for (const listener of this.listeners) listener()
    }, wait)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }
}
