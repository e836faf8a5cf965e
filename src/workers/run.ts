/**
 * One run in the worker: a simulation with its pace, its past and the rows not yet sent. The server calls `slice` again and
 * again, which takes the steps that are due, or those on the way to a step that was asked for, and lets the observer look;
 * none of it waits for a measurement. What is to be sent is in `frame`.
 */

import { stateSize } from '../lib/optimizers'
import { elementAt } from '../lib/values'
import { type ArmChange, ruleOf, type Scenario } from '../scenario'
import type { Simulation } from '../sim/simulation'
import { RunHistory } from './history'
import type { Observer, OnShare } from './observer'
import { Pace } from './pace'
import type { Frame, RunStatus } from './protocol'
import { type Activity, type Clock, ticker } from './ticker'

/** Rows held back for a page that does not acknowledge: beyond this every other one is dropped. */
const MAX_PENDING = 1024

/** Weights of all arms up to which every frame carries their fingerprint. */
const HASHED_WEIGHTS = 1 << 20

/** A measurement under way. */
interface Look extends Activity {
  readonly step: number
  /** Its rows are not wanted any more: the run has changed, or the user has. */
  void: boolean
  givenUp: boolean
}

/** The way to a step that was asked for. */
interface Way extends Activity {
  readonly target: number
  /** Back to the nearest snapshot first, and measured anew at the end. */
  readonly seeks: boolean
  from: number | null
  arrived(): void
}

/** Disposed by whoever started it. */
export class Run {
  readonly pace: Pace
  status: RunStatus = 'paused'
  private readonly history: RunHistory
  private pending: Float64Array[][]
  /** Step of the newest row that was asked for, so that a step is measured once; −1 before any. */
  private measured = -1
  private sinceLast = 1
  /** The step that the run stops at gets a row, whatever the cadence. */
  private wanted = true
  private looking: Look | null = null
  /** Milliseconds that the last measurement took; 0 before any. */
  private lastLook = 0
  private looked: Promise<void> = Promise.resolve()
  private failure: { readonly error: unknown } | null = null
  private underWay: Way | null = null
  private rate = 0
  private dirty = true
  /** Counts whatever moves the arms: what was hashed before is of another state. */
  private moves = 0
  private hash: { readonly moves: number; text: string } | null = null

  constructor(
    readonly id: number,
    readonly sim: Simulation,
    readonly observer: Observer,
    private readonly clock: Clock & { wake(): void },
  ) {
    const { arms, view, measure, steps } = sim.scenario
    this.pace = new Pace(view.speed, measure.every)
    this.history = new RunHistory(arms.reduce((sum, arm) => sum + sim.size + stateSize(ruleOf(arm), sim.size), 0))
    this.pending = arms.map(() => [])
    if (sim.step >= steps) this.status = 'finished'
  }

  play(): void {
    if (this.atEnd && !this.underWay) this.status = 'finished'
    else {
      this.status = 'running'
      this.pace.start(this.clock.now())
    }
    this.dirty = true
  }

  pause(): void {
    if (this.status === 'running') this.status = 'paused'
    this.wanted = true
    this.dirty = true
  }

  /** The way to a step that was asked for, if the run is on one. */
  get way(): Activity | null {
    return this.underWay
  }

  /** The measurement under way, if there is one. */
  get look(): Activity | null {
    const { looking, lastLook } = this
    if (!looking) return null
    // Of a measurement that says little about itself the last one tells how long it will take.
    const likely = lastLook > 0 ? Math.min(0.95, (this.clock.now() - looking.since) / lastLook) : 0
    return { ...looking, share: Math.max(looking.share, likely) }
  }

  /** Whether the newest row is that of the present step. */
  get upToDate(): boolean {
    return !this.looking && this.measured === this.sim.step
  }

  /** Takes `count` steps. Resolves on arrival, or where something newer came in between. */
  step(count: number): Promise<void> {
    return this.go({ target: this.sim.step + count, seeks: false })
  }

  /** Goes to a step, back or ahead, by the nearest snapshot. Resolves as `step` does. */
  seek(step: number): Promise<void> {
    return this.go({ target: step, seeks: true })
  }

  private go({ target, seeks }: Pick<Way, 'target' | 'seeks'>): Promise<void> {
    this.stopHere()
    this.status = 'paused'
    return new Promise(arrived => {
      const since = this.clock.now()
      this.underWay = { what: 'replaying', since, share: 0, target: Math.min(target, this.sim.scenario.steps), seeks, from: null, arrived }
    })
  }

