/**
 * Whoever reads the metrics of a run: think of it as an observer who is told where the run stands, and answers with rows.
 * `InPlace` reads them from the run's own simulation, whose steps wait meanwhile; `measuring/beside.ts` has another worker do
 * it, and the run goes on.
 */

import type { Tick } from '../lib/tick'
import type { Certificate } from '../sim/metrics/certificate'
import type { Lattice, LossGrid, Plane } from '../sim/plane'
import type { PlaceOfArm } from '../sim/planes/laying'
import type { Answers, Question } from '../sim/probe/probe'
import type { Simulation } from '../sim/simulation'
import { withTheory } from './theory'

/** Told what share of the work is done. */
export type OnShare = (share: number) => void

/** A plane is to be laid anew: where the arms are, or at a place. */
export interface Anew {
  readonly at?: PlaceOfArm | undefined
}

/** A worker that has opened the problem and draws parts of landscapes. */
export interface Painter {
  /** Takes a part of the time alone where the processors are `busy`. */
  draw(plane: Plane, lattice: Lattice, busy: boolean): Promise<LossGrid>
}

export interface Observer {
  /** Whether the run may go on while it is measured. */
  readonly beside: boolean
  /** A row per arm at the run's present step; null where the measurement was given up. */
  measure(onShare: OnShare): Promise<readonly Float64Array[] | null>
  /** The plane of the view; laid anew where the arms are, or, of directions of G, at a place. */
  plane(anew?: Anew): Promise<Plane>
  /** Answers a question on points that it holds. Rejects with `Cancelled` once `stale` says that nobody wants to know any more; `tick` where it works in the run's own thread. */
  probe<Q extends Question>(question: Q, tick: Tick, stale: () => boolean): Promise<Answers[Q['kind']]>
  certify(tick: Tick): Promise<Certificate | null>
  /** Where it works beside the run: one who draws between its measurements. */
  painter?(): Painter
  /** Gives up what it is doing. */
  cancel(): void
  /** Does not dispose the simulation of the run. */
  dispose(): void
}

/** Reads from a simulation that stands still meanwhile. */
export class InPlace implements Observer {
  readonly beside: boolean = false
  constructor(private readonly sim: Simulation) {}

  async measure(onShare: OnShare): Promise<Float64Array[]> {
    const { sim } = this
    const readings = await sim.measure(onShare)
    withTheory(readings, sim)
    return readings.map(r => r.row)
  }

  plane(anew?: Anew, onShare?: OnShare): Promise<Plane> {
    const { planes } = this.sim
    return anew ? planes.layAnew(onShare, anew.at) : planes.lay(onShare)
  }

  async probe<Q extends Question>(question: Q, tick: Tick): Promise<Answers[Q['kind']]> {
    const { answer } = await import('../sim/probe/probe')
    return (await answer(this.sim, question, tick)) as Answers[Q['kind']]
  }

  certify(tick: Tick): Promise<Certificate | null> {
    return this.sim.certify(async () => tick(0))
  }

  cancel(): void {}

  dispose(): void {}
}
