import { Traces } from '../traces'
import type { KeptRun } from './types'

const known = new WeakMap<KeptRun, Traces>()

/** The rows of a kept run as charts read them. What a run has beside its rows (plane, certificate, studies, replicas) is not kept. */
export function tracesOf(kept: KeptRun): Traces {
  const before = known.get(kept)
  if (before) return before
  const traces = new Traces()
  traces.start(
    kept.arms.map(({ id }) => id),
    kept.columns,
  )
  for (const [a, { rows, divergence }] of kept.arms.entries()) {
    const arm = traces.arms[a]
    if (!arm) continue
    arm.table.append(rows)
    arm.divergence = divergence
  }
  traces.show(kept.step)
  known.set(kept, traces)
  return traces
}
