/** Values before and after a run over a swept field, with the bounds that the data allow. */

import { numberAt } from '../lib/values'
import { drawRefs } from './annotations'
import { drawAxes, drawWaiting, leftMargin, plotRect, TITLE_ROW, TITLE_Y, X_ROW } from './axes'
import { extentOf, stickyDomain, union } from './domain'
import { formatValue } from './format'
import type { LegendItem } from './legend'
import { drawLegend, layoutLegend, legendExtra } from './legend'
import { clipped, dashOf, fillArea, markPath, strokeSeries } from './marks'
import { linearAxis, logAxis } from './scale'
import { drawText, TEXT_SIZE, textWidth } from './text'
import { colorOf, withAlpha } from './theme'
import { axisTicks } from './ticks'
import type { Axis, Box, ChartLayout, Color, Ctx, Hit, Range, Rect } from './types'

/** One arm's values over the swept field, before and after its run. NaN where a point has not come yet. */
export interface SweepArm {
  readonly label: string
  readonly color: Color
  readonly start: ArrayLike<number>
  readonly end: ArrayLike<number>
}

export interface SweepData {
  /** Values of the swept field, positive and ascending. */
  readonly x: readonly number[]
  readonly arms: readonly SweepArm[]
  /** What bounds the values at every x, NaN where unknown. */
  readonly band?: { readonly lo: ArrayLike<number>; readonly hi: ArrayLike<number>; readonly label: string } | undefined
  /** A second number under each x, '' where unknown. */
  readonly second?: { readonly title: string; readonly labels: readonly string[] } | undefined
  /** The x pointed at. */
  readonly selected?: number | undefined
}

export interface SweepOptions {
  readonly xTitle: string
  readonly yTitle: string
  /** y range that is always inside the axis. */
  readonly yHint?: Range
  readonly yLimit?: Range
  readonly previous?: ChartLayout | undefined
  readonly waiting?: string
}

/** Pixels between two arms' marks at one x. */
const SPREAD = 8

/** Hollow marks before the run and filled ones after it, over a swept field on a log axis, with a band of bounds and a line at 1. */
export function sweepChart(ctx: Ctx, box: Box, data: SweepData, options: SweepOptions): ChartLayout {
  const { theme } = box
  const { arms, band, second } = data
  const count = data.x.length
  const ranges = arms.flatMap(a => [extentOf(a.start, count), extentOf(a.end, count)])
  const empty = !ranges.some(Boolean)
  const limits = band ? [extentOf(band.lo, count), extentOf(band.hi, count)] : []
  const { yLimit = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const } = options
  const clip = (r: Range | undefined): Range | undefined => r && [Math.max(yLimit[0], r[0]), Math.min(yLimit[1], r[1])]
  const hint = options.yHint && { hint: options.yHint }
  const domain = stickyDomain(options.previous?.y.domain, clip(union(...ranges, ...limits)), { ...hint })
  const yTicks = axisTicks(domain, false, box.height, 40, 6)
  const named: LegendItem[] = arms.map(a => ({ label: a.label, color: a.color }))
  // Among the marks there is no room for its name.
  if (band && !empty) named.push({ label: band.label, color: withAlpha(theme.good, 0.35), kind: 'area' })
  const left = textWidth(ctx, theme, options.yTitle, { rich: true }) + 14
  const legend = layoutLegend(ctx, theme, named, left, box.width - 2)
  const rows = second && box.height >= 105 ? 2 : 1
  const plot = plotRect(box, {
    top: TITLE_ROW + legendExtra(legend),
    bottom: X_ROW + (rows - 1) * (TEXT_SIZE + 4),
    left: leftMargin(ctx, theme, yTicks),
    right: rightMargin(ctx, box, data, options.xTitle, rows > 1),
  })
  const [lo, hi] = [data.x[0] ?? 1, data.x[count - 1] ?? 10]
  const room = (hi / lo) ** 0.06
  const x = logAxis([lo / room, hi * room], [plot.x, plot.x + plot.width])
  const y = linearAxis(domain, [plot.y + plot.height, plot.y])
  const hits: Hit[] = []
  drawAxes(ctx, box, { plot, x, y, xTicks: [], yTicks, yTitle: options.yTitle, hideX: true })
  drawValues(ctx, box, data, options.xTitle, rows > 1, plot, x)
  clipped(ctx, plot, () => {
    if (band) {
      const outline = { x: data.x, length: count, color: theme.good, label: '', dash: [], width: 1 }
      fillArea(ctx, theme, { x: data.x, lo: band.lo, hi: band.hi, length: count, color: theme.good }, plot, x, y)
      strokeSeries(ctx, theme, { ...outline, y: band.lo }, plot, x, y)
      strokeSeries(ctx, theme, { ...outline, y: band.hi }, plot, x, y)
    }
    if (!empty) drawRefs(ctx, theme, [{ y: 1 }], plot, y)
  })
  clipped(ctx, { x: plot.x - 6, y: plot.y - 6, width: plot.width + 12, height: plot.height + 12 }, () => {
    arms.forEach((arm, a) => {
      const shift = SPREAD * (a - (arms.length - 1) / 2)
      drawArm(ctx, box, data, arm, shift, x, y)
      for (const [i, value] of data.x.entries()) {
        const [px, py] = [x.px(value) + shift, y.px(numberAt(arm.end, i))]
        if (Number.isFinite(py)) hits.push({ x: px, y: py, radius: 6, label: arm.label, kind: 'dot', series: a, index: i })
      }
    })
  })
  if (empty) drawWaiting(ctx, theme, plot, options.waiting)
  else drawLegend(ctx, theme, legend, TITLE_Y)
  return { plot, x, y, hits, empty }
}

