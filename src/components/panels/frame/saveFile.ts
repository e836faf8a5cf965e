import { csv } from '../../../lib/csv'
import { download } from '../../download'
import type { View } from '../reading/view'
import type { AnyPanel } from './spec'
import { tableOf } from './table'

/** Name of a file with a panel's picture or numbers. */
export const fileName = (panel: string, { scenario, step }: View, ending: string) =>
  `noisescope-${panel}-${scenario.preset}-step-${step}${ending}`

/** Hands a panel's numbers to the browser as a file; false where there are none yet. */
export async function saveNumbers(panel: string, spec: AnyPanel, view: View, what: 'table' | 'grid'): Promise<boolean> {
  const table = await (what === 'grid' ? spec.grid?.(view) : tableOf(spec, view))
  if (!table) return false
  download(fileName(panel, view, what === 'grid' ? '-grid.csv' : '.csv'), csv(table.header, table.rows), 'text/csv')
  return true
}
