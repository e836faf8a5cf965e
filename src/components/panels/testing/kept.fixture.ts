import { encodeLink } from '../../../scenario'
import type { KeptRun } from '../../../store/kept/types'
import { besideOf } from '../reading/kept'
import type { View } from '../reading/view'

/** The run of a view as it would be kept. */
export function keptOf({ scenario, traces, lastStep }: View, id: string, over: Partial<KeptRun> = {}): KeptRun {
  const { columns } = traces
  if (!columns) throw new RangeError('a view without columns cannot be kept')
  const arms = traces.arms.map(({ id, table, divergence }) => {
    const rows = new Float64Array(table.length * columns.width)
    for (const at of rows.keys()) rows[at] = table.value(Math.floor(at / columns.width), at % columns.width)
    return { id, rows, divergence }
  })
  const named = { kind: 'run', id, name: `run ${id}`, note: '', thumbnail: '' } as const
  const made = { savedAt: '2026-11-30T12:00:00Z', version: '0.1.0', fingerprint: 'f', link: encodeLink(scenario), step: lastStep }
  return { ...named, ...made, columns, arms, ...over }
}

/** A view with the runs of other views beside it. */
export const withRuns = (view: View, ...others: readonly View[]): View => ({
  ...view,
  beside: besideOf(
    others.map((other, i) => keptOf(other, `k${i + 1}`)),
    view.scenario,
    view.step,
    view.selected?.id ?? '',
  ),
})
