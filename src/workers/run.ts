/**
 * One run in the worker: a simulation with its pace, its past and the rows not yet sent. The server calls `slice` again and
 * again while the run plays, and sends what `frame` gives; a `seek` goes back by the snapshots of the history.
 */

import { stateSize } from '../lib/optimizers'
import { elementAt } from '../lib/values'
import { type ArmChange, ruleOf, type Scenario } from '../scenario'
import type { Backend } from '../sim/backends/types'
import type { Assets } from '../sim/load'
import { fill } from '../sim/reading'
import { createSimulation, type Simulation } from '../sim/simulation'
import { gaussianColumns } from '../theory/gaussian'
import { RunHistory } from './history'
import { Pace } from './pace'
import type { Frame, PlaneInfo, RunStatus } from './protocol'

/** Rows held back for a page that does not acknowledge: beyond this every other one is dropped. */
const MAX_PENDING = 1024

/** Weights of all arms up to which every frame carries their fingerprint. */
const HASHED_WEIGHTS = 1 << 20

/** Disposed by whoever started it. */
export class Run {
  readonly pace: Pace
  status: RunStatus = 'paused'
  private readonly history: RunHistory
  private pending: Float64Array[][]
  /** Step of the newest row, so that a step is measured once. */
  private measured = -1
  private rate = 0
  private dirty = true

  private constructor(
    readonly id: number,
    readonly sim: Simulation,
  ) {
    const { arms, view, measure } = sim.scenario
    this.pace = new Pace(view.speed, measure.every)
    this.history = new RunHistory(
      arms.length * sim.size,
      arms.reduce((sum, arm) => sum + sim.size + stateSize(ruleOf(arm), sim.size), 0),
    )
    this.pending = sim.scenario.arms.map(() => [])
  }

  static async start(id: number, scenario: Scenario, backend: Backend, assets?: Assets): Promise<Run> {
    const sim = await createSimulation(scenario, backend, assets)
    const run = new Run(id, sim)
    if (sim.step >= scenario.steps) run.status = 'finished'
    try {
      await run.measure()
    } catch (error) {
      sim.dispose()
      throw error
    }
    return run
  }

  play(now: number): void {
    if (this.sim.step >= this.sim.scenario.steps || this.sim.divergences.every(d => d)) this.status = 'finished'
    else {
      this.status = 'running'
      this.pace.start(now)
    }
    this.dirty = true
  }

  async pause(): Promise<void> {
    if (this.status === 'running') this.status = 'paused'
    await this.measure()
    this.dirty = true
  }

  /** Takes the steps that are due within about `budget` ms. Returns how many ms to wait before more are due. */
  async slice(budget: number, now: () => number): Promise<number> {
    const start = now()
    const from = this.sim.step
    let due = this.pace.due(start)
    while (due >= 1 && this.status === 'running' && now() - start < budget) {
      const taken = await this.steps(Math.min(due, this.pace.untilMeasure(this.sim.step), this.pace.within(budget)), now)
      due -= taken
      if (this.sim.step % this.pace.every === 0) {
        const begun = now()
        await this.measure()
        this.pace.measured(now() - begun)
      }
      if (this.sim.step >= this.sim.scenario.steps || this.sim.divergences.every(d => d)) {
        await this.measure()
        this.status = 'finished'
      }
    }
    const ms = now() - start
    if (this.sim.step > from) this.rate += 0.2 * (((this.sim.step - from) / Math.max(ms, 1e-3)) * 1000 - this.rate)
    this.dirty ||= this.sim.step > from
    return this.status === 'running' ? this.pace.wait() : Number.POSITIVE_INFINITY
  }

  /** Exactly `count` steps, measured at the end. */
  async step(count: number, now: () => number): Promise<void> {
    await this.steps(count, now)
    await this.measure()
    this.status = this.sim.step >= this.sim.scenario.steps ? 'finished' : 'paused'
    this.dirty = true
  }

  private async steps(count: number, now: () => number): Promise<number> {
    const begun = now()
    if (this.history.wantsSnapshot(this.sim.step)) this.history.addSnapshot(await this.sim.snapshot())
    const taken = await this.sim.advance(count)
    this.pace.stepped(taken, now() - begun)
    return Math.max(taken, 1)
  }

