/** Clouds of points on log–log axes, with the power laws fitted to them. */

import { numberAt } from '../lib/values'
import { bottomMargin, drawAxes, drawWaiting, leftMargin, plotRect, TITLE_ROW, TITLE_Y } from './axes'
import { extentOf, stickyDomain, union } from './domain'
import { formatValue } from './format'
import { drawLegend, layoutLegend, legendExtra } from './legend'
import { clipped, markPath, segment, strokeSeries } from './marks'
import { logAxis } from './scale'
import { colorOf, withAlpha } from './theme'
import { axisTicks } from './ticks'
import type { Box, ChartLayout, Color, Ctx, Hit, Range, Series } from './types'

/** Points on log–log axes, with the power law fitted to them. */
export interface Cloud {
  readonly label: string
  readonly color: Color
  /** Only positive finite pairs are drawn. */
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly length: number
  /** ln y = intercept + slope·ln x; null where there is none. */
  readonly fit: { readonly slope: number; readonly intercept: number } | null
  /** Standard errors of y, drawn as whiskers of two to either side. */
  readonly errors?: ArrayLike<number>
}

export interface FitOptions {
  readonly xTitle?: string
  readonly yTitle?: string
  /** Draws the line y = x. */
  readonly diagonal?: boolean
  /** Lines behind the points. */
  readonly curves?: readonly Series[]
  readonly waiting?: string | undefined
  readonly previous?: ChartLayout | undefined
}

/** More points than this are drawn as small, pale dots. */
const MANY = 200

/** Clouds of points on log–log axes with their fitted power laws. */
export function fitChart(ctx: Ctx, box: Box, clouds: readonly Cloud[], options: FitOptions = {}): ChartLayout {
  const { theme } = box
  const { xTitle = '', yTitle = '', diagonal = false, curves = [] } = options
  const seenX = union(...[...clouds, ...curves].map(c => extentOf(c.x, c.length, true)))
  const seenY = union(...[...clouds, ...curves].map(c => extentOf(c.y, c.length, true)))
  const domain = (previous: Range | undefined, seen: Range | undefined) =>
    stickyDomain(previous, seen, { log: true, pad: 0.08, ...(!seen && { hint: [1e-3, 1] }) })
  const xDomain = domain(options.previous?.x.domain, seenX)
  const yDomain = domain(options.previous?.y.domain, seenY)
  const items = clouds.map(c => ({ label: c.label, color: c.color, kind: 'dot' as const }))
  const named = [...items, ...curves.filter(c => c.label)]
  const names = layoutLegend(ctx, theme, named.length > 1 ? named : [], 90, box.width - 2)
  const top = TITLE_ROW + legendExtra(names)
  const bottom = bottomMargin(ctx, box, xTitle)
  const yTicks = axisTicks(yDomain, true, box.height - top - bottom, 34)
  const plot = plotRect(box, { top, bottom, left: leftMargin(ctx, theme, yTicks), right: 10 })
  const x = logAxis(xDomain, [plot.x, plot.x + plot.width])
  const y = logAxis(yDomain, [plot.y + plot.height, plot.y])
  const xTicks = axisTicks(xDomain, true, plot.width, 64)
  drawAxes(ctx, box, { plot, x, y, xTicks, yTicks, xTitle, yTitle, gridX: true })
  const empty = !(seenX && seenY)
  const hits: Hit[] = []
  clipped(ctx, plot, () => {
    if (diagonal) {
      ctx.strokeStyle = theme.muted
      ctx.lineWidth = 1
      ctx.setLineDash([2, 3])
      const [lo, hi] = xDomain
      segment(ctx, x.px(lo), y.px(lo), x.px(hi), y.px(hi))
      ctx.setLineDash([])
    }
    for (const curve of curves) strokeSeries(ctx, theme, curve, plot, x, y)
    for (const [index, cloud] of clouds.entries()) drawCloud(ctx, box, cloud, index, { x, y }, hits)
    for (const cloud of clouds) {
      if (!cloud.fit) continue
      const { slope, intercept } = cloud.fit
      const at = (v: number) => y.px(Math.exp(Math.min(700, Math.max(-700, intercept + slope * Math.log(v)))))
      ctx.strokeStyle = colorOf(theme, cloud.color)
      ctx.lineWidth = 1.5
      segment(ctx, x.px(xDomain[0]), at(xDomain[0]), x.px(xDomain[1]), at(xDomain[1]))
    }
  })
  if (empty) drawWaiting(ctx, theme, plot, options.waiting)
  else drawLegend(ctx, theme, names, TITLE_Y)
  return { plot, x, y, hits, empty }
}

function drawCloud(ctx: Ctx, { theme }: Box, cloud: Cloud, index: number, { x, y }: Pick<ChartLayout, 'x' | 'y'>, hits: Hit[]): void {
  const many = cloud.length > MANY
  const radius = many ? 1.6 : 3
  const mark = typeof cloud.color === 'number' ? cloud.color : index
  ctx.fillStyle = withAlpha(colorOf(theme, cloud.color), many ? 0.35 : 0.75)
  for (let i = 0; i < cloud.length; i++) {
    const [vx, vy] = [numberAt(cloud.x, i), numberAt(cloud.y, i)]
    const [px, py] = [x.px(vx), y.px(vy)]
    if (!Number.isFinite(vx) || !Number.isFinite(vy) || Number.isNaN(px) || Number.isNaN(py)) continue
    const two = cloud.errors ? 2 * numberAt(cloud.errors, i) : Number.NaN
    if (Number.isFinite(two)) {
      const [low, high] = [vy - two, vy + two]
      ctx.strokeStyle = colorOf(theme, cloud.color)
      ctx.lineWidth = 1.2
      segment(ctx, px, y.px(low > 0 ? low : y.domain[0]), px, y.px(high))
    }
    ctx.beginPath()
    markPath(ctx, mark, px, py, radius)
    ctx.fill()
    const label = `${cloud.label} · ${i + 1} · ${formatValue(vx)}, ${formatValue(vy)}`
    hits.push({ x: px, y: py, radius, kind: 'dot', series: index, index: i, label })
  }
}
