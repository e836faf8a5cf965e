/** A matrix of positive values over time, one row per direction, as colours on a log scale. */
import { rgb } from 'd3-color'
import { firstAndLast } from '../lib/values'
import { crisp, drawAxes, drawWaiting, leftMargin, plotRect, TITLE_ROW, TITLE_Y, X_ROW } from './axes'
import { scaleValue } from './format'
import { segment } from './marks'
import { linearAxis } from './scale'
import { drawText, fitText, textWidth } from './text'
import { colorOf, withAlpha } from './theme'
import { axisTicks, labelled } from './ticks'
import { stepAxes, type TimeAxis } from './timeAxis'
import type { Box, ChartLayout, Clock, Color, Ctx, Range, Theme } from './types'

export interface HeatmapData {
  /** Row-major, `rows` rows of `columns`: values[row·stride + column], e.g. energy λ_k w_k² by direction (row 0 on top) and time. */
  readonly values: ArrayLike<number>
  readonly rows: number
  readonly columns: number
  /** Distance of two rows in `values`, `columns` when left out (a buffer with room to grow has a larger one). */
  readonly stride?: number
  /** x of each column, not decreasing. */
  readonly x: ArrayLike<number>
  readonly label: string
  readonly color: Color
  readonly cursor?: number | undefined
  readonly clock?: Clock
}

export interface HeatmapOptions {
  /** Values at the two ends of the colour scale; the upper decades of the data when left out. Share it between arms. */
  readonly range?: Range
  readonly xDomain?: Range
  /** x is in steps, and the axis is this one of time. */
  readonly time?: TimeAxis | undefined
  readonly yTitle?: string
}

const DECADES = 4

/** Range for `HeatmapOptions.range`: the largest value of all the given data and the four decades under it. */
export function heatRange(data: readonly HeatmapData[]): Range | undefined {
  let top = 0
  for (const d of data) {
    const stride = d.stride ?? d.columns
    for (let r = 0; r < d.rows; r++) {
      for (let c = 0; c < d.columns; c++) {
        const v = d.values[r * stride + c] ?? Number.NaN
        if (v > top && v < Number.POSITIVE_INFINITY) top = v
      }
    }
  }
  return top > 0 ? [top / 10 ** DECADES, top] : undefined
}

/** A heat map on a log colour scale, from the panel's colour to the arm's: rows k from the top, steps to the right. */
export function heatmapChart(ctx: Ctx, box: Box, data: HeatmapData, options: HeatmapOptions = {}): ChartLayout {
  const { theme } = box
  const { yTitle = 'k' } = options
  const rows = Math.max(1, data.rows)
  const step = rows <= 6 ? 1 : rows <= 12 ? 2 : rows <= 30 ? 5 : 10
  const multiples = Array.from({ length: Math.floor(rows / step) }, (_, i) => (i + 1) * step)
  const yTicks = labelled(step === 1 ? multiples : [1, ...multiples])
  const plot = plotRect(box, { top: TITLE_ROW, bottom: X_ROW, left: leftMargin(ctx, theme, yTicks), right: 8 })
  const range = options.range ?? heatRange([data])
  const empty = !range || data.columns === 0
  const domain = options.xDomain ?? firstAndLast(data.x, data.columns) ?? [0, 1]
  const { counted, steps: x, title } = stepAxes(options.time, domain, [plot.x, plot.x + plot.width], data.clock)
  const y = linearAxis([0.5, rows + 0.5], [plot.y, plot.y + plot.height])
  if (range && !empty) paintCells(ctx, theme, data, range, { ...plot }, x.value)
  drawAxes(ctx, box, {
    plot,
    x: counted,
    y,
    xTicks: axisTicks(counted.domain, counted.log, plot.width, 62),
    yTicks: [],
    xTitle: title,
    yTitle,
  })
  const pitch = plot.height / rows
  let above = Number.NEGATIVE_INFINITY
  for (const tick of yTicks) {
    const py = y.px(tick.value)
    if (py - above < 13 || (tick.value !== 1 && pitch * step < 12 && tick.value !== rows)) continue
    above = py
    drawText(ctx, theme, tick.label, plot.x - 7, Math.max(6, py), { align: 'right' })
  }
  const nameAt = textWidth(ctx, theme, yTitle, { rich: true }) + 12
  const nameFrom = Math.max(plot.x, nameAt)
  const name = fitText(ctx, theme, data.label, plot.x + plot.width - nameFrom, { weight: 600 })
  drawText(ctx, theme, name, nameFrom, TITLE_Y, { color: colorOf(theme, data.color), weight: 600 })
  if (range && !empty) drawScale(ctx, theme, data, range, plot.x + plot.width, nameAt)
  if (data.cursor !== undefined && data.cursor >= x.domain[0] && data.cursor <= x.domain[1] && !empty) {
    ctx.strokeStyle = theme.ink2
    ctx.lineWidth = 1
    segment(ctx, crisp(x.px(data.cursor)), plot.y, crisp(x.px(data.cursor)), plot.y + plot.height)
  }
  if (empty) drawWaiting(ctx, theme, plot)
  return { plot, x, y, hits: [], empty }
}

