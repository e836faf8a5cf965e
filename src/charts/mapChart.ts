/** A map of coloured cells over two log axes, with curves over it. */
import { rgb } from 'd3-color'
import { crisp } from './axes'
import { lineChart } from './lineChart'
import { clipped, drawMark, strokeSeries } from './marks'
import { drawLit } from './symbolMarks'
import { colorOf } from './theme'
import type { Box, ChartLayout, Ctx, Range, Series, Theme } from './types'

/** A rectangle of the map, in data units. */
export interface MapCellShape {
  readonly x: Range
  readonly y: Range
  /** −1 … 1: towards the first arm's colour, the panel's at 0, towards the second arm's. */
  readonly tone: number
}

export interface MapPoint {
  readonly x: number
  readonly y: number
  /** Index of an arm. */
  readonly color: number
}

export interface MapData {
  readonly cells: readonly MapCellShape[]
  /** Boundaries, drawn over the cells and named in a row above. */
  readonly lines: readonly Series[]
  readonly points: readonly MapPoint[]
  /** The cell pointed at. */
  readonly mark?: MapCellShape | undefined
  /** The symbol pointed at: its boundary is lit. */
  readonly lit?: string | undefined
}

export interface MapOptions {
  readonly xDomain: Range
  readonly yDomain: Range
  readonly xTitle: string
  readonly yTitle: string
  readonly waiting?: string
}

/** Cells on two log axes, with boundaries and marks over them. */
export function mapChart(ctx: Ctx, box: Box, { cells, lines, points, mark, lit }: MapData, options: MapOptions): ChartLayout {
  const { theme } = box
  const layout = lineChart(ctx, box, { series: lines }, { ...options, xLog: true, yLog: true, labels: 'legend' })
  const { plot, x, y } = layout
  if (cells.length === 0) return layout
  clipped(ctx, plot, () => {
    for (const cell of cells) {
      const [x0, x1, y0, y1] = corners(layout, cell)
      ctx.fillStyle = toneColor(theme, cell.tone)
      // A pixel more, so that no seams show between neighbours.
      ctx.fillRect(x0, y1, x1 - x0 + 0.6, y0 - y1 + 0.6)
    }
    drawLit(ctx, theme, lit, { series: lines, refs: [] }, plot, x, y)
    for (const line of lines) {
      strokeSeries(ctx, theme, { ...line, color: theme.panel, dash: [], width: (line.width ?? 1.6) + 2.4 }, plot, x, y)
      strokeSeries(ctx, theme, line, plot, x, y)
    }
    for (const point of points) {
      ctx.fillStyle = theme.panel
      drawMark(ctx, point.color, x.px(point.x), y.px(point.y), 8)
      ctx.fillStyle = colorOf(theme, point.color)
      drawMark(ctx, point.color, x.px(point.x), y.px(point.y), 5)
    }
    if (mark) {
      const [x0, x1, y0, y1] = corners(layout, mark)
      ctx.strokeStyle = theme.ink
      ctx.lineWidth = 1.4
      ctx.strokeRect(crisp(x0), crisp(y1), Math.round(x1 - x0), Math.max(3, Math.round(y0 - y1)))
    }
  })
  return { ...layout, empty: false }
}

/** Left, right, lower and upper border in pixels. */
function corners({ x, y }: ChartLayout, cell: MapCellShape): [number, number, number, number] {
  return [x.px(cell.x[0]), x.px(cell.x[1]), y.px(cell.y[0]), y.px(cell.y[1])]
}

/** From the first arm's colour over the panel's to the second's. */
export function toneColor(theme: Theme, tone: number): string {
  const t = Math.min(1, Math.abs(tone) || 0)
  const [from, to] = [rgb(theme.panel), rgb(theme.arms[tone < 0 ? 0 : 1])]
  const mix = (a: number, b: number) => a + (b - a) * t
  return rgb(mix(from.r, to.r), mix(from.g, to.g), mix(from.b, to.b)).formatRgb()
}
