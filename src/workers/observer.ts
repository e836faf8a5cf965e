/**
 * Whoever reads the metrics of a run: think of it as an observer who is told where the run stands, and answers with rows.
 * `InPlace` reads them from the run's own simulation, whose steps wait meanwhile; `measuring/beside.ts` has another worker do
 * it, and the run goes on.
 */

import type { Tick } from '../lib/tick'
import type { Certificate } from '../sim/metrics/certificate'
import { type Domain, type LossGrid, onPlane } from '../sim/plane'
import { fill } from '../sim/reading'
import type { Simulation } from '../sim/simulation'
import { gaussianColumns } from '../theory/gaussian'
import { Places } from './history'
import type { PlaneInfo } from './protocol'
import { type Clock, ticker } from './ticker'

/** Told what share of the work is done. */
export type OnShare = (share: number) => void

export interface Window {
  readonly domain: Domain
  readonly nx: number
  readonly ny: number
}

export interface Observer {
  /** Whether the run may go on while it is measured. */
  readonly beside: boolean
  /** A row per arm at the run's present step; null where the measurement was given up. */
  measure(onShare: OnShare): Promise<readonly Float64Array[] | null>
  /** The plane of the view, with the paths on it. */
  plane(): Promise<PlaneInfo>
  /** Rejects with `Cancelled` once `stale` says that nobody wants it any more. */
  landscape(window: Window, onShare: OnShare, stale: () => boolean): Promise<LossGrid>
  certify(tick: Tick): Promise<Certificate | null>
  /** What lies after a step is no longer part of the run. */
  cut(step: number): void
  /** Gives up what it is doing. */
  cancel(): void
  /** Does not dispose the simulation of the run. */
  dispose(): void
}

/** Reads from a simulation that stands still meanwhile. */
export class InPlace implements Observer {
  readonly beside = false
  private readonly places: Places

  /** Where there is a clock, messages get in between slices of a landscape. */
  constructor(
    private readonly sim: Simulation,
    private readonly clock?: Clock,
  ) {
    this.places = new Places(sim.scenario.arms.length * sim.size)
  }

  async measure(onShare: OnShare): Promise<Float64Array[]> {
    const { sim, places } = this
    const { step } = sim
    const centred = sim.scenario.measure.sigma === 'centred'
    const readings = await sim.measure(onShare)
    for (const { row, population } of readings) if (population) fill<'theory'>(row, sim.columns, gaussianColumns(population, centred))
    if (places.wants(step))
      places.add(
        step,
        (await sim.states()).map(s => s.theta),
      )
    return readings.map(r => r.row)
  }

  async plane(): Promise<PlaneInfo> {
    const plane = await this.sim.layPlane()
    const { kind, i, j, anchorKind } = plane
    const paths = this.places.paths(this.sim.scenario.arms.length, theta => onPlane(plane, theta))
    return { kind, i, j, anchor: anchorKind, paths, whole: this.places.whole }
  }

  landscape({ domain, nx, ny }: Window, onShare: OnShare, stale: () => boolean): Promise<LossGrid> {
    return this.sim.landscape(domain, nx, ny, this.clock ? ticker(this.clock, stale, onShare) : onShare)
  }

  certify(tick: Tick): Promise<Certificate | null> {
    return this.sim.certify(async () => tick(0))
  }

  cut(step: number): void {
    this.places.cut(step)
  }

  cancel(): void {}

  dispose(): void {}
}
