import { csv } from '../lib/csv'
import type { Scenario } from '../scenario'
import type { Scope, Traces } from '../store'
import { download } from './download'

type Table = Traces['arms'][number]['table']

function rowsOf(table: Table, count: number): number[][] {
  const values = Array.from({ length: count }, (_, c) => table.column(c))
  return Array.from({ length: table.length }, (_, row) => values.map(column => column[row] ?? Number.NaN))
}

/** All measured rows of one arm as the command line writes them into metrics.csv; null before the first. */
export function rowsCsv({ arms, columns }: Traces, armId: string): string | null {
  const table = arms.find(a => a.id === armId)?.table
  if (!table || !columns) return null
  return csv(columns.names, rowsOf(table, columns.names.length))
}

/** The same of all arms, one after the other, with the arm's name before its rows. */
export function allRowsCsv({ arms, columns }: Traces): string | null {
  if (!columns) return null
  const rows = arms.flatMap(({ id, table }) => rowsOf(table, columns.names.length).map(row => [id, ...row]))
  return csv(['arm', ...columns.names], rows)
}

export const scenarioJson = (scenario: Scenario) => `${JSON.stringify(scenario, null, 2)}\n`

/** Of one arm, or of all ('') with the arm before each row. */
export function downloadRows({ store, traces }: Scope, armId: string): void {
  const text = armId ? rowsCsv(traces, armId) : allRowsCsv(traces)
  if (text !== null) download(`noisescope-${store.getState().scenario.preset}-${armId || 'all-arms'}.csv`, text, 'text/csv')
}

export function downloadScenario({ store }: Scope): void {
  const { scenario } = store.getState()
  download(`noisescope-${scenario.preset}.json`, scenarioJson(scenario), 'application/json')
}