  /** Ends the way to a step where it is. */
  stopHere(): void {
    const way = this.underWay
    if (!way) return
    this.underWay = null
    if (way.seeks) this.measured = -1
    this.wanted = true
    this.dirty = true
    if (this.atEnd) this.status = 'finished'
    way.arrived()
  }

  /** Gives up a measurement under way. */
  stopLooking(): void {
    if (!this.looking) return
    this.looking.void = this.looking.givenUp = true
    this.wanted = false
    this.observer.cancel()
  }

  /** Works for about `budget` ms. Returns how many ms to wait before more is to be done. Rejects where the run cannot go on. */
  async slice(budget: number): Promise<number> {
    const { now } = this.clock
    const start = now()
    const first = this.sim.step
    let due = this.held || this.status !== 'running' || this.underWay ? 0 : this.pace.due(start)
    await this.looks()
    while (!this.held && now() - start < budget) {
      if (this.underWay) await this.follow(this.underWay, budget)
      else if (this.status === 'running' && this.atEnd) {
        await this.finish()
        break
      } else if (due >= 1 && this.status === 'running') due -= await this.steps(Math.min(due, this.free(), this.pace.within(budget)))
      else break
      await this.looks()
    }
    const ms = now() - start
    if (this.sim.step > first && this.status === 'running')
      this.rate += 0.2 * (((this.sim.step - first) / Math.max(ms, 1e-3)) * 1000 - this.rate)
    this.dirty ||= this.sim.step !== first
    if (this.held) return Number.POSITIVE_INFINITY
    if (this.underWay) return 0
    return this.status === 'running' && !this.atEnd ? this.pace.wait() : Number.POSITIVE_INFINITY
  }

  /** Some of the steps to where the run is going. */
  private async follow(way: Way, budget: number): Promise<void> {
    if (way.from === null) {
      const before = way.seeks ? this.history.before(way.target) : undefined
      if (before && (way.target < this.sim.step || before.step > this.sim.step)) {
        await this.sim.restore(before)
        this.moves++
      }
      way.from = this.sim.step
    }
    const left = way.target - this.sim.step
    if (left > 0 && !this.allDiverged) await this.steps(Math.min(left, this.free(), this.pace.within(budget)))
    way.share = (this.sim.step - way.from) / Math.max(1, way.target - way.from)
    if (this.underWay === way && (this.sim.step >= way.target || this.allDiverged)) this.stopHere()
  }

  /** A run is finished when the row of its last step is there. */
  private async finish(): Promise<void> {
    this.wanted = true
    await this.looks()
    if (this.looking) return
    this.status = 'finished'
    this.dirty = true
  }

  private get allDiverged(): boolean {
    return this.sim.divergences.every(d => d)
  }

  private get atEnd(): boolean {
    return this.sim.step >= this.sim.scenario.steps || this.allDiverged
  }

  private async steps(count: number): Promise<number> {
    const { now } = this.clock
    const begun = now()
    if (this.history.wantsSnapshot(this.sim.step)) this.history.addSnapshot(await this.sim.snapshot())
    this.moves++
    const taken = await this.sim.advance(count)
    this.pace.stepped(taken, now() - begun)
    return Math.max(taken, 1)
  }

  /** Whether rows come as often as the observer gives them. */
  private get atWill(): boolean {
    return this.observer.beside && this.sim.scenario.measure.every === 0
  }

  /** Whether the present step is to get a row. */
  private get due(): boolean {
    if (this.measured === this.sim.step) return false
    const moving = this.status === 'running' || this.underWay !== null
    return this.wanted || (moving && (this.atWill || this.sim.step % this.pace.every === 0))
  }

  /** Whether steps wait for a measurement: one that reads the simulation itself, or one before a row that must not be lost. */
  private get held(): boolean {
    return this.looking !== null && (!this.observer.beside || (!this.atWill && this.due))
  }

  /** Steps that may be taken before the next look. */
  private free(): number {
    return this.atWill ? Number.POSITIVE_INFINITY : this.pace.untilMeasure(this.sim.step)
  }

  /** Begins to measure where the present step is to get a row; waits for what needs no more than this task. */
  private async looks(): Promise<void> {
    if (!this.looking && this.due) this.beginLook()
    if (this.measured === this.sim.step) this.wanted = false
    if (this.looking && !this.observer.beside) await Promise.race([this.looked, this.clock.later(0)])
    if (this.failure) throw this.failure.error
  }

