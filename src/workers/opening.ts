import type { Tick } from '../lib/tick'
import { type Activity, Cancelled, type Clock, ticker } from './ticker'

/** A run in the making: it may be given up, and is answered for when it stands where it was to begin. */
export class Opening implements Activity {
  readonly what = 'opening the data'
  readonly since: number
  share = 0
  /** Given up for something newer, or by the user. */
  stale = false
  /** Resolves when nothing of it is left to do, whatever came of it. */
  settled: Promise<unknown> = Promise.resolve()
  readonly arrival: Promise<void>
  /** To be called when the run stands where it was to begin, or cannot. */
  arrived!: () => void
  failed!: (error: unknown) => void
  /** For work on the way. */
  readonly tick: Tick

  constructor(
    clock: Clock,
    public play: boolean,
  ) {
    this.since = clock.now()
    this.arrival = new Promise((resolve, reject) => {
      this.arrived = resolve
      this.failed = reject
    })
    this.arrival.catch(() => {})
    const onShare = (share: number) => {
      this.share = share
    }
    this.tick = ticker(clock, () => this.stale, onShare)
  }

  giveUp(): void {
    this.stale = true
    this.failed(new Cancelled('This run was given up before it began'))
  }
}
