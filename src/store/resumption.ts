import type { Scenario } from '../scenario'
import type { Checkpoint, Snapshot } from '../workers/protocol'

/** Remembers where another worker could take up the run on screen. */
export function createResumption() {
  let checkpoint: Checkpoint | null = null
  return {
    keep(newest: Checkpoint | null): void {
      checkpoint = newest
    },
    /** Where a scenario's run can be taken up on the way to a step; undefined where it must begin anew. */
    of({ events }: Scenario, step: number): Snapshot | undefined {
      if (!checkpoint || checkpoint.snapshot.step > step) return
      const { snapshot } = checkpoint
      const before = (all: Scenario['events']) => JSON.stringify(all.filter(e => e.step < snapshot.step))
      return before(events) === before(checkpoint.events) ? snapshot : undefined
    },
  }
}
