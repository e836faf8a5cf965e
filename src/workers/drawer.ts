/** Who draws the landscapes of a run: the run itself, or workers beside it. */

import type { OwnData } from '../sim/files/own'
import type { Simulation } from '../sim/simulation'
import { type Drawer, drawsInPlace, drawsUntil } from './drawing'
import { measuringCost, WORTH_A_WORKER } from './measuring/cost'
import type { Clock } from './ticker'
import type { WorkerLike } from './workerClient'

/** Workers that draw at most; so many processors are left to the page, to the steps and to measurements. */
const MOST_PAINTERS = 4
const OTHERS = 2

interface Parts {
  readonly spawn: (() => WorkerLike) | undefined
  /** The backend in use. */
  readonly backend: string | undefined
  /** The user data of the scenario, if it has any. */
  readonly own: OwnData | null
  readonly processors: number
  readonly clock: Clock
  /** Whether the run takes steps. */
  running(): boolean
}

/** Workers of its own draw where a point takes a pass over the data, and the backend's bits are to be had there. */
export function choosesDrawer(sim: Simulation, { spawn, backend, own, processors, clock, running }: Parts): Drawer {
  const inPlace = drawsInPlace(sim, clock, running)
  const network = sim.model.kind === 'network'
  const cheap = !network && measuringCost(sim) < WORTH_A_WORKER
  if (!spawn || cheap || (backend !== 'wasm' && backend !== 'reference')) return inPlace
  const workers = Math.max(1, Math.min(MOST_PAINTERS, processors - OTHERS))
  const busy = () => running() && processors < workers + OTHERS + 1
  const team = { spawn, backend, own, inPlace, workers, busy, now: () => clock.now() } as const
  const beside = import('./measuring/drawBeside').then(({ drawsBeside }) => drawsBeside(sim, team))
  return drawsUntil(beside, inPlace, network)
}
