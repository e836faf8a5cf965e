/** The plane of a simulation's view: think of it as a drawing board that is set up when first wanted, and anew when the view or the arms ask for it. */

import { Fault } from '../../lib/fault'
import { followsArms, type Scenario, stepsOfPlane, type ViewSettings } from '../../scenario'
import type { Dynamics } from '../dynamics'
import type { OnShare } from '../net/tiles'
import { passCost } from '../passCost'
import type { Plane } from '../plane'
import { PathRecord } from './record'

/** What a plane follows. */
interface Run {
  scenario(): Scenario
  step(): number
  thetas(): Promise<readonly Float64Array[]>
  /** Gives back what `thetas` handed out. */
  release(thetas: readonly Float64Array[]): void
  /** Lets others in. */
  pause(): Promise<void>
}

/** A point that directions of G are found at, and its step. */
export interface PlaceOfArm {
  readonly step: number
  readonly theta: Float64Array
}

export interface PlaneOfView {
  /** Lays the plane of the view, if it is not laid; where the view changes meanwhile, that of the new one. */
  lay(onShare?: OnShare): Promise<Plane>
  /** Lays it anew where the arms are now, or at `at`; the one there is stays until then, and for good where the view changes meanwhile. */
  layAnew(onShare?: OnShare, at?: PlaceOfArm): Promise<Plane>
  /** Takes up a plane that was laid elsewhere. */
  use(plane: Plane): void
  /** Where directions of G are to be found, of a plane that is not laid at the model's own anchor. */
  at(): Promise<PlaceOfArm | undefined>
  /** Whether the arms have moved on since it was laid, or have reached a step that it is to be laid at or through. */
  readonly stale: boolean
  /** Forgets a plane that is not the view's. */
  look(view: ViewSettings): void
  /** The plane once it is laid; a Fault before. */
  readonly laid: Plane
  readonly known: boolean
  /** Where the arms have been; written by whoever takes the steps. */
  readonly record: PathRecord
}

/** The plane of the view of a run of `arms` arms. */
export function createPlaneOfView(dynamics: Dynamics, arms: number, run: Run): PlaneOfView {
  const { theta0, model } = dynamics
  const record = new PathRecord(arms, theta0)
  record.hold(stepsOfPlane(run.scenario().view))
  let laying: Promise<Plane> | null = null
  let plane: Plane | null = null
  /** The step at which it was laid, whatever step it is of. */
  let when = 0

  /** Where the arms are, or were at the step that the plane is held at. */
  async function places(): Promise<{ readonly step: number; readonly thetas: readonly Float64Array[]; readonly held: boolean }> {
    const { laid, laidat } = run.scenario().view
    const held = laid === 'step' && laidat < run.step() ? record.at(laidat) : null
    return held ? { ...held, held: true } : { step: run.step(), thetas: await run.thetas(), held: false }
  }

  async function make(onShare?: OnShare, at?: PlaceOfArm): Promise<Plane> {
    const { view, seed } = run.scenario()
    if (view.plane === 'eigen' || view.plane === 'parameters') {
      if (view.laid === 'usual') return dynamics.plane(view, onShare)
      const { step, theta } = at ?? (await firstOf(places()))
      // Where an arm is given back what it stood at, the plane stays.
      return { ...(await dynamics.plane(view, onShare, at ? theta : theta.slice())), step }
    }
    const { layThrough } = await import('./lay')
    const local = gradientCost(dynamics) > EXPENSIVE ? null : async (theta: Float64Array) => (await dynamics.local())(theta)
    const where = await places()
    const laid = await layThrough(view.plane, view, { model, theta0, seed, record, local, pause: run.pause, ...where })
    if (!where.held) run.release(where.thetas)
    return laid
  }

  function use(found: Plane): void {
    laying = Promise.resolve(found)
    plane = found
    when = run.step()
  }

  async function lay(onShare?: OnShare): Promise<Plane> {
    for (;;) {
      const mine = laying === null
      if (mine) when = run.step()
      laying ??= make(onShare)
      const wanted = laying
      try {
        const found = await wanted
        if (laying !== wanted) continue
        plane = found
        return found
      } catch (error) {
        if (laying === wanted) laying = null
        // What another one gave up is still wanted here.
        if (mine) throw error
      }
    }
  }

  return {
    record,
    use,
    lay,
    async layAnew(onShare, at) {
      const { view } = run.scenario()
      const found = await make(onShare, at)
      if (!sameShown(view, run.scenario().view)) return lay(onShare)
      use(found)
      return found
    },
    async at() {
      const { plane: kind, laid } = run.scenario().view
      return kind === 'eigen' && laid !== 'usual' ? firstOf(places()) : undefined
    },
    get stale() {
      const { view } = run.scenario()
      const step = run.step()
      return plane !== null && (followsArms(view) ? when !== step : stepsOfPlane(view).some(at => when < at && at <= step))
    },
    look(view) {
      if (sameShown(view, run.scenario().view)) return
      laying = plane = null
      record.hold(stepsOfPlane(view))
    },
    get laid() {
      if (!plane) throw new Fault('The plane is not laid yet', 'await layPlane() or measure() first')
      return plane
    },
    get known() {
      return plane !== null
    },
  }
}

/** Multiply-adds of a full gradient that the steps may wait for: a tenth of a second. */
const EXPENSIVE = 5e8

const gradientCost = ({ model, data }: Dynamics) => (model.kind === 'network' ? 3 * data.n * passCost(model.net) : 0)

async function firstOf(places: Promise<{ readonly step: number; readonly thetas: readonly Float64Array[] }>): Promise<PlaceOfArm> {
  const { step, thetas } = await places
  return { step, theta: thetas[0] }
}

/** Whether two views show the same plane. */
export function sameShown(a: ViewSettings, b: ViewSettings): boolean {
  const shown = ({ plane, i, j, laid, laidat, through }: ViewSettings) => JSON.stringify([plane, i, j, laid, laidat, through])
  return shown(a) === shown(b)
}
