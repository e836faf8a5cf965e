/** Success rates, one row each, with their errors and what they are compared with. */
import { drawAxes, drawWaiting, leftMargin, plotRect, TITLE_ROW, TITLE_Y, X_ROW } from './axes'
import { drawLegend, layoutLegend } from './legend'
import { clipped, markPath, segment } from './marks'
import { linearAxis } from './scale'
import { textWidth } from './text'
import { colorOf } from './theme'
import { linearTicks } from './ticks'
import type { Box, ChartLayout, Color, Ctx, Hit } from './types'

export interface SuccessRate {
  readonly label: string
  readonly color: Color
  /** Share that succeeded, 0 … 1, and its standard error; NaN while unknown. */
  readonly rate: number
  readonly error: number
  /** What is to be compared with. */
  readonly reference: number
}

export interface RateOptions {
  readonly title: string
  /** Name of the references in the legend. */
  readonly reference: string
  /** Row pointed at. */
  readonly selected?: number | undefined
  readonly waiting: string
}

/** One row per rate, from the top: a mark with two standard errors to either side, and the reference as a ring. */
export function rateChart(ctx: Ctx, box: Box, rates: readonly SuccessRate[], options: RateOptions): ChartLayout {
  const { theme } = box
  const known = rates.filter(r => Number.isFinite(r.rate))
  const most = Math.max(0.1, ...rates.map(r => r.reference), ...known.map(r => r.rate + 2 * r.error))
  const yTicks = rates.map((r, i) => ({ value: i, label: r.label }))
  const plot = plotRect(box, { top: TITLE_ROW, bottom: X_ROW, left: leftMargin(ctx, theme, yTicks), right: 14 })
  const x = linearAxis([0, 1.05 * most], [plot.x, plot.x + plot.width])
  const y = linearAxis([-0.5, rates.length - 0.5], [plot.y, plot.y + plot.height])
  const xTicks = linearTicks([0, 100 * 1.05 * most], plot.width < 220 ? 3 : 6).map(t => ({ value: t.value / 100, label: `${t.label} %` }))
  drawAxes(ctx, box, { plot, x, y, xTicks, yTicks, yTitle: options.title, gridX: true })
  const hits: Hit[] = []
  clipped(ctx, { ...plot, x: plot.x - 7, width: plot.width + 14 }, () => {
    rates.forEach((r, i) => {
      const py = y.px(i)
      const size = options.selected === i ? 6 : 5
      const ring = x.px(r.reference)
      ctx.strokeStyle = theme.ink2
      ctx.lineWidth = 1.4
      ctx.beginPath()
      ctx.arc(ring, py, size + 1.5, 0, 2 * Math.PI)
      ctx.stroke()
      if (!Number.isFinite(r.rate)) return
      const color = colorOf(theme, r.color)
      ctx.strokeStyle = color
      ctx.lineWidth = 2
      segment(ctx, x.px(Math.max(0, r.rate - 2 * r.error)), py, x.px(r.rate + 2 * r.error), py)
      ctx.beginPath()
      markPath(ctx, typeof r.color === 'number' ? r.color : 0, x.px(r.rate), py, size - 1)
      ctx.fillStyle = color
      ctx.fill()
      hits.push({ x: x.px(r.rate), y: py, radius: 7, label: r.label, kind: 'dot', index: i })
    })
  })
  const left = textWidth(ctx, theme, options.title, { rich: true }) + 14
  drawLegend(
    ctx,
    theme,
    layoutLegend(ctx, theme, [{ label: `ring: ${options.reference}`, color: theme.ink2, kind: 'dot' }], left, box.width - 2),
    TITLE_Y,
  )
  if (known.length === 0) drawWaiting(ctx, theme, plot, options.waiting)
  return { plot, x, y, hits, empty: known.length === 0 }
}
