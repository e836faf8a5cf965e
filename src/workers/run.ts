/**
 * One run in the worker: a simulation with its pace, its past and the rows not yet sent. The server calls `slice` again and
 * again, which takes the steps that are due, or those on the way to a step that was asked for, and lets the observer look;
 * none of it waits for a measurement. What is to be sent is in `frame`.
 */

import { stateSize } from '../lib/optimizers'
import type { Tick } from '../lib/tick'
import { elementAt } from '../lib/values'
import { type ArmChange, ruleOf, type Scenario } from '../scenario'
import { type PlaceOfArm, sameShown } from '../sim/planes/laying'
import type { Simulation, Snapshot } from '../sim/simulation'
import { EarlyStop } from './earlyStop'
import { RunHistory } from './history'
import { Looks } from './looks'
import type { Observer } from './observer'
import type { Way } from './onTheWay'
import { Pace, rowsEvery, SLICE_MS } from './pace'
import { PendingRows } from './pendingRows'
import { PlaneOnScreen } from './planeOnScreen'
import type { Frame, PlaneInfo, RunStatus } from './protocol'
import { RunHash } from './runHash'
import { Standing } from './standing'
import type { Activity, Clock } from './ticker'

/** Disposed by whoever started it. */
export class Run {
  readonly pace: Pace
  status: RunStatus = 'paused'
  readonly plane: PlaneOnScreen
  readonly standing: Standing
  private readonly history: RunHistory
  private readonly pending: PendingRows
  private readonly looks: Looks
  /** The plane of the measurement under way, and of the newest row. */
  private lookingOn = 0
  private rowsOn = 0
  private underWay: Way | null = null
  private rate = 0
  /** Since when steps are under way, or what is done between them; null while nothing is. */
  private stepping: number | null = null
  private dirty = true
  private readonly early = new EarlyStop()
  private readonly hash: RunHash

  constructor(
    readonly id: number,
    readonly sim: Simulation,
    readonly observer: Observer,
    private readonly clock: Clock & { wake(): void },
    /** Planes of the run that this one takes the place of. */
    planes = 0,
  ) {
    const { arms, view, steps } = sim.scenario
    this.pace = new Pace(view.speed, rowsEvery(sim.scenario), steps)
    this.history = new RunHistory(arms.reduce((sum, arm) => sum + sim.size + stateSize(ruleOf(arm), sim.size), 0))
    this.pending = new PendingRows(arms.length)
    this.looks = new Looks({
      ...{ sim, observer, clock, pace: this.pace },
      moving: () => this.status === 'running' || this.underWay !== null,
      take: rows => {
        this.pending.add(rows)
        this.rowsOn = this.lookingOn
        this.early.read(sim.scenario, rows, sim.columns)
      },
      ended: () => {
        this.dirty = true
      },
    })
    this.standing = new Standing(clock.wake)
    this.plane = new PlaneOnScreen(sim, observer, clock, this.standing, planes)
    this.hash = new RunHash(sim, clock, () => {
      this.dirty = true
      clock.wake()
    })
    if (sim.step >= steps) this.status = 'finished'
  }

  /** Goes on from where another run of the same scenario was. */
  async resume(from: Snapshot): Promise<void> {
    this.history.addSnapshot(await this.sim.snapshot())
    await this.sim.restore(from)
    if (from.step > 0) this.history.addSnapshot(from)
  }

  play(): void {
    if (this.atEnd && !this.underWay) this.status = 'finished'
    else {
      this.early.goOn(this.sim.step)
      this.status = 'running'
      this.pace.start(this.clock.now())
    }
    this.dirty = true
  }

  pause(): void {
    if (this.status === 'running') this.status = 'paused'
    this.looks.want(this.planeMovedOn)
    this.dirty = true
  }

  /** Whether the plane was laid anew since the newest measurement began: a run that stops wants its row on the plane on screen. */
  private get planeMovedOn(): boolean {
    return this.lookingOn < this.plane.id
  }

