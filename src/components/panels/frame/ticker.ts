/** At most so often are listeners told of what the user does, in ms. */
const PROMPT = 100

/** Tells its listeners that something changed: of what flows by itself at most once per `interval` ms, of what the user did at once. */
export class Ticker {
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setTimeout> | undefined
  private due = Number.POSITIVE_INFINITY
  private last = Number.NEGATIVE_INFINITY
  /** Counts the changes told. */
  version = 0

  constructor(private readonly interval: number) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Something flowed on. */
  flow(): void {
    this.tellAt(this.last + this.interval)
  }

  /** The user did something. */
  poke(): void {
    this.tellAt(this.last + PROMPT)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.due = Number.POSITIVE_INFINITY
  }

  private tellAt(time: number): void {
    if (time >= this.due) return
    clearTimeout(this.timer)
    this.due = time
    this.timer = setTimeout(() => this.tell(), Math.max(0, time - performance.now()))
  }

  private tell(): void {
    this.stop()
    this.last = performance.now()
    this.version++
    for (const listener of this.listeners) listener()
  }
}
