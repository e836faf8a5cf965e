/** What runs that lie beside each other have come to: at the step shown, and at their ends. */
import { formatValue } from '../../charts'
import { COLUMN_TEXTS, type ColumnName } from '../../scenario'
import { symbolOf } from '../panels/reading/curvature'
import { nth } from '../panels/reading/numbers'
import { type ArmView, entryOf, readStep, scalarOf, type View } from '../panels/reading/view'
import { NONE, type Row } from './differences'

/** A quantity of the table, at a row of an arm. */
interface Quantity {
  readonly symbol: string
  at(view: View, arm: ArmView, row: number): number
}

const quantitiesOf = (live: View): readonly Quantity[] => [
  { symbol: 'L', at: (view, arm, row) => scalarOf(view, arm, 'loss', row) },
  {
    symbol: symbolOf(live) === 'H' ? 'μ with H' : 'μ',
    at: (view, arm, row) => (symbolOf(view) === symbolOf(live) ? scalarOf(view, arm, 'mu', row) : Number.NaN),
  },
  { symbol: 'λ₁', at: (view, arm, row) => entryOf(view, arm, 'lambda', 1, row) },
]

/** A fingerprint, and the step whose weights it is of. */
export interface Print {
  readonly step: number
  readonly fingerprint: string
}

/** Loss, μ and λ₁ of the selected arm, and of its like in every run beside, with the fingerprints of the weights. */
export function resultsOf(live: View, prints: readonly Print[]): Row[] {
  const views = [live, ...live.beside.map(({ view }) => view)]
  const shown = readStep(live)
  const rows = (where: string, cell: (view: View, arm: ArmView, of: Quantity) => string) =>
    quantitiesOf(live).map(of => ({
      label: `${of.symbol} ${where}`,
      cells: views.map(view => (view.selected ? cell(view, view.selected, of) : NONE)),
    }))
  return [
    ...(shown === undefined || views.every(({ lastStep }) => lastStep === shown)
      ? []
      : rows(`at step ${formatValue(shown)}`, (view, arm, of) => shownCell(view, arm, of, shown))),
    { label: 'last step', cells: views.map(({ lastStep }) => formatValue(lastStep)) },
    ...rows('at the last step', lastCell),
    { label: 'fingerprint', cells: views.map((_, i) => printText(prints[i], prints[0])) },
    ...measuredRows(views),
  ]
}

/** The value at the step shown, with the step of its row where that is another; none of a run that had ended. */
function shownCell(view: View, arm: ArmView, of: Quantity, shown: number): string {
  if (view.lastStep < shown) return NONE
  const own = scalarOf(view, arm, 'step')
  return formatValue(of.at(view, arm, arm.row)) + (own === shown ? '' : ` (step ${formatValue(own)})`)
}

function lastCell(view: View, arm: ArmView, of: Quantity): string {
  const { divergence, table } = arm.trace
  if (divergence) return `diverged at step ${formatValue(divergence.step)}`
  return formatValue(of.at(view, arm, table.length - 1))
}

/** A fingerprint against that of the run on screen: they are of the same weights only at the same step. */
function printText(print: Print | undefined, live: Print | undefined): string {
  if (!print?.fingerprint) return NONE
  const { step, fingerprint } = print
  if (print === live || live?.step !== step || !live.fingerprint) return `${fingerprint} at step ${formatValue(step)}`
  return fingerprint === live.fingerprint ? 'the same, to the last bit' : `${fingerprint}, another`
}

/** The quantities that some runs measure and others do not, by their symbols. */
function measuredRows(views: readonly View[]): Row[] {
  const all = views.map(measuredIn)
  const some = new Set(all.flatMap(names => [...names]))
  const shared = [...some].filter(name => all.every(names => names.has(name)))
  if (shared.length === some.size || all.some(names => names.size === 0)) return []
  const symbols = (names: ReadonlySet<ColumnName>) =>
    [...names].filter(name => !shared.includes(name)).map(name => COLUMN_TEXTS[name].symbol)
  return [{ label: 'measured beside what all have', cells: all.map(names => [...new Set(symbols(names))].join(', ') || NONE) }]
}

/** The columns with a number in the last row of some arm. */
function measuredIn({ columns, arms }: View): ReadonlySet<ColumnName> {
  const found = new Set<ColumnName>()
  if (!columns) return found
  const has = (column: number) => arms.some(({ trace: { table } }) => Number.isFinite(table.value(table.length - 1, column)))
  for (const [name, column] of Object.entries(columns.at)) if (has(column)) found.add(name as ColumnName)
  for (const [name, first] of Object.entries(columns.first)) {
    const count = nth([columns.widths[name as keyof typeof columns.widths]], 0)
    if (Array.from({ length: count }, (_, i) => first + i).some(has)) found.add(name as ColumnName)
  }
  return found
}
