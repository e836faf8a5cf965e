/** One quantity against another by direction, on log axes with equal decades, around the diagonal where they agree. */

import { numberAt } from '../lib/values'
import { bottomMargin, drawAxes, drawWaiting, leftMargin, plotRect, TITLE_ROW, TITLE_Y } from './axes'
import { extentOf, stickyDomain, union } from './domain'
import { formatValue } from './format'
import { drawLegend, layoutLegend, legendExtra, legendWidth, NO_LEGEND } from './legend'
import { clipped, markPath, segment } from './marks'
import { logAxis } from './scale'
import { drawText, textWidth } from './text'
import { colorOf, withAlpha } from './theme'
import { extendLogTicks, logTicks } from './ticks'
import type { Axis, Box, ChartLayout, Color, Ctx, Hit, Range, Rect } from './types'

export interface ScatterArm {
  readonly label: string
  readonly color: Color
  /** 2L·v_kᵀGv_k for k = 1 … length. */
  readonly x: ArrayLike<number>
  /** v_kᵀΣv_k for k = 1 … length. */
  readonly y: ArrayLike<number>
  readonly length: number
  /** Lies outside the axes, which are fitted to the other arms: named at the end of the diagonal instead of drawn. */
  readonly outside?: boolean
}

export interface ScatterOptions {
  readonly xTitle?: string
  readonly yTitle?: string
  readonly diagonalLabel?: string
  /** Ratios y/x to tint between, [1, 2] for Gaussian inputs; null leaves it out. */
  readonly band?: Range | null
  readonly legend?: boolean
  /** Said where there is no dot. */
  readonly waiting?: string | undefined
  readonly previous?: ChartLayout | undefined
}

/** Noise against curvature by direction on log–log axes with equal decades; dots shrink with k; the diagonal is Σ = 2L·G. */
export function scatterChart(ctx: Ctx, box: Box, all: readonly ScatterArm[], options: ScatterOptions = {}): ChartLayout {
  const { theme } = box
  const { xTitle = '2L·v_k^⊤Gv_k', yTitle = 'v_k^⊤Σv_k', diagonalLabel = 'Σ = 2L·G', band = [1, 2], legend = true } = options
  const arms = all.filter(arm => !arm.outside)
  const seen = union(...arms.map(pairsExtent))
  const common = stickyDomain(options.previous?.y.domain, seen, { log: true, pad: 0.1, ...(!seen && { hint: [1e-3, 1] }) })
  const bottom = bottomMargin(ctx, box, xTitle)
  const items = arms.map(arm => ({ label: arm.label, color: arm.color, kind: 'dot' as const }))
  const left = textWidth(ctx, theme, yTitle, { rich: true }) + 14
  const names = legend && all.length > 1 ? layoutLegend(ctx, theme, items, left, box.width - 2) : NO_LEGEND
  const top = TITLE_ROW + legendExtra(names)
  const height = Math.max(1, box.height - top - bottom)
  const decades = Math.log10(common[1]) - Math.log10(common[0])
  const middle = Math.sqrt(common[0]) * Math.sqrt(common[1])
  const stretched = (ratio: number): Range => [middle * 10 ** ((-decades * ratio) / 2), middle * 10 ** ((decades * ratio) / 2)]
  const laid = (margin: number) => {
    const full = plotRect(box, { top, bottom, left: margin, right: 10 })
    // Equal pixels per decade: a wide box shows more decades on x, up to a plot twice as wide as high.
    const plot: Rect = { ...full, width: Math.min(full.width, full.height * 2), height: Math.min(full.height, full.width * 1.6) }
    const wide = plot.width >= plot.height
    const x = logAxis(wide ? stretched(plot.width / plot.height) : common, [plot.x, plot.x + plot.width])
    const y = logAxis(wide ? common : stretched(plot.height / plot.width), [plot.y + plot.height, plot.y])
    // The longer axis carries on the ticks of the shorter one, so that the grid's cells are squares.
    const short = logTicks(common, Math.max(3, Math.min(5, Math.floor(Math.min(plot.height, plot.width) / 34))))
    const [xTicks, yTicks] = wide ? [extendLogTicks(short, x.domain), short] : [short, extendLogTicks(short, y.domain)]
    return { plot, x, y, xTicks, yTicks, room: leftMargin(ctx, theme, yTicks) }
  }
  // Other margins stretch the axes to other decades.
  const { room } = laid(leftMargin(ctx, theme, logTicks(common, height < 130 ? 3 : 5)))
  const { plot, x, y, xTicks, yTicks } = laid(Math.max(room, laid(room).room))
  const empty = !seen
  const hits: Hit[] = []

  clipped(ctx, plot, () => {
    const [lo, hi] = x.domain
    if (band) {
      ctx.fillStyle = withAlpha(theme.muted, 0.1)
      ctx.beginPath()
      ctx.moveTo(x.px(lo), y.px(lo * band[0]))
      ctx.lineTo(x.px(hi), y.px(hi * band[0]))
      ctx.lineTo(x.px(hi), y.px(hi * band[1]))
      ctx.lineTo(x.px(lo), y.px(lo * band[1]))
      ctx.closePath()
      ctx.fill()
    }
  })
  const axesBox = { ...box, width: plot.x + plot.width + 10, height: plot.y + plot.height + bottom }
  drawAxes(ctx, axesBox, { plot, x, y, xTicks, yTicks, xTitle, yTitle, gridX: true })
  clipped(ctx, plot, () => {
    ctx.strokeStyle = theme.ink2
    ctx.lineWidth = 1.1
    ctx.setLineDash([5, 3])
    const [lo, hi] = x.domain
    segment(ctx, x.px(lo), y.px(lo), x.px(hi), y.px(hi))
    ctx.setLineDash([])
  })
  for (const [a, arm] of arms.entries()) drawDots(ctx, box, arm, a, x.px, y.px, plot, hits)
  if (empty) drawWaiting(ctx, theme, plot, options.waiting)
  if (seen) nameOutside(ctx, box, all, seen, plot)
  labelDiagonal(ctx, box, diagonalLabel, plot, x, y)
  // Over the plot where that leaves the title free, else at the box's right border.
  const right = Math.min(names.right, Math.max(axesBox.width - 2, left + legendWidth(ctx, theme, names)))
  if (!empty) drawLegend(ctx, theme, { ...names, right }, TITLE_Y)
  return { plot, x, y, hits, empty }
}

