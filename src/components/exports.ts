import type { Scenario } from '../scenario'
import type { Scope } from '../store'
import { download } from './download'

/** The shortest text that reads back to the same float64, as Python, numpy and pandas read it. */
function numberText(v: number): string {
  if (Number.isNaN(v)) return 'nan'
  if (!Number.isFinite(v)) return v > 0 ? 'inf' : '-inf'
  return Object.is(v, -0) ? '-0' : String(v)
}

/** All measured rows of one arm as CSV, columns named as on the command line. */
export function csvOf(names: readonly string[], columns: readonly Float64Array[]): string {
  const lines = [names.join(',')]
  for (let row = 0; row < (columns[0]?.length ?? 0); row++) lines.push(columns.map(c => numberText(c[row]!)).join(','))
  return `${lines.join('\n')}\n`
}

export const scenarioJson = (scenario: Scenario) => `${JSON.stringify(scenario, null, 2)}\n`

export function downloadRows({ store, traces }: Scope, armId: string): void {
  const arm = traces.arms.find(a => a.id === armId)
  if (!arm || !traces.columns) return
  const { names } = traces.columns
  const columns = names.map((_, c) => arm.table.column(c))
  download(`noisescope-${store.getState().scenario.preset}-${armId}.csv`, csvOf(names, columns), 'text/csv')
}

export function downloadScenario({ store }: Scope): void {
  const { scenario } = store.getState()
  download(`noisescope-${scenario.preset}.json`, scenarioJson(scenario), 'application/json')
}
