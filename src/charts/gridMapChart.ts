/** A number over two swept settings: coloured cells, and the scale of their colours. */
import { rgb } from 'd3-color'
import { bottomMargin, crisp, drawAxes, drawWaiting, leftMargin, plotRect, TITLE_ROW, TITLE_Y } from './axes'
import { calmRange } from './calmRange'
import { type GridAxis, gridDomain } from './gridLineChart'
import { drawScale } from './heatmapChart'
import { clipped, segment } from './marks'
import { makeAxis } from './scale'
import { drawText, fitText, textWidth } from './text'
import { colorOf } from './theme'
import { axisTicks, type Tick } from './ticks'
import type { Axis, Box, ChartLayout, Color, Ctx, Range } from './types'

/** A cell by the places of its values; `value` is not finite where its runs have none. */
export interface GridCell {
  readonly column: number
  readonly row: number
  readonly value: number
}

export interface GridMap {
  readonly x: GridAxis
  readonly y: GridAxis
  readonly cells: readonly GridCell[]
  /** What the colours stand for. */
  readonly label: string
  readonly color: Color
  readonly log: boolean
  readonly selected?: { readonly column: number; readonly row: number } | undefined
}

/** Borders of every cell along an axis: halfway to its neighbours, in the logarithm on a log axis. */
export function gridBorders({ at, names, log }: GridAxis): Range[] {
  const middle = (a: number, b: number) => (log ? Math.sqrt(a * b) : (a + b) / 2)
  const beyond = (end: number, border: number) => (log ? (end * end) / border : 2 * end - border)
  return at.map((here, i) => {
    const [before, after] = [at[i - 1], at[i + 1]]
    if (names || (before === undefined && after === undefined)) return log && !names ? [here / 2, here * 2] : [here - 0.5, here + 0.5]
    const lo = before === undefined ? undefined : middle(before, here)
    const hi = after === undefined ? undefined : middle(here, after)
    return [lo ?? beyond(here, hi ?? here), hi ?? beyond(here, lo ?? here)]
  })
}

/** Cells from the panel's colour to the arm's; a cross where the runs of a cell have no number. */
export function gridMapChart(ctx: Ctx, box: Box, map: GridMap, waiting?: string): ChartLayout {
  const { theme } = box
  const [columns, rows] = [gridBorders(map.x), gridBorders(map.y)]
  const domainOf = (axis: GridAxis, borders: readonly Range[]): Range => {
    const [first, last] = [borders[0], borders.at(-1)]
    return first && last ? [first[0], last[1]] : gridDomain(axis)
  }
  const [xDomain, yDomain] = [domainOf(map.x, columns), domainOf(map.y, rows)]
  const ticksOf = (axis: GridAxis, domain: Range, pixels: number, pitch: number): Tick[] =>
    axis.names ? axis.names.map((label, value) => ({ value, label })) : axisTicks(domain, axis.log, pixels, pitch)
  const yTicks = ticksOf(map.y, yDomain, box.height - 60, 24)
  const margin = { top: TITLE_ROW, bottom: bottomMargin(ctx, box, map.x.title), left: leftMargin(ctx, theme, yTicks), right: 10 }
  const plot = plotRect(box, margin)
  const x = makeAxis(map.x.log, xDomain, [plot.x, plot.x + plot.width])
  const y = makeAxis(map.y.log, yDomain, [plot.y + plot.height, plot.y])
  const scale = calmRange(
    map.cells.map(({ value }) => value),
    map.log,
  )
  const empty = map.cells.length === 0
  const corners = ({ column, row }: { column: number; row: number }) => cornersOf(x, y, columns[column], rows[row])
  const xTicks = ticksOf(map.x, xDomain, plot.width, 62)
  drawAxes(ctx, box, { plot, x, y, xTicks, yTicks, xTitle: map.x.title, yTitle: map.y.title })
  clipped(ctx, plot, () => {
    for (const cell of map.cells) {
      const [x0, x1, y0, y1] = corners(cell)
      const share = shareOf(cell.value, scale?.range, map.log)
      if (Number.isNaN(share)) {
        ctx.strokeStyle = theme.muted
        ctx.lineWidth = 1
        const [px, py, r] = [(x0 + x1) / 2, (y0 + y1) / 2, Math.min(4, (x1 - x0) / 3, (y0 - y1) / 3)]
        segment(ctx, px - r, py - r, px + r, py + r)
        segment(ctx, px - r, py + r, px + r, py - r)
        continue
      }
      const [from, to] = [rgb(theme.panel), rgb(colorOf(theme, map.color))]
      const mix = (a: number, b: number) => a + (b - a) * (0.08 + 0.92 * share)
      ctx.fillStyle = rgb(mix(from.r, to.r), mix(from.g, to.g), mix(from.b, to.b)).formatRgb()
      // A pixel more, so that no seams show between neighbours.
      ctx.fillRect(x0, y1, x1 - x0 + 0.6, y0 - y1 + 0.6)
    }
    if (map.selected) {
      const [x0, x1, y0, y1] = corners(map.selected)
      ctx.strokeStyle = theme.ink
      ctx.lineWidth = 1.4
      ctx.strokeRect(crisp(x0), crisp(y1), Math.round(x1 - x0), Math.max(3, Math.round(y0 - y1)))
    }
  })
  if (empty) drawWaiting(ctx, theme, plot, waiting)
  else if (scale) {
    const nameAt = Math.max(plot.x, textWidth(ctx, theme, map.y.title, { rich: true }) + 12)
    const right = plot.x + plot.width
    drawText(ctx, theme, fitText(ctx, theme, map.label, (right - nameAt) / 2, { weight: 600 }), nameAt, TITLE_Y, {
      weight: 600,
      color: theme.ink2,
    })
    drawScale(ctx, theme, map, scale.range, right, nameAt, { digits: 3, below: scale.below, above: scale.above })
  }
  return { plot, x, y, hits: [], empty }
}

/** Where a value lies in the range, 0 … 1; NaN where it has no place on the scale. */
function shareOf(value: number, range: Range | undefined, log: boolean): number {
  if (!range || !Number.isFinite(value) || (log && value <= 0)) return Number.NaN
  const [lo, hi] = range
  if (hi === lo) return 0.5
  const share = log ? Math.log(value / lo) / Math.log(hi / lo) : (value - lo) / (hi - lo)
  return Math.max(0, Math.min(1, share))
}

/** Left, right, lower and upper border in pixels. */
function cornersOf(x: Axis, y: Axis, column: Range = [0, 0], row: Range = [0, 0]): [number, number, number, number] {
  return [x.px(column[0]), x.px(column[1]), y.px(row[0]), y.px(row[1])]
}
