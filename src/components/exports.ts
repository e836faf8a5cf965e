import { csv } from '../lib/csv'
import type { Scenario } from '../scenario'
import type { Scope, Traces } from '../store'
import { download } from './download'

/** All measured rows of one arm as the command line writes them into metrics.csv; null before the first. */
export function rowsCsv({ arms, columns }: Traces, armId: string): string | null {
  const table = arms.find(a => a.id === armId)?.table
  if (!table || !columns) return null
  const values = columns.names.map((_, c) => table.column(c))
  const rows = Array.from({ length: table.length }, (_, row) => values.map(column => column[row] ?? Number.NaN))
  return csv(columns.names, rows)
}

export const scenarioJson = (scenario: Scenario) => `${JSON.stringify(scenario, null, 2)}\n`

export function downloadRows({ store, traces }: Scope, armId: string): void {
  const text = rowsCsv(traces, armId)
  if (text !== null) download(`noisescope-${store.getState().scenario.preset}-${armId}.csv`, text, 'text/csv')
}

export function downloadScenario({ store }: Scope): void {
  const { scenario } = store.getState()
  download(`noisescope-${scenario.preset}.json`, scenarioJson(scenario), 'application/json')
}
