import { type GridCell, gridLineChart, gridMapChart } from '../../../charts'
import { knownPoint, type Scenario, type SweepOf, sweepRows } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { number } from '../reading/numbers'
import type { Readout } from '../reading/readout'
import { NO_STEP, type View } from '../reading/view'
import { type GridArm, type GridReading, type GridStatistic, gridOf, groupAt, isLogShown, runsOf, scenarioOf, symbolOf } from './reading'
import { gridSentence, withError } from './sentence'

/** Rows of a map at most: places of cells are one number. */
const STRIDE = 10_000
const cellAt = (column: number, row: number) => column * STRIDE + row
const placesOf = (cell: number): readonly [number, number] => [Math.floor(cell / STRIDE), cell % STRIDE]

/** The arm that a map shows: the selected one, else the first. */
const shownArm = (view: View, { arms }: GridReading): GridArm | undefined => arms.find(({ id }) => id === view.selected?.id) ?? arms[0]

/** A sweep over one field as lines, over two as a map; `open` shows a run. */
export function gridSpec(statistic: GridStatistic, open: (scenario: Scenario) => void): PanelSpec {
  const words = statistic === 'median' ? 'median, quartiles' : 'mean ± standard error'
  const of = (view: View) => gridOf(view, statistic)

  function readoutAt(view: View, cell: number): Readout {
    const reading = of(view)
    if (typeof reading === 'string') return { title: '', rows: [] }
    const [column, row] = placesOf(cell)
    const place = groupAt(reading, column, row)
    const texts = reading.plan.axes.map(
      ({ field, values }, a) => `${symbolOf(field)} = ${values[reading.order[a]?.[a === 0 ? column : row] ?? 0]}`,
    )
    const title = texts.join(', ')
    const arms = reading.axes.length > 1 ? [shownArm(view, reading)] : reading.arms
    const rows = arms.flatMap(arm => {
      const group = arm?.groups[place]
      if (!arm || !group) return []
      const { runs, finite, mid, lo, hi } = group
      const some = finite < runs.length ? `, ${number(runs.length - finite)} of ${number(runs.length)} have none` : ''
      const seeds = runs.length > 1 ? ` (${words} of ${number(runs.length)} seeds${some})` : ''
      return [{ label: `${arm.label} ${reading.title}${seeds}`, color: arm.color, value: withError(mid, lo, hi, statistic) }]
    })
    const run = arms.map(arm => arm?.groups[place]?.typical).find(Boolean)
    if (!run) return { title, rows: [{ label: 'not computed yet', value: '' }] }
    const { task, part, diverged } = run
    return {
      title,
      rows: [
        ...rows,
        { label: `fingerprint, seed ${task.seed}, step ${number(part.steps)}`, value: part.fingerprint },
        ...(diverged === null ? [] : [{ label: 'it diverged: read at step', value: number(diverged) }]),
        { label: 'click or Enter opens this run', value: '' },
      ],
    }
  }

  return {
    axis: 'grid',
    readAt: NO_STEP,
    trust(view) {
      const reading = of(view)
      if (typeof reading === 'string' || reading.done === 0) return undefined
      const { plan } = reading
      const subsets = runsOf(reading).flatMap(({ task, part }) => {
        const on = part.rows[0]?.values[part.names.indexOf('measured_on')] ?? Number.NaN
        return on < task.scenario.data.n ? [on] : []
      })
      const single = runsOf(reading).some(({ task }) => task.scenario.precision === 'f32') ? 'single' : 'double'
      const run = `Every single run is computed by the processor in ${single} precision, and gives the same numbers on every machine.`
      const some =
        subsets.length > 0 ? `Columns beside the loss are measured on ${number(Math.min(...subsets))} of the samples, or more. ` : ''
      if (plan.seeds > 1)
        return { kind: 'estimate', text: 'estimated', tip: `The ${words}: estimated from ${plan.seeds} seeds. ${some}${run}` }
      if (some) return { kind: 'estimate', text: 'on a subset', tip: some + run }
      return { kind: 'exact', text: single === 'single' ? 'float32' : 'exact', tip: run }
    },
    subtitle(view) {
      const reading = of(view)
      if (typeof reading === 'string') return ''
      const { plan, done, total, title } = reading
      const over = plan.axes.map(({ field }) => symbolOf(field)).join(' × ')
      const arm = reading.axes.length > 1 ? ` · ${shownArm(view, reading)?.label ?? ''}` : ''
      const seeds = total > 0 && plan.seeds > 1 ? ` · ${words} of ${number(plan.seeds)} seeds` : ''
      return `${title} over ${over}${arm}${seeds} · ${done < total ? `${number(done)} of ` : ''}${number(total)} runs`
    },
    sentence: view => gridSentence(of(view), statistic),
    summary: view => `${gridSentence(of(view), statistic)} Arrow keys move from value to value, Enter opens the run.`,
    keys: 'Arrow keys read values; Enter opens the run.',
    draw(ctx, box, view, { previous, mark }) {
      const reading = of(view)
      if (typeof reading === 'string') {
        const x = { at: [0, 1], names: null, log: false, title: '' }
        return gridLineChart(ctx, box, { x, series: [] }, { yTitle: '', yLog: false, waiting: reading })
      }
      const [x, y] = reading.axes
      const [column, row] = mark === undefined ? [] : placesOf(mark)
      const waiting = 'nothing has been computed yet'
      if (!x || y) {
        const arm = shownArm(view, reading)
        const cells = (x?.at ?? []).flatMap((_, c) =>
          (y?.at ?? []).flatMap((_, r): GridCell[] => {
            const group = arm?.groups[groupAt(reading, c, r)]
            return group ? [{ column: c, row: r, value: group.mid }] : []
          }),
        )
        const selected = column === undefined || row === undefined ? undefined : { column, row }
        const none = { at: [], names: null, log: false, title: '' }
        const map = { x: x ?? none, y: y ?? none, cells, label: reading.title, color: arm?.color ?? 0, log: isLogShown(reading), selected }
        return gridMapChart(ctx, box, map, waiting)
      }
      const series = reading.arms.map(({ label, color, groups }) => {
        const read = (key: 'mid' | 'lo' | 'hi') => x.at.map((_, c) => groups[groupAt(reading, c)]?.[key] ?? Number.NaN)
        return { label, color, mid: read('mid'), lo: read('lo'), hi: read('hi') }
      })
      return gridLineChart(
        ctx,
        box,
        { x, series, selected: column },
        { yTitle: reading.title, yLog: isLogShown(reading), previous, waiting },
      )
    },
    locate(view, { plot, x, y }, px, py) {
      const reading = of(view)
      if (
        typeof reading === 'string' ||
        px < plot.x - 6 ||
        px > plot.x + plot.width + 6 ||
        py < plot.y - 6 ||
        py > plot.y + plot.height + 6
      )
        return undefined
      const nearest = (at: readonly number[], pixel: (v: number) => number, p: number) =>
        at.reduce((best, v, i) => (Math.abs(pixel(v) - p) < Math.abs(pixel(at[best] ?? v) - p) ? i : best), 0)
      const [first, second] = reading.axes
      return cellAt(nearest(first?.at ?? [], x.px, px), second ? nearest(second.at, y.px, py) : 0)
    },
    walk(view, cell, key) {
      const reading = of(view)
      if (typeof reading === 'string') return undefined
      const moves: Record<string, readonly [number, number]> = {
        ...{ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] },
        ...{ Home: [-1e6, 0], End: [1e6, 0] },
      }
      const move = moves[key]
      if (!move || (reading.axes.length === 1 && move[0] === 0)) return undefined
      if (cell === undefined) return cellAt(0, 0)
      const [column, row] = placesOf(cell)
      const within = (i: number, a: number) => Math.max(0, Math.min((reading.axes[a]?.at.length ?? 1) - 1, i))
      return cellAt(within(column + move[0], 0), within(row + move[1], 1))
    },
    placeAt(view, { x, y, plot }, cell) {
      const reading = of(view)
      const [column, row] = placesOf(cell)
      if (typeof reading === 'string') return { x: plot.x, y: plot.y }
      const [first, second] = reading.axes
      const height = second ? second.at[row] : reading.arms[0]?.groups[groupAt(reading, column)]?.mid
      const py = y.px(height ?? Number.NaN)
      return { x: x.px(first?.at[column] ?? 0), y: Number.isFinite(py) ? py : plot.y + plot.height / 2 }
    },
    press(view, cell) {
      const reading = of(view)
      if (typeof reading === 'string') return
      const place = groupAt(reading, ...placesOf(cell))
      const arms = reading.axes.length > 1 ? [shownArm(view, reading)] : reading.arms
      const run = arms.map(arm => arm?.groups[place]?.typical).find(Boolean)
      if (run) open(scenarioOf(run, view.scenario.view))
    },
    readout: (view, cell) => readoutAt(view, cell),
    table(view) {
      const reading = of(view)
      const study = view.traces.studies.get('grid')
      if (typeof reading === 'string' || !study) return { header: ['point'], rows: [] }
      const { axes, ...read } = reading.plan
      const points = study.tasks.flatMap(({ scenario }, i) => {
        const part = study.parts[i]
        return part ? [knownPoint(i, scenario, part, read.columns)] : []
      })
      const sweep: SweepOf = { ...read, grid: axes, arms: reading.arms.map(({ id }) => id), points: study.tasks }
      return sweepRows(sweep, points)
    },
    explain(view) {
      const reading = of(view)
      return {
        text: [
          'One run for every combination of the values, each with its own seeds, from its start to where it is read; nothing else is changed. Every run is computed beside the one on screen, by the processor, and its numbers are exactly those that the command line’s sweep writes.',
          'Over several seeds the picture shows the median with the quartiles, or the mean with its standard error; seeds that have no number there are left out, and counted beside it. A click on a value, or Enter, opens the run nearest the middle: at its last step it has the fingerprint that the sweep saw.',
          typeof reading === 'string' ? reading : gridSentence(reading, statistic),
        ],
        formulas: [],
      }
    },
  }
}