  /** The way to a step that was asked for, if the run is on one. */
  get way(): Activity | null {
    return this.underWay
  }

  /** The measurement under way, if there is one. */
  get look(): Activity | null {
    return this.looks.activity
  }

  /** Whether the newest row is that of the present step. */
  get upToDate(): boolean {
    return this.looks.upToDate
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
    if (seeks) this.early.back(target)
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
    this.looks.want(way.seeks)
    this.dirty = true
    if (this.atEnd) this.status = 'finished'
    way.arrived()
  }

  /** Gives up a measurement under way. */
  stopLooking(): void {
    this.looks.giveUp()
  }

  /** Works for about `budget` ms. Returns how many ms to wait before more is to be done. Rejects where the run cannot go on. */
  async slice(budget: number): Promise<number> {
    const { now } = this.clock
    const start = now()
    const first = this.sim.step
    let due = this.looks.held || this.status !== 'running' || this.underWay ? 0 : this.pace.due(start)
    await this.lookAround()
    while (!this.looks.held && now() - start < budget) {
      if (this.underWay) await this.follow(this.underWay, budget)
      else if (this.status === 'running' && this.atEnd) {
        await this.finish()
        break
      } else if (this.status === 'running' && this.early.stopsAt(this.sim.step)) this.pause()
      else if (due >= 1 && this.status === 'running') due -= await this.steps(Math.min(due, this.looks.free(), this.pace.within(budget)))
      else break
      await this.lookAround()
    }
    const ms = now() - start
    if (this.sim.step > first && this.status === 'running')
      this.rate += 0.2 * (((this.sim.step - first) / Math.max(ms, 1e-3)) * 1000 - this.rate)
    this.dirty ||= this.sim.step !== first
    if (this.looks.held) return Number.POSITIVE_INFINITY
    if (this.underWay) return 0
    if (this.status !== 'running') return Number.POSITIVE_INFINITY
    if (!this.atEnd) return this.pace.wait()
    // Where the time was up with the last step the run is still to be finished; a measurement under way wakes who waits for it.
    return this.look ? Number.POSITIVE_INFINITY : 0
  }

  /** Some of the steps to where the run is going. */
  private async follow(way: Way, budget: number): Promise<void> {
    if (way.from === null) {
      const before = way.seeks ? this.history.before(way.target) : undefined
      if (before && (way.target < this.sim.step || before.step > this.sim.step)) {
        await this.sim.restore(before)
        this.hash.moved()
      }
      way.from = this.sim.step
    }
    const left = way.target - this.sim.step
    if (left > 0 && !this.allDiverged) await this.steps(Math.min(left, this.looks.free(), this.pace.within(budget)))
    way.share = (this.sim.step - way.from) / Math.max(1, way.target - way.from)
    if (this.underWay === way && (this.sim.step >= way.target || this.allDiverged)) this.stopHere()
  }

  /** A run is finished when the row of its last step is there. */
  private async finish(): Promise<void> {
    this.looks.want(this.planeMovedOn)
    await this.lookAround()
    if (this.look) return
    this.status = 'finished'
    this.dirty = true
  }

  /** Where an arm was at a step that was taken, replayed from the last snapshot before it; or where it is. */
  async pointAt(arm: number, step: number | null, tick: Tick): Promise<PlaceOfArm> {
    const from = step !== null && step < this.sim.step ? this.history.before(step) : undefined
    if (from && step !== null) return { step, theta: await this.sim.replay(arm, from, step, tick) }
    return this.standing.when(async () => ({ step: this.sim.step, theta: elementAt(await this.sim.thetas(), arm).slice() }))
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
    this.hash.moved()
    this.stepping = begun
    const taken = await this.sim.advance(Math.min(count, this.plane.free(this.stepMs)))
    this.stepping = null
    this.pace.stepped(taken, now() - begun)
    await this.plane.stepped(this.stepMs)
    return Math.max(taken, 1)
  }

  /** Milliseconds that there are for a step. */
  private get stepMs(): number {
    return this.pace.perStep(this.underWay !== null)
  }

