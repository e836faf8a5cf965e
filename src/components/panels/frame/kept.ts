/** Panels while kept runs lie beside the run on screen; fetched when the first one does. */
import { formatValue } from '../../../charts'
import { symbolOf } from '../reading/curvature'
import { list } from '../reading/numbers'
import type { NumberTable, Readout, ReadoutRow } from '../reading/readout'
import { type Beside, readStep, type View } from '../reading/view'
import type { AnyPanel } from './spec'
import { withTime } from './table'

/** Whether there is such a panel of a run. */
export type Fits = (view: View) => boolean

/**
 * A panel that draws kept runs, with them in all that it says; one that does not, with the kept run of this id in place of
 * the run on screen; any other says that it shows the run on screen alone.
 */
export function withKept(spec: AnyPanel, chosen: string, fits: Fits = () => true): AnyPanel {
  if (spec.kept === 'beside') return withBeside(spec, fits)
  if (spec.kept === 'instead') return withInstead(spec, chosen, fits)
  return { ...spec, sentence: view => `The run on screen alone. ${spec.sentence(view)}` }
}

const nameOf = ({ letter, name }: Beside) => `Kept run ${letter}, “${name}”`
const [NOTHING, NOTHING_MANY] = ['has nothing to show here', 'have nothing to show here']
/** "A and C have nothing to show here."; '' of none. */
const about = (runs: readonly Beside[], one: string, many: string) =>
  runs.length === 0 ? '' : `${list(runs.map(({ letter }) => letter))} ${runs.length === 1 ? one : many}.`

function withBeside(spec: AnyPanel, fits: Fits): AnyPanel {
  const has = (view: View, kept: Beside) => fits(kept.view) && (spec.alike?.(view, kept.view) ?? true)
  /** With the kept runs alone that have something to show. */
  const shown = (view: View): View => ({ ...view, beside: view.beside.filter(kept => has(view, kept)) })
  return {
    ...spec,
    sentence(view) {
      const without = view.beside.filter(kept => !has(view, kept))
      const others = spec.curved ? shown(view).beside.filter(kept => symbolOf(kept.view) !== symbolOf(view)) : []
      return [
        spec.sentence(view),
        about(without, NOTHING, NOTHING_MANY),
        ...others.map(kept => `${kept.letter} is read with ${symbolOf(kept.view)}.`),
      ]
        .filter(Boolean)
        .join(' ')
    },
    summary: view =>
      [
        spec.summary(view),
        ...view.beside.map(kept => (has(view, kept) ? `${nameOf(kept)}: ${spec.summary(kept.view)}` : `${nameOf(kept)} ${NOTHING}.`)),
      ].join(' '),
    key: view => [
      ...(spec.key?.(view) ?? []),
      ...shown(view).beside.map(({ letter, name }) => ({ sample: 'line' as const, label: `${letter}: ${name}` })),
    ],
    draw: (ctx, box, view, drawing) => spec.draw(ctx, box, shown(view), drawing),
    locate: (view, layout, px, py) => spec.locate(shown(view), layout, px, py),
    readout(view, at, layout) {
      const live = readAt(spec, view, at, layout)
      const { title } = spec.readout(view, at, layout)
      return { title, rows: [...live, ...shown(view).beside.flatMap(kept => besideRows(spec, kept, view, at, layout))] }
    },
    table: async view => joined(spec, shown(view)),
  }
}

type Layout = Parameters<AnyPanel['readout']>[2]

/** What a panel reads of one run; beyond its end on an axis of steps that it has ended. */
function readAt(spec: AnyPanel, view: View, at: number, layout: Layout): readonly ReadoutRow[] {
  if (spec.axis === 'step' && at > view.lastStep) return [{ label: 'the run on screen', value: `up to step ${formatValue(view.lastStep)}` }]
  return spec.readout(view, at, layout).rows
}

/** The same of a kept run, its letter in front, with the step of its own row where that is another. */
function besideRows(spec: AnyPanel, { letter, view }: Beside, live: View, at: number, layout: Layout): Readout['rows'] {
  const steps = spec.axis === 'step'
  if (steps && at > view.lastStep) return [{ label: letter, value: `up to step ${formatValue(view.lastStep)}` }]
  const wanted = steps ? at : readStep(live)
  const own = steps ? rowStep(view, at) : readStep(view)
  const who = own === undefined || own === wanted ? letter : `${letter}, step ${formatValue(own)},`
  return spec.readout(view, at, layout).rows.map(row => ({ ...row, label: `${who} ${row.label}` }))
}

/** The step of the row that is read at a step. */
function rowStep({ arms }: View, step: number): number | undefined {
  const [arm] = arms
  return arm?.trace.table.value(arm.trace.table.indexOf(step), 0)
}

/** The numbers of all runs under one header: a column that a run does not have is empty there. */
async function joined(spec: AnyPanel, view: View): Promise<NumberTable> {
  const runs = [{ run: 'live', of: view }, ...view.beside.map(({ letter, name, view: of }) => ({ run: `${letter}: ${name}`, of }))]
  const tables = await Promise.all(runs.map(async ({ of }) => withTime(spec, of, await spec.table(of))))
  const header = [...new Set(tables.flatMap(table => table.header))]
  const rows = tables.flatMap((table, i) => {
    const at = header.map(name => table.header.indexOf(name))
    return table.rows.map(row => [runs[i]?.run ?? '', ...at.map(column => row[column] ?? Number.NaN)])
  })
  return { header: ['run', ...header], rows }
}

function withInstead(spec: AnyPanel, chosen: string, fits: Fits): AnyPanel {
  const keptOf = (view: View) => view.beside.find(({ id }) => id === chosen)
  const seen = (view: View): View => keptOf(view)?.view ?? { ...view, beside: [] }
  const of =
    <Rest extends unknown[], R>(f: (view: View, ...rest: Rest) => R) =>
    (view: View, ...rest: Rest): R =>
      f(seen(view), ...rest)
  const { key, grid, stops, walk, placeAt, press, tip, readAt, trust } = spec
  const who = (view: View) => {
    const kept = keptOf(view)
    return kept ? `${nameOf(kept)}. ` : ''
  }
  return {
    ...spec,
    seen,
    subtitle: of(spec.subtitle),
    sentence: view => who(view) + spec.sentence(seen(view)),
    summary: view => who(view) + spec.summary(seen(view)),
    explain: of(spec.explain),
    table: of(spec.table),
    draw: (ctx, box, view, drawing) => spec.draw(ctx, box, seen(view), drawing),
    locate: of(spec.locate),
    readout: of(spec.readout),
    missing(view) {
      const kept = keptOf(view)
      return kept && !fits(kept.view) ? `${nameOf(kept)} ${NOTHING}.` : spec.missing?.(seen(view))
    },
    ...(key && { key: of(key) }),
    ...(grid && { grid: of(grid) }),
    ...(stops && { stops: of(stops) }),
    ...(walk && { walk: of(walk) }),
    ...(placeAt && { placeAt: of(placeAt) }),
    ...(press && { press: of(press) }),
    ...(tip && { tip: of(tip) }),
    ...(readAt && { readAt: of(readAt) }),
    ...(trust && { trust: of(trust) }),
  }
}