  private beginLook(): void {
    const { clock, sim } = this
    const since = clock.now()
    const what = this.measured < 0 ? 'first measurement' : `measuring step ${sim.step}`
    const look: Look = { what, since, share: 0, step: sim.step, void: false, givenUp: false }
    this.looking = look
    this.sinceLast = Math.max(1, sim.step - this.measured)
    this.measured = sim.step
    const onShare: OnShare = share => {
      look.share = share
    }
    this.looked = this.observer
      .measure(onShare)
      .then(rows => {
        if (rows && !look.void) this.take(rows)
        else if (this.measured === look.step && !look.givenUp) {
          this.measured = -1
          this.wanted ||= !look.void
        }
        this.lastLook = clock.now() - since
        this.pace.measured(clock.now() - since)
      })
      .catch(error => {
        if (!look.void) this.failure = { error }
      })
      .finally(() => {
        this.looking = null
        clock.wake()
      })
  }

  private take(rows: readonly Float64Array[]): void {
    for (const [a, row] of rows.entries()) elementAt(this.pending, a).push(row)
    if (elementAt(this.pending, 0).length > MAX_PENDING) this.pending = this.pending.map(kept => kept.filter((_, i) => i % 2 === 1))
    this.dirty = true
  }

  /** Records a change at the present step; what lay after it is forgotten. */
  async change(event: ArmChange): Promise<Scenario> {
    const { step } = this.sim
    await this.sim.change({ ...event, step })
    this.history.cut(step)
    this.observer.cut(step)
    if (this.looking && this.looking.step > step) this.looking.void = true
    this.pending = this.pending.map(rows => rows.filter(row => elementAt(row, 0) <= step))
    this.dirty = true
    return this.sim.scenario
  }

  async adopt(scenario: Scenario): Promise<void> {
    const { plane, i, j } = this.sim.scenario.view
    await this.sim.adopt(scenario)
    this.pace.fix(scenario.measure.every)
    this.pace.speed = scenario.view.speed
    // The row on screen carries the ellipses of its plane: on another plane it is measured anew.
    if (scenario.view.plane !== plane || scenario.view.i !== i || scenario.view.j !== j) {
      if (this.looking && this.atWill) this.looking.void = true
      this.measured = -1
      this.wanted = true
    }
    if (this.status === 'finished' && this.sim.step < scenario.steps) this.status = 'paused'
    this.dirty = true
  }

  /** The newest frame, or null if nothing changed since the last. */
  async frame(): Promise<Frame | null> {
    if (!this.dirty || this.underWay) return null
    this.dirty = false
    const width = this.sim.columns.width
    const divergences = this.sim.divergences
    const arms = this.pending.map((rows, a) => {
      const packed = new Float64Array(rows.length * width)
      for (const [i, row] of rows.entries()) packed.set(row, i * width)
      return { rows: packed, divergence: elementAt(divergences, a) }
    })
    for (const rows of this.pending) rows.length = 0
    return {
      run: this.id,
      step: this.sim.step,
      status: this.status,
      rate: this.status === 'running' ? this.rate : 0,
      every: this.atWill ? this.sinceLast : this.pace.every,
      fingerprint: await this.fingerprint(),
      arms,
    }
  }

  /** Of the present step; '' while it would hold up the run: a hash of millions of weights takes longer than a frame may. */
  private async fingerprint(): Promise<string> {
    const { sim, moves } = this
    if (this.hash?.moves === moves) return this.hash.text
    if (this.looking && !this.observer.beside) return ''
    if (sim.p * sim.scenario.arms.length <= HASHED_WEIGHTS) return sim.fingerprint()
    if (this.status !== 'running') void this.hashSlowly()
    return ''
  }

  private async hashSlowly(): Promise<void> {
    const { moves, clock } = this
    const hash = { moves, text: '' }
    this.hash = hash
    hash.text = await this.sim.fingerprint(ticker(clock, () => this.moves !== moves)).catch(() => '')
    this.dirty = true
    clock.wake()
  }

  /** Where to resume on another backend. */
  get checkpoint() {
    return this.history.newest
  }

  dispose(): void {
    this.stopHere()
    this.moves++
    if (this.looking) this.looking.void = true
    this.observer.dispose()
    this.sim.dispose()
  }
}
