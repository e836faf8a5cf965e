/**
 * Landscapes drawn beside the run by a team of workers that have opened the same problem, or by the one that measures it: each takes the
 * next rows of the picture, and a point has the same bits whoever draws it. Where one of them fails the run draws in place.
 */

import type { OwnData } from '../../sim/files/own'
import type { LossGrid, Plane } from '../../sim/plane'
import type { Simulation } from '../../sim/simulation'
import { type Drawer, DrawingRate, type Window } from '../drawing'
import { heartbeat } from '../heartbeat'
import type { Painter } from '../observer'
import { Cancelled } from '../ticker'
import { createWorkerClient, type WorkerClient, type WorkerLike } from '../workerClient'
import { patienceOf } from './cost'
import type { FromMeasuring, MeasuringAsk, ToMeasuring } from './messages'
import { buffersOf, PlanesTold } from './planesTold'

interface Parts {
  spawn(): WorkerLike
  readonly backend: 'wasm' | 'reference'
  /** The user data of the scenario, if it has any. */
  readonly own: OwnData | null
  readonly inPlace: Drawer
  readonly workers: number
  /** Who draws in place of workers of its own. */
  readonly hired?: Painter | undefined
  /** Whether a first picture is drawn in place where it would wait for workers. */
  readonly atOnce: boolean
  now(): number
  /** Whether the workers are to leave the processors to the run. */
  busy(): boolean
}

/** A worker of the team. */
interface Own extends Painter {
  open(): Promise<void>
  dispose(): void
}

/** Milliseconds of work that a worker is given at once. */
const BAND_MS = 100
/** Parts of a picture per worker where it is not known how long they take. */
const BANDS = 4

/** Disposed by the run. */
export function drawsBeside(sim: Simulation, { spawn, backend, own, inPlace, workers, hired, atOnce, now, busy }: Parts): Drawer {
  const network = sim.model.kind === 'network'
  const rate = new DrawingRate()
  const watching = heartbeat(patienceOf(sim))
  let team: Own[] = []
  let failed = false
  let next = 0

  function hire(): Own {
    const answerIn = (message: FromMeasuring) => ('share' in message ? null : message)
    const client: WorkerClient<ToMeasuring> = createWorkerClient<ToMeasuring, FromMeasuring>(spawn, { name: 'drawing', watching, answerIn })
    const ask = <T>(message: MeasuringAsk, moved: ArrayBuffer[] = []) => {
      const id = next++
      return new Promise<T>((resolve, reject) => client.ask(id, { id, ask: message }, { resolve, reject }, moved))
    }
    const told = new PlanesTold()
    return {
      open: () => ask({ type: 'open', scenario: sim.scenario, backend, own }),
      draw(plane, lattice, busy) {
        const on = told.tell('picture', plane)
        return ask({ type: 'landscape', lattice, busy, on }, buffersOf(on))
      },
      dispose: client.dispose,
    }
  }

  /** Who draws. Anything but a network is drawn as quickly by one as by several. */
  async function drawing(): Promise<readonly Painter[]> {
    if (hired) return [hired]
    if (team.length === 0) {
      team = Array.from({ length: network ? workers : 1 }, hire)
      await Promise.all(team.map(own => own.open()))
    }
    return team
  }

  function end(): void {
    failed = true
    for (const own of team.splice(0)) own.dispose()
  }

  async function together(
    plane: Plane,
    { domain, nx, ny }: Window,
    onShare: (share: number) => void,
    stale: () => boolean,
    sparing: boolean,
  ): Promise<LossGrid> {
    const painters = await drawing()
    const each = rate.pointMs > 0 ? BAND_MS / (rate.pointMs * painters.length * nx) : ny / (BANDS * painters.length)
    const band = Math.min(Math.ceil(ny / painters.length), Math.max(1, Math.round(each)))
    const grid = new Float64Array(nx * ny)
    let [from, done] = [0, 0]
    async function paint(painter: Painter): Promise<void> {
      while (from < ny) {
        if (stale()) throw new Cancelled('This was given up for something newer')
        const rows = [from, Math.min(ny, from + band)] as const
        from = rows[1]
        const begun = now()
        const part = await painter.draw(plane, { domain, nx, ny, rows }, sparing && busy())
        grid.set(part.grid, rows[0] * nx)
        rate.saw(part.grid.length * painters.length, now() - begun)
        done += part.ny
        onShare(done / ny)
      }
    }
    try {
      await Promise.all(painters.map(paint))
    } finally {
      from = ny
    }
    return { nx, ny, grid }
  }

  return {
    async draw(plane, window, onShare, stale) {
      if (failed || (atOnce && rate.pointMs === 0 && window.within !== undefined)) return inPlace.draw(plane, window, onShare, stale)
      try {
        if (window.within === undefined) return await together(plane, window, onShare, stale, true)
        // Nothing stands there yet: it is waited for, whatever else there is to do.
        const sparing = rate.pointMs > 0
        return await rate.first(window, now, of => together(plane, of, onShare, stale, sparing))
      } catch (error) {
        if ((error as Error).name === 'Cancelled' || failed || stale()) throw error
        end()
        return inPlace.draw(plane, window, onShare, stale)
      }
    },
    dispose: end,
  }
}
