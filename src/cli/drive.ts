import { setImmediate as breath } from 'node:timers/promises'
import { type Stopped, stopAt } from '../scenario'
import type { Reading } from '../sim/reading'
import type { Simulation } from '../sim/simulation'

/** Milliseconds of steps between looks at the interrupt. */
const LOOK_MS = 50
const LARGEST_SLICE = 1 << 20

interface DriveOptions {
  readonly every: number
  readonly interrupt: AbortSignal
  record(readings: readonly Reading[]): void
  step(step: number): void
  /** What share of a measurement is done that began at `since` (performance.now). */
  measuring(step: number, share: number, since: number): void
}

interface Driven {
  readonly latest: readonly Reading[]
  /** What ended the run before its last step. */
  readonly early: Stopped | null
}

/** Takes the scenario's steps, measuring at step 0, every `every` steps and at the end, where it stops early, or where it was interrupted. */
export async function drive(sim: Simulation, course: DriveOptions): Promise<Driven> {
  const total = sim.scenario.steps
  const stopped = () => course.interrupt.aborted
  let slice = 16
  let measured = -1
  let latest: Reading[] = []
  let early: Stopped | null = null
  const measure = async () => {
    if (measured === sim.step) return
    measured = sim.step
    const since = performance.now()
    try {
      latest = await sim.measure(share => course.measuring(sim.step, share, since))
    } catch (error) {
      if (stopped()) return
      throw error
    }
    course.record(latest)
    early = stopAt(
      sim.scenario,
      latest.map(reading => reading.row),
      sim.columns,
    )
  }
  await measure()
  while (sim.step < total && !stopped() && !early) {
    const next = sim.divergences.every(Boolean) ? total : Math.min(total, (Math.floor(sim.step / course.every) + 1) * course.every)
    while (sim.step < next && !stopped()) {
      const began = performance.now()
      const wanted = Math.min(slice, next - sim.step)
      await sim.advance(wanted)
      const spent = Math.max(performance.now() - began, 0.01)
      const fitting = Math.ceil(wanted * Math.min(4, LOOK_MS / spent))
      if (wanted === slice || spent > LOOK_MS) slice = Math.min(LARGEST_SLICE, Math.max(1, fitting))
      course.step(sim.step)
      await breath()
    }
    await measure()
  }
  return { latest, early }
}