  /** What the run will do after a step that takes so long that no frame says it soon; null where one does. */
  get statusInStep(): RunStatus | null {
    const { stepping, clock, status } = this
    return stepping !== null && clock.now() - stepping > SLICE_MS ? status : null
  }

  /** What the run does between steps: what was asked for then, and measurements. */
  private async lookAround(): Promise<void> {
    this.looks.hurry()
    if (this.standing.wanted) {
      this.stepping = this.clock.now()
      await this.standing.reached()
      this.stepping = null
    }
    await this.looks.look(async () => {
      await this.plane.record()
      this.lookingOn = this.plane.ofView
    })
  }

  /**
   * Records a change at the present step, or at the end of the steps under way; what lay after it is forgotten. Where the run
   * has passed the step `since` it goes back there: the change takes the place of the one recorded then.
   */
  async change(event: ArmChange, since = Number.POSITIVE_INFINITY): Promise<Scenario> {
    if (since < this.sim.step) await this.goBack(since)
    const step = await this.sim.change({ ...event, step: this.sim.step })
    this.history.branchAt(step)
    this.plane.cut(step)
    this.pending.cut(step)
    this.looks.cut(step)
    this.early.cut(step)
    this.dirty = true
    return this.sim.scenario
  }

  /** Stands at an earlier step, from where the run goes on as it did. */
  private async goBack(step: number): Promise<void> {
    this.looks.drop()
    await this.looks.ended()
    const nearest = this.history.before(step)
    if (nearest) await this.sim.restore(nearest)
    while (this.sim.step < step) {
      await this.steps(Math.min(step - this.sim.step, this.pace.within(SLICE_MS)))
      await this.clock.later(0)
    }
    this.hash.moved()
    if (this.status === 'finished') this.play()
  }

  async adopt(scenario: Scenario): Promise<void> {
    const { view } = this.sim.scenario
    if (JSON.stringify(scenario.stop) !== JSON.stringify(this.sim.scenario.stop)) this.early.cut(0)
    await this.sim.adopt(scenario)
    this.pace.fix(rowsEvery(scenario))
    this.pace.speed = scenario.view.speed
    this.pace.steps = scenario.steps
    if (!sameShown(scenario.view, view)) this.onOtherPlane()
    if (this.status === 'finished' && this.sim.step < scenario.steps) this.status = 'paused'
    this.dirty = true
  }

  /** The row on screen carries the ellipses of its plane: on another plane it is measured anew. */
  private onOtherPlane(): void {
    this.looks.drop()
    this.looks.want(true)
  }

  /** Lays the plane anew where the arms are. */
  async layAnew(): Promise<PlaneInfo> {
    const info = await this.plane.lay(true)
    if (this.status !== 'running') {
      this.onOtherPlane()
      this.clock.wake()
    }
    return info
  }

  /** The newest frame, or null if nothing changed since the last. */
  async frame(): Promise<Frame | null> {
    if (!this.dirty || this.underWay) return null
    this.dirty = false
    const { columns, divergences } = this.sim
    const paths = this.plane.take()
    const arms = this.pending
      .take(columns.width)
      .map((rows, a) => ({ rows, path: elementAt(paths, a), divergence: elementAt(divergences, a) }))
    return {
      run: this.id,
      step: this.sim.step,
      status: this.status,
      stopped: this.status === 'paused' ? this.early.at(this.sim.step) : null,
      rate: this.status === 'running' ? this.rate : 0,
      every: this.looks.every,
      plane: this.plane.id,
      rowsOn: this.rowsOn,
      fingerprint: await this.hash.of(this.status !== 'running', this.looks.apart),
      arms,
    }
  }

  /** Where to resume on another backend. */
  get checkpoint() {
    return this.history.newest
  }

  dispose(): void {
    this.stopHere()
    this.hash.moved()
    this.looks.drop()
    this.observer.dispose()
    this.standing.end()
    this.plane.dispose()
    this.sim.dispose()
  }
}
