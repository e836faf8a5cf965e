import type { PartOf } from '../../../store'
import { partsOf } from '../reading/studies'
import type { View } from '../reading/view'

type MarginReports = PartOf<'margin'>

/** The course of one descent. */
export type Report = Extract<MarginReports, { end: null }>
/** Why there is none. */
export type End = Exclude<MarginReports['end'], null>

/** In the order of the legend, with their colours. */
export const DESCENT_NAMES: Readonly<Record<Report['kind'], string>> = { gd: 'GD', ngd: 'NGD', prgd: 'PRGD', 'prgd-fixed': 'PRGD at 2 %' }
export const DESCENT_ORDER = Object.keys(DESCENT_NAMES) as Report['kind'][]

const isReport = (part: MarginReports): part is Report => part.end === null

/** The descents whose courses have come. */
export function reportsOf(view: View): Report[] {
  const found = partsOf(view, 'margin').filter(isReport)
  return DESCENT_ORDER.flatMap(kind => found.filter(part => part.kind === kind))
}
