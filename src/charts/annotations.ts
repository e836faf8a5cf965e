/** What stands over and under the lines of a chart: bands, reference lines, events and the cursor. */

import { numberAt } from '../lib/values'
import { crisp } from './axes'
import { segment } from './marks'
import { colorOf, withAlpha } from './theme'
import type { Axis, Band, Ctx, EventMark, Hit, Rect, Ref, Series, Theme } from './types'

/** Tint the bands; their labels come with `drawRefLabels`. Call inside the plot's clip, under the lines. */
export function drawBands(ctx: Ctx, theme: Theme, bands: readonly Band[], plot: Rect, y: Axis): void {
  for (const band of bands) {
    const top = y.px(band.hi)
    const bottom = Number.isFinite(y.px(band.lo)) ? y.px(band.lo) : plot.y + plot.height
    if (!Number.isFinite(top) || !(bottom > top)) continue
    const color = colorOf(theme, band.color ?? theme.good)
    ctx.fillStyle = withAlpha(color, 0.1)
    ctx.fillRect(plot.x, top, plot.width, bottom - top)
    ctx.strokeStyle = withAlpha(color, 0.35)
    ctx.lineWidth = 1
    for (const py of [top, bottom]) {
      if (py > plot.y && py < plot.y + plot.height) segment(ctx, plot.x, crisp(py), plot.x + plot.width, crisp(py))
    }
  }
}

/** Finely dotted reference lines (dashes belong to arms). Call inside the plot's clip. */
export function drawRefs(ctx: Ctx, theme: Theme, refs: readonly Ref[], plot: Rect, y: Axis): void {
  for (const ref of refs) {
    const py = y.px(ref.y)
    if (ref.names || !Number.isFinite(py) || py < plot.y - 1 || py > plot.y + plot.height + 1) continue
    ctx.strokeStyle = colorOf(theme, ref.color ?? theme.muted)
    ctx.lineWidth = 1.2
    ctx.setLineDash([...(ref.dash ?? [1.5, 2.5])])
    segment(ctx, plot.x, crisp(py), plot.x + plot.width, crisp(py))
    ctx.setLineDash([])
  }
}

/** Small triangles standing on the base line, one per event; returns them for hover. */
export function drawEvents(ctx: Ctx, theme: Theme, events: readonly EventMark[], plot: Rect, x: Axis): Hit[] {
  const hits: Hit[] = []
  const base = plot.y + plot.height
  for (const event of events) {
    const px = x.px(event.x)
    if (!(px >= plot.x - 0.5 && px <= plot.x + plot.width + 0.5)) continue
    ctx.strokeStyle = withAlpha(theme.warn, 0.4)
    ctx.lineWidth = 1
    ctx.setLineDash([2, 3])
    segment(ctx, crisp(px), plot.y, crisp(px), base - 6)
    ctx.setLineDash([])
    ctx.fillStyle = theme.warn
    ctx.beginPath()
    ctx.moveTo(px, base - 7)
    ctx.lineTo(px + 4.5, base)
    ctx.lineTo(px - 4.5, base)
    ctx.closePath()
    ctx.fill()
    hits.push({ x: px, y: base - 3, radius: 9, label: event.label, kind: 'event' })
  }
  return hits
}

/** A hairline at the scrubbed x, with a ring on every line at its value there. */
export function drawCursor(ctx: Ctx, theme: Theme, at: number, series: readonly Series[], plot: Rect, x: Axis, y: Axis): void {
  const px = x.px(at)
  if (!(px >= plot.x - 0.5 && px <= plot.x + plot.width + 0.5)) return
  ctx.strokeStyle = withAlpha(theme.ink2, 0.6)
  ctx.lineWidth = 1
  segment(ctx, crisp(px), plot.y, crisp(px), plot.y + plot.height)
  for (const s of series) {
    const i = indexAt(s.x, s.length, at)
    const py = i < 0 ? Number.NaN : y.px(numberAt(s.y, i))
    if (!(py >= plot.y - 1 && py <= plot.y + plot.height + 1)) continue
    ctx.beginPath()
    ctx.arc(px, py, 3.2, 0, 2 * Math.PI)
    ctx.fillStyle = theme.panel
    ctx.fill()
    ctx.strokeStyle = colorOf(theme, s.color)
    ctx.lineWidth = 1.8
    ctx.stroke()
  }
}

/** Index of the x nearest to a value, by bisection; −1 when there are no points. x must not decrease. */
export function indexAt(x: ArrayLike<number>, length: number, value: number): number {
  if (length <= 0 || Number.isNaN(value)) return -1
  let lo = 0
  let hi = length - 1
  while (lo < hi) {
    const mid = (lo + hi) >> 1
    if (numberAt(x, mid) < value) lo = mid + 1
    else hi = mid
  }
  return lo > 0 && value - numberAt(x, lo - 1) <= numberAt(x, lo) - value ? lo - 1 : lo
}