  /** Adds a row per arm for the present step, unless it has one. */
  async measure(): Promise<void> {
    const { sim, history } = this
    if (this.measured === sim.step) return
    const centred = sim.scenario.measure.sigma === 'centred'
    const readings = await sim.measure()
    for (const [a, { row, population }] of readings.entries()) {
      if (population) fill<'theory'>(row, sim.columns, gaussianColumns(population, centred))
      this.pending[a]?.push(row)
    }
    if (history.wantsPoint(sim.step))
      history.addPoint(
        sim.step,
        (await sim.states()).map(s => s.theta),
      )
    if (elementAt(this.pending, 0).length > MAX_PENDING) this.pending = this.pending.map(rows => rows.filter((_, i) => i % 2 === 1))
    this.measured = sim.step
    this.dirty = true
  }

  /** Records a change at the present step; what lay after it is forgotten. */
  async change(event: ArmChange): Promise<Scenario> {
    await this.sim.change({ ...event, step: this.sim.step })
    this.history.cut(this.sim.step)
    this.dirty = true
    return this.sim.scenario
  }

  async adopt(scenario: Scenario): Promise<PlaneInfo> {
    const { plane } = this.sim
    await this.sim.adopt(scenario)
    // The row on screen carries the ellipses of its plane: on another plane it is measured anew.
    if (this.sim.plane !== plane) {
      this.measured = -1
      await this.measure()
    }
    this.pace.fix(scenario.measure.every)
    this.pace.speed = scenario.view.speed
    if (this.status === 'finished' && this.sim.step < scenario.steps) this.status = 'paused'
    return this.planeInfo()
  }

  /** Goes to a step, back or ahead, by the nearest snapshot. Stops early where `cancelled` says so. */
  async seek(step: number, now: () => number, tick: (done: number, total: number) => Promise<boolean>): Promise<void> {
    const target = Math.min(step, this.sim.scenario.steps)
    const from = this.history.before(target)
    if (this.status === 'running') this.status = 'paused'
    if (from && (target < this.sim.step || from.step > this.sim.step)) await this.sim.restore(from)
    const start = this.sim.step
    while (this.sim.step < target) {
      const begun = now()
      while (this.sim.step < target && now() - begun < 30) {
        await this.steps(Math.min(target - this.sim.step, this.pace.untilMeasure(this.sim.step), this.pace.within(30)), now)
        if (this.sim.step % this.pace.every === 0) {
          const mark = now()
          await this.measure()
          this.pace.measured(now() - mark)
        }
        if (this.sim.divergences.every(d => d)) break
      }
      this.dirty = true
      const goOn = await tick(this.sim.step - start, target - start)
      if (!goOn || this.sim.divergences.every(d => d)) break
    }
    this.measured = -1
    await this.measure()
    this.status = this.sim.step >= this.sim.scenario.steps ? 'finished' : 'paused'
    this.dirty = true
  }

  planeInfo(): PlaneInfo {
    const { kind, i, j, anchorKind } = this.sim.plane
    const paths = this.history.paths(this.sim.scenario.arms.length, theta => this.sim.project(theta))
    return { kind, i, j, anchor: anchorKind, paths, whole: this.history.whole }
  }

  /** The newest frame, or null if nothing changed since the last. */
  async frame(): Promise<Frame | null> {
    if (!this.dirty) return null
    this.dirty = false
    const width = this.sim.columns.width
    const divergences = this.sim.divergences
    const arms = this.pending.map((rows, a) => {
      const packed = new Float64Array(rows.length * width)
      for (const [i, row] of rows.entries()) packed.set(row, i * width)
      return { rows: packed, divergence: elementAt(divergences, a) }
    })
    for (const rows of this.pending) rows.length = 0
    // A hash of millions of weights takes longer than a frame may: while such a run goes on, none is told.
    const silent = this.status === 'running' && this.sim.p * this.sim.scenario.arms.length > HASHED_WEIGHTS
    const fingerprint = silent ? '' : await this.sim.fingerprint()
    const { step } = this.sim
    return {
      run: this.id,
      step,
      status: this.status,
      rate: this.status === 'running' ? this.rate : 0,
      every: this.pace.every,
      fingerprint,
      arms,
    }
  }

  /** Where to resume on another backend. */
  get checkpoint() {
    return this.history.newest
  }

  dispose(): void {
    this.sim.dispose()
  }
}
