/** A number over the values of a swept setting, with what it varies by: lines through marks, or marks alone where values are choices. */
import { numberAt } from '../lib/values'
import { drawBottomRow, TITLE_ROW, TITLE_Y, X_ROW } from './axes'
import { calmRange } from './calmRange'
import { drawLegend, layoutLegend, legendExtra } from './legend'
import { lineChart } from './lineChart'
import { clipped, markPath, segment } from './marks'
import { TEXT_SIZE, textWidth } from './text'
import { colorOf } from './theme'
import type { Box, ChartLayout, Color, Ctx, Hit, Range } from './types'

/** One arm over the values; NaN where nothing is known. */
export interface GridSeries {
  readonly label: string
  readonly color: Color
  readonly mid: readonly number[]
  readonly lo: readonly number[]
  readonly hi: readonly number[]
}

/** The values of one swept setting as an axis has them. */
export interface GridAxis {
  /** Ascending numbers; of choices their places, 0, 1, … */
  readonly at: readonly number[]
  /** Names of choices; null for numbers. */
  readonly names: readonly string[] | null
  readonly log: boolean
  readonly title: string
}

export interface GridLines {
  readonly x: GridAxis
  readonly series: readonly GridSeries[]
  /** Place of the value pointed at. */
  readonly selected?: number | undefined
}

export interface GridLineOptions {
  readonly yTitle: string
  readonly yLog: boolean
  readonly previous?: ChartLayout | undefined
  readonly waiting?: string
}

/** The part of an axis that values take, with room for the marks at both ends. */
export function gridDomain({ at, names, log }: GridAxis): Range {
  const [lo = 1, hi = 1] = [at[0], at.at(-1)]
  if (names) return [-0.5, names.length - 0.5]
  if (lo === hi) return log ? [lo / 2, hi * 2] : [lo - 0.5, hi + 0.5]
  const room = log ? (hi / lo) ** 0.04 : 0.04 * (hi - lo)
  return log ? [lo / room, hi * room] : [lo - room, hi + room]
}

/** Lines through marks, with ribbons, over numbers; marks with intervals over choices. */
export function gridLineChart(ctx: Ctx, box: Box, { x: axis, series, selected }: GridLines, options: GridLineOptions): ChartLayout {
  const { theme } = box
  const { names, at } = axis
  const items = series.map(({ label, color }) => ({ label, color, kind: names ? ('dot' as const) : ('line' as const) }))
  const legend = layoutLegend(ctx, theme, items, textWidth(ctx, theme, options.yTitle, { rich: true }) + 14, box.width - 2)
  const below = names !== null && box.height >= 190 ? X_ROW + TEXT_SIZE + 2 : X_ROW
  const length = at.length
  const areas = series.map(({ lo, hi, color }) => ({ x: at, lo, hi, length, color }))
  // Ends of intervals, of no colour, give the axis its room.
  const ends = series.flatMap(({ lo, hi }) => [lo, hi].map(y => ({ x: at, y, length, color: 'transparent', label: '', dash: [] })))
  const lines = series.map(({ mid, color }) => ({ x: at, y: mid, length, color: names ? 'transparent' : color, label: '' }))
  const calm = options.yLog
    ? calmRange(
        series.flatMap(({ mid }) => mid),
        true,
      )
    : undefined
  const layout = lineChart(
    ctx,
    box,
    { series: [...ends, ...lines], areas: names ? [] : areas },
    {
      ...{ xDomain: gridDomain(axis), xLog: axis.log, yLog: options.yLog, previous: options.previous, labels: 'none' as const },
      ...(calm &&
        (calm.below || calm.above) && {
          yLimit: [calm.below ? calm.range[0] : 0, calm.above ? calm.range[1] : Number.POSITIVE_INFINITY] as const,
        }),
      ...(options.waiting !== undefined && { waiting: options.waiting }),
      ...(names ? { hideX: true } : { xTitle: axis.title }),
      yTitle: options.yTitle,
      margin: { top: TITLE_ROW + legendExtra(legend), ...(names && { bottom: below }) },
    },
  )
  const { plot, x, y, empty } = layout
  if (names) {
    const xTicks = names.map((label, i) => ({ value: i, label }))
    drawBottomRow(ctx, box, { plot, x, y, xTicks, yTicks: [], xTitle: axis.title }, plot.y + plot.height + 12)
  }
  if (empty) return layout
  drawLegend(ctx, theme, legend, TITLE_Y)
  const hits: Hit[] = []
  clipped(ctx, { x: plot.x - 6, y: plot.y - 6, width: plot.width + 12, height: plot.height + 12 }, () => {
    for (const [s, one] of series.entries()) {
      const shift = names ? 10 * (s - (series.length - 1) / 2) : 0
      for (const [i, value] of at.entries()) {
        const [px, py] = [x.px(value) + shift, y.px(numberAt(one.mid, i))]
        if (!Number.isFinite(py)) continue
        ctx.strokeStyle = ctx.fillStyle = colorOf(theme, one.color)
        ctx.lineWidth = 1.2
        const [lo, hi] = [y.px(numberAt(one.lo, i)), y.px(numberAt(one.hi, i))]
        if (names && Number.isFinite(lo) && Number.isFinite(hi)) segment(ctx, px, lo, px, hi)
        ctx.beginPath()
        markPath(ctx, typeof one.color === 'number' ? one.color : 0, px, py, i === selected ? 4.8 : 3)
        ctx.fill()
        hits.push({ x: px, y: py, radius: 6, label: one.label, kind: 'dot', series: s, index: i })
      }
    }
  })
  return { ...layout, hits }
}
