/** Who draws the landscapes of a run: the run itself, workers beside it, or the one that measures it. */

import type { OwnData } from '../sim/files/own'
import type { Simulation } from '../sim/simulation'
import { type Drawer, drawsInPlace, drawsUntil } from './drawing'
import { drawingCost, MANY_WEIGHTS, measuringCost, WORTH_A_WORKER } from './measuring/cost'
import type { Observer } from './observer'
import type { Clock } from './ticker'
import type { WorkerLike } from './workerClient'

/** Workers that draw at most; so many processors are left to the page, to the steps and to measurements. */
const MOST_PAINTERS = 4
const OTHERS = 2
/** Multiply-adds of a point up to which the run itself may draw: some ten milliseconds, in which it answers nobody. */
const WORTH_WAITING = 1e8

interface Parts {
  readonly spawn: (() => WorkerLike) | undefined
  /** The backend in use. */
  readonly backend: string | undefined
  /** The user data of the scenario, if it has any. */
  readonly own: OwnData | null
  readonly processors: number
  readonly clock: Clock
  /** Who measures the run. */
  readonly observer: Observer
  /** Whether the run takes steps. */
  running(): boolean
}

/** Workers of its own draw where a point takes a pass over the data, and the backend's bits are to be had there. */
export function choosesDrawer(sim: Simulation, { spawn, backend, own, processors, clock, observer, running }: Parts): Drawer {
  const inPlace = drawsInPlace(sim, clock, running)
  const network = sim.model.kind === 'network'
  const cheap = !network && measuringCost(sim) < WORTH_A_WORKER
  if (!spawn || cheap || (backend !== 'wasm' && backend !== 'reference')) return inPlace
  const spare = Math.min(MOST_PAINTERS, processors - OTHERS)
  const workers = Math.max(1, spare)
  const atOnce = network && drawingCost(sim) < WORTH_WAITING
  // A worker more, with vectors of its own, would take more memory than it is worth where no processor is left for it.
  const hired = spare < 1 && sim.size > MANY_WEIGHTS ? observer.painter?.() : undefined
  const busy = () => running() && processors < workers + OTHERS + 1
  const team = { spawn, backend, own, inPlace, workers, hired, atOnce, busy, now: () => clock.now() } as const
  const beside = import('./measuring/drawBeside').then(({ drawsBeside }) => drawsBeside(sim, team))
  return drawsUntil(beside, inPlace, atOnce)
}