/** A thin line through the values after the run; marks before (hollow) and after (filled), with a stem between. */
function drawArm(ctx: Ctx, { theme }: Box, data: SweepData, arm: SweepArm, shift: number, x: Axis, y: Axis): void {
  const color = colorOf(theme, arm.color)
  const mark = typeof arm.color === 'number' ? arm.color : 0
  ctx.strokeStyle = color
  ctx.lineWidth = 1
  ctx.setLineDash([...dashOf(arm.color)])
  ctx.beginPath()
  let down = false
  for (const [i, value] of data.x.entries()) {
    const [px, py] = [x.px(value) + shift, y.px(numberAt(arm.end, i))]
    if (!Number.isFinite(py)) continue
    if (down) ctx.lineTo(px, py)
    else ctx.moveTo(px, py)
    down = true
  }
  ctx.stroke()
  ctx.setLineDash([])
  for (const [i, value] of data.x.entries()) {
    const px = x.px(value) + shift
    const r = data.selected === value ? 4.6 : 3.4
    for (const filled of [false, true]) {
      const py = y.px(numberAt(filled ? arm.end : arm.start, i))
      if (!Number.isFinite(py)) continue
      ctx.beginPath()
      markPath(ctx, mark, px, py, r)
      ctx.fillStyle = filled ? color : theme.panel
      ctx.fill()
      ctx.lineWidth = 1.4
      ctx.stroke()
    }
  }
}

const valueTexts = ({ x, second }: SweepData, i: number, both: boolean) => [
  formatValue(numberAt(x, i)),
  both ? (second?.labels[i] ?? '') : '',
]

/** The titles stand right of the last value. */
function rightMargin(ctx: Ctx, { theme, width }: Box, data: SweepData, xTitle: string, both: boolean): number {
  const wide = (text: string) => textWidth(ctx, theme, text, { rich: true })
  const last = data.x.length > 0 ? valueTexts(data, data.x.length - 1, both) : []
  const titles = Math.max(wide(xTitle), both && data.second ? wide(data.second.title) : 0)
  return Math.min(width * 0.3, titles + 6 + Math.max(0, ...last.map(wide)) / 2)
}

/** The swept values under the plot, and the second number under each; from the last on, those that would touch are left out. */
function drawValues(ctx: Ctx, { theme, width }: Box, data: SweepData, xTitle: string, both: boolean, plot: Rect, x: Axis): void {
  const top = plot.y + plot.height + 12
  const titles = [xTitle, both ? (data.second?.title ?? '') : '']
  const row = (r: number) => top + r * (TEXT_SIZE + 4)
  for (const [r, title] of titles.entries())
    if (title) drawText(ctx, theme, title, width, row(r), { align: 'right', color: theme.ink2, rich: true })
  let limit = width - Math.max(...titles.map(t => textWidth(ctx, theme, t, { rich: true }))) - 6
  for (let i = data.x.length - 1; i >= 0; i--) {
    const texts = valueTexts(data, i, both)
    const half = Math.max(...texts.map(t => textWidth(ctx, theme, t))) / 2
    const px = x.px(numberAt(data.x, i))
    if (px + half > limit + 0.5 || px - half < 0) continue
    for (const [r, text] of texts.entries()) if (text) drawText(ctx, theme, text, px, row(r), { align: 'center' })
    limit = px - half - 8
  }
}