function pairsExtent(arm: ScatterArm): Range | undefined {
  return union(extentOf(arm.x, arm.length, true), extentOf(arm.y, arm.length, true))
}

/** Names the arms that lie outside the axes in the corner towards them, with an arrow. */
function nameOutside(ctx: Ctx, { theme }: Box, arms: readonly ScatterArm[], seen: Range, plot: Rect): void {
  const bottom = plot.y + plot.height
  let [high, low] = [plot.y + 9, bottom - 26]
  for (const arm of arms) {
    const own = arm.outside ? pairsExtent(arm) : undefined
    if (!own) continue
    const up = own[1] > seen[1]
    const text = up ? `${arm.label} ↗` : `↙ ${arm.label}`
    if (textWidth(ctx, theme, text) > plot.width - 10 || high > low) continue
    const style = { color: colorOf(theme, arm.color), weight: 600, halo: theme.panel, align: up ? 'right' : 'left' } as const
    drawText(ctx, theme, text, up ? plot.x + plot.width - 5 : plot.x + 5, up ? high : low, style)
    if (up) high += 14
    else low -= 14
  }
}

/** The diagonal's name, under it, at its lower end. */
function labelDiagonal(ctx: Ctx, { theme }: Box, text: string, plot: Rect, x: Axis, y: Axis): void {
  const bottom = plot.y + plot.height
  const py = bottom - 10
  const px = Math.max(plot.x, x.px(y.value(py))) + 14
  if (px + textWidth(ctx, theme, text) > plot.x + plot.width - 4) return
  drawText(ctx, theme, text, px, py, { color: theme.ink2, halo: theme.panel })
}

function drawDots(
  ctx: Ctx,
  { theme }: Box,
  arm: ScatterArm,
  index: number,
  px: (v: number) => number,
  py: (v: number) => number,
  plot: Rect,
  hits: Hit[],
): void {
  const color = colorOf(theme, arm.color)
  const mark = typeof arm.color === 'number' ? arm.color : index
  ctx.lineWidth = 1
  for (let k = arm.length - 1; k >= 0; k--) {
    const [x, y] = [numberAt(arm.x, k), numberAt(arm.y, k)]
    const [cx, cy] = [px(x), py(y)]
    if (!(x < Number.POSITIVE_INFINITY && y < Number.POSITIVE_INFINITY) || Number.isNaN(cx) || Number.isNaN(cy)) continue
    if (cx < plot.x - 4 || cx > plot.x + plot.width + 4 || cy < plot.y - 4 || cy > plot.y + plot.height + 4) continue
    const fade = 1 - k / Math.max(1, arm.length - 1)
    const radius = 2 + 2.8 * fade
    ctx.beginPath()
    markPath(ctx, mark, cx, cy, radius)
    ctx.fillStyle = withAlpha(color, 0.45 + 0.5 * fade)
    ctx.fill()
    ctx.strokeStyle = theme.panel
    ctx.stroke()
    const label = `${arm.label} · k = ${k + 1} · v⊤Σv = ${formatValue(y)} · 2L·v⊤Gv = ${formatValue(x)}`
    hits.push({ x: cx, y: cy, radius, kind: 'dot', series: index, index: k, label })
  }
}
