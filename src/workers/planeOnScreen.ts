/** The plane that the page shows and the paths on it: laid between two steps, written as steps are taken, handed out with the frames. */

import { Fault } from '../lib/fault'
import type { ViewSettings } from '../scenario'
import { pause } from '../sim/backends/pause'
import type { Plane } from '../sim/plane'
import { LONG } from '../sim/planes/span'
import type { Simulation } from '../sim/simulation'
import type { Drawer } from './drawing'
import type { Observer } from './observer'
import type { PlaneInfo } from './protocol'
import type { Standing } from './standing'
import type { Clock } from './ticker'

/** Share of the time for steps that recording them may take, and milliseconds that it may take in any case. */
const RECORDING = 0.03
const GRANTED_MS = 20
/** Milliseconds of steps taken at once beside which it counts for little that they are not more. */
const TOGETHER_MS = 0.5
/**
 * Points that a path has in any case: one of fewer is a few straight lines. And the milliseconds that they are worth: they are known from
 * the quickest point, as others may have waited for a processor; the first that take a share of them may prove slow.
 */
const CURVE_POINTS = 128
const CURVE_MS = 500
const TRIED = 1 / 4

/** Whether a plane is the same wherever the arms are. */
const isFixed = ({ plane, laid }: ViewSettings) => laid === 'usual' && (plane === 'eigen' || plane === 'parameters' || plane === 'random')

export class PlaneOnScreen {
  private shown: Plane | null = null
  /** The plane that is shown, or is to be once the paths are written on it. */
  private coming: { readonly plane: Plane; readonly there: Promise<void> } | null = null
  private drawing: Drawer | null = null
  private recordingMs = 0
  /** Milliseconds that a point takes, mean. */
  private pointMs = 0
  private quickestMs = Number.POSITIVE_INFINITY
  /** The step that was recorded last. */
  private last = 0

  constructor(
    private readonly sim: Simulation,
    private readonly observer: Observer,
    private readonly clock: Clock,
    private readonly standing: Standing,
    /** Counts the planes; 0 before the first. */
    public id = 0,
  ) {}

  /** The plane of the view with the paths on it, laid anew where the arms are if that is asked for. */
  async lay(anew = false): Promise<PlaneInfo> {
    const { sim, observer } = this
    const { view } = sim.scenario
    if (isFixed(view)) return this.show(await observer.plane())
    if (view.plane === 'eigen') {
      const at = await this.standing.when(() => sim.planes.at())
      return this.show(await observer.plane(anew || !sim.planes.known ? { at } : undefined))
    }
    return this.standing.when(async () => {
      const info = await this.show(await observer.plane(anew ? {} : undefined))
      await this.record()
      return { ...info, paths: this.paths() }
    })
  }

  /** The number of the view's plane, on screen or to come. */
  get ofView(): number {
    const { planes } = this.sim
    return this.shown && planes.known && planes.laid === this.shown ? this.id : this.id + 1
  }

  /** The plane that points and contours are now of. */
  async current(): Promise<{ readonly id: number; readonly plane: Plane }> {
    if (!this.shown) await this.lay()
    const { shown, id } = this
    if (!shown) throw new Fault('The plane is not laid yet', 'ask again once it is')
    return { id, plane: shown }
  }

  /** Whoever draws it: made when a picture is first wanted. */
  drawer(make: () => Drawer): Drawer {
    this.drawing ??= make()
    return this.drawing
  }

  dispose(): void {
    this.drawing?.dispose()
  }

  /** Of long vectors the paths are written in parts, between which the run answers: who asks for the same plane meanwhile waits for them. */
  private async show(plane: Plane): Promise<PlaneInfo> {
    const { record } = this.sim.planes
    if (this.coming?.plane !== plane) this.coming = { plane, there: this.write(plane, this.coming?.there) }
    await this.coming.there
    const { kind, i, j, axes, step, shares, compared, anchorKind: anchor } = plane
    const said = { ...(shares && { shares }), ...(compared !== undefined && { compared }) }
    return { id: this.id, kind, i, j, axes, step, ...said, anchor, paths: record.paths(), whole: record.whole }
  }

  private async write(plane: Plane, before: Promise<void> | undefined): Promise<void> {
    const { sim } = this
    // Whoever asked for that plane is told if it failed.
    await before?.catch(() => {})
    for (const _ of sim.planes.record.laying(plane)) if (sim.size > LONG) await pause()
    this.shown = plane
    this.id++
  }

  /** Steps until the next is recorded, where one takes so many milliseconds. */
  free(stepMs: number): number {
    return Math.max(1, this.next(stepMs) - this.sim.step)
  }

  /** Steps were taken, each in so many milliseconds. */
  async stepped(stepMs: number): Promise<void> {
    const { step } = this.sim
    if (step < this.last || step >= this.next(stepMs)) await this.record()
  }

  /** The next step to be recorded: where that takes long, once as many have been taken as make up for it, or as the path of a short run needs. */
  private next(stepMs: number): number {
    const dense = this.sim.planes.record.next(this.last)
    if (this.recordingMs <= GRANTED_MS) return dense
    const apart = Math.max(this.pointMs / RECORDING, TOGETHER_MS) / Math.max(stepMs, 1e-7)
    const worth = this.quickestMs * CURVE_POINTS <= CURVE_MS || this.recordingMs <= TRIED * CURVE_MS
    const onCurve = worth ? this.sim.scenario.steps / CURVE_POINTS : Number.POSITIVE_INFINITY
    return Math.max(dense, this.last + Math.ceil(Math.min(apart, onCurve)))
  }

  /** Writes down where the arms stand. */
  async record(): Promise<void> {
    const begun = this.clock.now()
    const { sim } = this
    this.last = sim.step
    await sim.recordPath()
    const ms = this.clock.now() - begun
    this.recordingMs += ms
    this.quickestMs = Math.min(this.quickestMs, ms)
    this.pointMs += this.pointMs === 0 ? ms : 0.02 * (ms - this.pointMs)
  }

  /** Per arm all points. */
  paths(): Float64Array[] {
    return this.sim.planes.record.paths()
  }

  cut(step: number): void {
    this.sim.planes.record.cut(step)
  }

  /** Per arm the points since the last call. */
  take(): Float64Array[] {
    return this.sim.planes.record.take()
  }
}