/** One image pixel per plot column and row, the largest value of the columns that share it, then scaled without smoothing. */
function paintCells(
  ctx: Ctx,
  theme: Theme,
  data: HeatmapData,
  [lo, hi]: Range,
  plot: { x: number; y: number; width: number; height: number },
  valueAt: (px: number) => number,
): void {
  if (typeof document === 'undefined') return
  const width = Math.max(1, Math.round(plot.width))
  // The SVG recorder embeds the image, and viewers smooth it: whole pixels per row keep the rows sharp there.
  const height = Math.max(data.rows, Math.round(plot.height))
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const own = canvas.getContext('2d')
  if (!own) return
  const image = own.createImageData(width, height)
  const ink = rgb(colorOf(theme, data.color))
  const paper = rgb(theme.panel)
  const stride = data.stride ?? data.columns
  const span = Math.log(hi / lo)
  const line = new Uint8ClampedArray(width * 4)
  let painted = -1
  for (let py = 0; py < height; py++) {
    const row = Math.min(data.rows - 1, Math.floor((py / height) * data.rows))
    if (row !== painted) {
      paintRow(line, data, row * stride, width, plot.x, valueAt, v => {
        const t = v > 0 ? Math.max(0, Math.min(1, Math.log(v / lo) / span)) : 0
        return [paper.r + (ink.r - paper.r) * t, paper.g + (ink.g - paper.g) * t, paper.b + (ink.b - paper.b) * t]
      })
      painted = row
    }
    image.data.set(line, py * width * 4)
  }
  own.putImageData(image, 0, 0)
  ctx.drawImage(canvas, plot.x, plot.y, plot.width, plot.height)
}

function paintRow(
  line: Uint8ClampedArray,
  data: HeatmapData,
  offset: number,
  width: number,
  left: number,
  valueAt: (px: number) => number,
  color: (v: number) => [number, number, number],
): void {
  let c = 0
  const { x, values, columns } = data
  const [first, last] = firstAndLast(x, columns) ?? [0, 0]
  for (let px = 0; px < width; px++) {
    const end = valueAt(left + px + 1)
    let v = values[offset + c] ?? Number.NaN
    while (c + 1 < columns && (x[c + 1] ?? Number.NaN) <= end) {
      c++
      const next = values[offset + c] ?? Number.NaN
      if (next > v || Number.isNaN(v)) v = next
    }
    const outside = valueAt(left + px) > last || end < first
    const [r, g, b] = color(outside ? 0 : v)
    line.set([r, g, b, outside ? 0 : 255], px * 4)
  }
}

/** The scale of the colours at the right of the title row, right of `nameAt` and of the label; values may lie beyond its ends. */
export function drawScale(
  ctx: Ctx,
  theme: Theme,
  data: Pick<HeatmapData, 'label' | 'color'>,
  [lo, hi]: Range,
  right: number,
  nameAt: number,
  { digits = 1, below = false, above = false } = {},
): void {
  const [low, high] = [`${below ? '≤ ' : ''}${scaleValue(lo, digits)}`, `${above ? '≥ ' : ''}${scaleValue(hi, digits)}`]
  const room = right - nameAt - textWidth(ctx, theme, data.label, { weight: 600 }) - 24
  const bar = Math.min(64, room - textWidth(ctx, theme, low) - textWidth(ctx, theme, high) - 12)
  if (bar < 28) return
  const x0 = right - textWidth(ctx, theme, high) - 6 - bar
  drawText(ctx, theme, low, x0 - 6, TITLE_Y, { align: 'right' })
  drawText(ctx, theme, high, right, TITLE_Y, { align: 'right' })
  const color = colorOf(theme, data.color)
  for (let i = 0; i < 12; i++) {
    ctx.fillStyle = withAlpha(color, i / 11)
    ctx.fillRect(x0 + (i * bar) / 12, TITLE_Y - 4, bar / 12 + 0.2, 8)
  }
  ctx.strokeStyle = theme.line
  ctx.lineWidth = 1
  ctx.strokeRect(x0 + 0.5, TITLE_Y - 4.5, bar, 9)
}
