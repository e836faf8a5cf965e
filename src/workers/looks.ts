import { stopsEarly } from '../scenario'
import type { Simulation } from '../sim/simulation'
import type { Observer, OnShare } from './observer'
import { type Look, VOID_MS } from './onTheWay'
import { type Pace, rowsEvery } from './pace'
import { type Activity, Cancelled, type Clock } from './ticker'

interface Parts {
  readonly sim: Simulation
  readonly observer: Observer
  readonly pace: Pace
  readonly clock: Clock & { wake(): void }
  /** Whether the run is taking steps. */
  moving(): boolean
  /** A row per arm. */
  take(rows: readonly Float64Array[]): void
  /** The simulation is no longer read, with rows or without. */
  ended(): void
}

/** The measurements of a run: which steps get a row, the one under way, and what becomes of it. None of its steps waits here. */
export class Looks {
  /** Steps between the last two measurements. */
  private sinceLast = 1
  /** Step of the newest row that was asked for, so that a step is measured once; −1 before any. */
  private measured = -1
  /** The step that the run stops at gets a row, whatever the cadence. */
  private wanted = true
  private looking: Look | null = null
  /** Milliseconds that the last measurement took; 0 before any. */
  private lastLook = 0
  private looked: Promise<void> = Promise.resolve()
  private failure: { readonly error: unknown } | null = null

  constructor(private readonly parts: Parts) {}

  /** The measurement under way, if there is one. */
  get activity(): Activity | null {
    const { looking, lastLook, parts } = this
    if (!looking) return null
    // Of a measurement that says little about itself the last one tells how long it will take.
    const likely = lastLook > 0 ? Math.min(0.95, (parts.clock.now() - looking.since) / lastLook) : 0
    return { ...looking, share: Math.max(looking.share, likely) }
  }

  /** Whether the newest row is that of the present step. */
  get upToDate(): boolean {
    return !this.looking && this.measured === this.parts.sim.step
  }

  /** Whether nobody reads the simulation of the run. */
  get apart(): boolean {
    return !this.looking || this.parts.observer.beside
  }

  /** Steps between rows at present. */
  get every(): number {
    return this.atWill ? this.sinceLast : this.parts.pace.every
  }

  /** Whether rows come as often as the observer gives them. */
  private get atWill(): boolean {
    return this.parts.observer.beside && rowsEvery(this.parts.sim.scenario) === 0
  }

  /** Whether the present step is to get a row. */
  private get due(): boolean {
    const { sim, pace, moving } = this.parts
    if (this.measured === sim.step) return false
    return this.wanted || (moving() && (this.atWill || sim.step % pace.every === 0))
  }

  /** Whether steps wait for a measurement: one that reads the simulation itself or may end the run, or one before a row that must not be lost. */
  get held(): boolean {
    const { observer, sim } = this.parts
    return this.looking !== null && (!observer.beside || stopsEarly(sim.scenario) || (!this.atWill && this.due))
  }

  /** Steps that may be taken before the next measurement. */
  free(): number {
    const { pace, sim } = this.parts
    return this.atWill ? Number.POSITIVE_INFINITY : pace.untilMeasure(sim.step)
  }

  /** Has the step that the run stops at measured; `anew` also where it has a row. */
  want(anew = false): void {
    this.wanted = true
    if (anew) this.measured = -1
  }

  /** Drops the row of the measurement under way. */
  drop(): void {
    if (this.looking) this.looking.void = true
  }

  /** What lies after a step is forgotten, and the row of that step was read with other settings. */
  cut(step: number): void {
    if (this.looking && this.looking.step >= step) this.drop()
    if (this.measured >= step) this.want(true)
  }

  /** Gives up a measurement under way. */
  giveUp(): void {
    if (!this.looking) return
    this.looking.void = this.looking.givenUp = true
    this.wanted = false
    this.parts.observer.cancel()
  }

  /** Resolves when the simulation of the run is not being read. */
  async ended(): Promise<void> {
    if (!this.parts.observer.beside) await this.looked
  }

  /** Begins to measure where the present step is to get a row, after `before`; waits for what needs no more than this task. */
  async look(before: () => Promise<void>): Promise<void> {
    const { observer, clock, sim } = this.parts
    if (!this.looking && this.due) {
      await before()
      this.begin()
    }
    if (this.measured === sim.step) this.wanted = false
    if (this.looking && !observer.beside) await Promise.race([this.looked, clock.later(0)])
    if (this.failure) throw this.failure.error
  }

  /** Does not wait long for a measurement whose row was dropped. */
  hurry(): void {
    const { looking, parts } = this
    if (!looking?.void || looking.givenUp || parts.clock.now() - looking.since <= VOID_MS) return
    looking.givenUp = true
    parts.observer.cancel()
  }

  private begin(): void {
    const { clock, sim, observer, pace } = this.parts
    const since = clock.now()
    const what = this.measured < 0 ? 'first measurement' : `measuring step ${sim.step}`
    const look: Look = { what, since, share: 0, step: sim.step, void: false, givenUp: false }
    this.looking = look
    this.sinceLast = Math.max(1, sim.step - this.measured)
    this.measured = sim.step
    const onShare: OnShare = share => {
      if (look.void && !observer.beside) throw new Cancelled('This measurement is of a run that has changed')
      look.share = share
    }
    this.looked = observer
      .measure(onShare)
      .then(rows => {
        if (rows && !look.void) this.parts.take(rows)
        else if (this.measured === look.step && !look.givenUp) {
          this.measured = -1
          this.wanted ||= !look.void
        }
        if (look.void) return
        this.lastLook = clock.now() - since
        pace.measured(clock.now() - since)
      })
      .catch(error => {
        if (!look.void) this.failure = { error }
      })
      .finally(() => {
        this.looking = null
        this.parts.ended()
        clock.wake()
      })
  }
}
