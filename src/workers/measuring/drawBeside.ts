/**
 * Landscapes drawn beside the run by a team of workers that have opened the same problem: each takes the next rows of the picture, and a
 * point has the same bits whoever draws it. Where one of them fails the run draws in place.
 */

import type { OwnData } from '../../sim/files/own'
import type { LossGrid, Plane } from '../../sim/plane'
import type { Simulation } from '../../sim/simulation'
import { type Drawer, DrawingRate, type Window } from '../drawing'
import { heartbeat } from '../heartbeat'
import { Cancelled } from '../ticker'
import { createWorkerClient, type WorkerClient, type WorkerLike } from '../workerClient'
import { patienceOf } from './cost'
import type { FromMeasuring, MeasuringAsk, ToMeasuring } from './messages'

interface Parts {
  spawn(): WorkerLike
  readonly backend: 'wasm' | 'reference'
  /** The user data of the scenario, if it has any. */
  readonly own: OwnData | null
  readonly inPlace: Drawer
  readonly workers: number
  now(): number
  /** Whether the workers are to leave the processors to the run. */
  busy(): boolean
}

/** A worker of the team, and the plane that it knows. */
interface Painter {
  readonly client: WorkerClient<ToMeasuring>
  plane: Plane | null
}

/** Milliseconds of work that a worker is given at once. */
const BAND_MS = 100
/** Parts of a picture per worker where it is not known how long they take. */
const BANDS = 4

/** Disposed by the run. */
export function drawsBeside(sim: Simulation, { spawn, backend, own, inPlace, workers, now, busy }: Parts): Drawer {
  const network = sim.model.kind === 'network'
  const rate = new DrawingRate()
  const watching = heartbeat(patienceOf(sim))
  let team: Painter[] = []
  let failed = false
  let next = 0

  function ask<T>({ client }: Painter, message: MeasuringAsk): Promise<T> {
    const id = next++
    return new Promise<T>((resolve, reject) => client.ask(id, { id, ask: message }, { resolve, reject }))
  }

  function hire(): Painter {
    const answerIn = (message: FromMeasuring) => ('share' in message ? null : message)
    return { client: createWorkerClient<ToMeasuring, FromMeasuring>(spawn, { name: 'drawing', watching, answerIn }), plane: null }
  }

  /** Anything but a network is drawn as quickly by one as by several. */
  async function open(): Promise<void> {
    if (team.length > 0) return
    team = Array.from({ length: network ? workers : 1 }, hire)
    await Promise.all(team.map(painter => ask(painter, { type: 'open', scenario: sim.scenario, backend, own })))
  }

  function end(): void {
    failed = true
    for (const { client } of team.splice(0)) client.dispose()
  }

  async function together(plane: Plane, window: Window, onShare: (share: number) => void, stale: () => boolean): Promise<LossGrid> {
    await open()
    const { domain, nx, ny } = rate.fitted(window)
    const each = rate.pointMs > 0 ? BAND_MS / (rate.pointMs * team.length * nx) : ny / (BANDS * team.length)
    const band = Math.min(Math.ceil(ny / team.length), Math.max(1, Math.round(each)))
    const grid = new Float64Array(nx * ny)
    let [from, done] = [0, 0]
    async function paint(painter: Painter): Promise<void> {
      while (from < ny) {
        if (stale()) throw new Cancelled('This was given up for something newer')
        const rows = [from, Math.min(ny, from + band)] as const
        from = rows[1]
        const news = painter.plane === plane ? undefined : plane
        painter.plane = plane
        const begun = now()
        const part = await ask<LossGrid>(painter, { type: 'landscape', lattice: { domain, nx, ny, rows }, busy: busy(), plane: news })
        grid.set(part.grid, rows[0] * nx)
        rate.saw(part.grid.length * team.length, now() - begun)
        done += part.ny
        onShare(done / ny)
      }
    }
    try {
      await Promise.all(team.map(paint))
    } finally {
      from = ny
    }
    return { nx, ny, grid }
  }

  return {
    async draw(plane, window, onShare, stale) {
      // A first picture of points that cost a pass each does not wait until the problem is opened elsewhere.
      if (failed || (network && rate.pointMs === 0 && window.within !== undefined)) return inPlace.draw(plane, window, onShare, stale)
      try {
        return await together(plane, window, onShare, stale)
      } catch (error) {
        if ((error as Error).name === 'Cancelled' || failed) throw error
        end()
        return inPlace.draw(plane, window, onShare, stale)
      }
    },
    dispose: end,
  }
}
