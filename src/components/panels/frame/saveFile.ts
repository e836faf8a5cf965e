import { csv } from '../../../lib/csv'
import { type Cells, latexTable, pgfplotsData } from '../../../lib/latex'
import { encodeLink } from '../../../scenario'
import { download } from '../../download'
import type { View } from '../reading/view'
import type { AnyPanel } from './spec'
import { tableOf } from './table'

/** Name of a file with a panel's picture or numbers. */
export const fileName = (panel: string, { scenario, step }: View, ending: string) =>
  `noisescope-${panel}-${scenario.preset}-step-${step}${ending}`

/** The kinds of files with a panel's numbers: their endings, and how they are written. */
const KINDS = {
  csv: { ending: '.csv', type: 'text/csv', write: ({ header, rows }: Cells) => csv(header, rows) },
  grid: { ending: '-grid.csv', type: 'text/csv', write: ({ header, rows }: Cells) => csv(header, rows) },
  pgfplots: { ending: '.dat', type: 'text/plain', write: pgfplotsData },
  latex: { ending: '.tex', type: 'text/x-tex', write: latexTable },
} as const
export type NumbersKind = keyof typeof KINDS

/** Hands a panel's numbers to the browser as a file; false where there are none yet. */
export async function saveNumbers(panel: string, title: string, spec: AnyPanel, view: View, what: NumbersKind): Promise<boolean> {
  const table = await (what === 'grid' ? spec.grid?.(view) : tableOf(spec, view))
  if (!table) return false
  const { ending, type, write } = KINDS[what]
  const about = [`Noisescope: ${title}, scenario ${view.scenario.preset}, step ${view.step}`, `#${encodeLink(view.scenario)}`]
  download(fileName(panel, view, ending), write(table, about), type)
  return true
}
