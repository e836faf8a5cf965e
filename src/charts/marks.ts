/** Lines, areas and marks: what is drawn inside a plot, in the colour, dash and shape of an arm. */

import { numberAt } from '../lib/values'
import { columnExtremes } from './decimate'
import { armSlot, colorOf, withAlpha } from './theme'
import type { Area, Axis, Color, Ctx, Rect, Series, Theme } from './types'

/** Second coding of the arms beside colour: solid, long dashes, short dashes, dash-dot. Fine dots are for references. */
export const ARM_DASHES = [[], [10, 3], [4, 2.5], [10, 3, 2, 3]] as const

/** How much of its colour a faint line has. */
const FAINT = 0.3
/** How much of its colour, and how many pixels, a muted line has. */
export const MUTED = 0.7
const MUTED_WIDTH = 1

/** Points nearer than this to the last one drawn (pixels, |dx| + |dy|) add nothing to a line. */
const LEAST_MOVE = 0.8

/** Dash pattern of a series: its own, or its arm's. */
export function dashOf(color: Color, dash?: readonly number[]): readonly number[] {
  return dash ?? (typeof color === 'number' ? ARM_DASHES[armSlot(color)] : [])
}

/** Run `draw` with drawing limited to a rectangle. */
export function clipped(ctx: Ctx, rect: Rect, draw: () => void): void {
  ctx.save()
  ctx.beginPath()
  ctx.rect(rect.x, rect.y, rect.width, rect.height)
  ctx.clip()
  draw()
  ctx.restore()
}

/** A straight line. */
export function segment(ctx: Ctx, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath()
  ctx.moveTo(x0, y0)
  ctx.lineTo(x1, y1)
  ctx.stroke()
}

/**
 * Stroke a series inside the plot, thinned to the extremes of each pixel column. A point alone between two gaps becomes
 * a dot. `stepped` holds each value until the next x.
 */
export function strokeSeries(ctx: Ctx, theme: Theme, series: Series, plot: Rect, x: Axis, y: Axis, stepped = false): void {
  const keep = columnExtremes(series.x, series.y, series.length, v => x.px(v) - plot.x, Math.ceil(plot.width), y.log)
  const color = series.faint ? withAlpha(colorOf(theme, series.color), FAINT) : colorOf(theme, series.color)
  ctx.strokeStyle = color
  ctx.fillStyle = color
  ctx.lineWidth = series.muted ? MUTED_WIDTH : series.faint ? 1 : (series.width ?? 1.6)
  if (series.muted) ctx.globalAlpha = MUTED
  ctx.lineJoin = 'round'
  ctx.lineCap = 'butt'
  const lone: [number, number][] = []
  ctx.setLineDash(dashOf(series.color, series.dash))
  ctx.beginPath()
  let down = false
  let [lx, ly] = [0, 0]
  for (let j = 0; j < keep.length; j++) {
    const i = keep[j] ?? -1
    if (i < 0) {
      down = false
      continue
    }
    const value = series.y[i] ?? Number.NaN
    const px = x.px(series.x[i] ?? Number.NaN)
    const py = y.px(value)
    const next = keep[j + 1] ?? -1
    const ends = next < 0
    if (!down) {
      ctx.moveTo(px, py)
      if (ends) lone.push([px, py])
    } else if (ends || (Math.abs(px - lx) + Math.abs(py - ly) >= LEAST_MOVE && !(py === ly && series.y[next] === value))) {
      if (stepped) ctx.lineTo(px, ly)
      ctx.lineTo(px, py)
    } else continue
    lx = px
    ly = py
    down = true
  }
  if (keep.length > 0) ctx.stroke()
  ctx.setLineDash([])
  for (const [px, py] of lone) drawMark(ctx, 0, px, py, 2)
  if (series.muted) ctx.globalAlpha = 1
}

/** Fill a ribbon between two curves, thinned to one point per pixel column and outlined by nothing. */
export function fillArea(ctx: Ctx, theme: Theme, area: Area, plot: Rect, x: Axis, y: Axis): void {
  const column = (v: number) => x.px(v) - plot.x
  const floor = y.range[0]
  let current: number[] = []
  const runs = [current]
  let last = Number.NaN
  for (let i = 0; i < area.length; i++) {
    const px = column(area.x[i] ?? Number.NaN)
    const hi = area.hi[i] ?? Number.NaN
    if (!Number.isFinite(px) || Number.isNaN(y.px(hi)) || !Number.isFinite(hi) || Number.isNaN(area.lo[i] ?? Number.NaN)) {
      if (current.length === 0) continue
      current = []
      runs.push(current)
      continue
    }
    if (Math.floor(px) === last && i < area.length - 1) continue
    last = Math.floor(px)
    current.push(i)
  }
  ctx.fillStyle = withAlpha(colorOf(theme, area.color), 0.16)
  for (const run of runs) {
    if (run.length < 2) continue
    ctx.beginPath()
    for (const [j, i] of run.entries()) {
      const [px, py] = [x.px(numberAt(area.x, i)), y.px(numberAt(area.hi, i))]
      if (j === 0) ctx.moveTo(px, py)
      else ctx.lineTo(px, py)
    }
    for (const i of run.reverse()) {
      const py = y.px(numberAt(area.lo, i))
      ctx.lineTo(x.px(numberAt(area.x, i)), Number.isFinite(py) ? py : floor)
    }
    ctx.closePath()
    ctx.fill()
  }
}

/** Fill an arm's mark around (x, y): disc, square, triangle, diamond for arms 0 … 3, all of about the same area. */
export function drawMark(ctx: Ctx, arm: number, x: number, y: number, r: number): void {
  ctx.beginPath()
  markPath(ctx, arm, x, y, r)
  ctx.fill()
}

/** A ring at the point where a line leaves another. Call inside the plot's clip. */
export function markLeaving(ctx: Ctx, theme: Theme, { x: xs, y: ys, length, color, leaves = -1 }: Series, x: Axis, y: Axis): void {
  if (leaves < 0 || leaves >= length) return
  const [px, py] = [x.px(numberAt(xs, leaves)), y.px(numberAt(ys, leaves))]
  if (!Number.isFinite(px) || !Number.isFinite(py)) return
  drawRing(ctx, theme, color, px, py, { radius: 4, width: 1.8 })
}

/** A hollow ring, in pixels. */
export function drawRing(
  ctx: Ctx,
  theme: Theme,
  color: Series['color'],
  px: number,
  py: number,
  { radius, width }: { radius: number; width: number },
): void {
  ctx.beginPath()
  ctx.arc(px, py, radius, 0, 2 * Math.PI)
  ctx.fillStyle = theme.panel
  ctx.fill()
  ctx.strokeStyle = colorOf(theme, color)
  ctx.lineWidth = width
  ctx.stroke()
}

/** The same hollow, in the colour of the fill. */
export function drawHollow(ctx: Ctx, { panel }: Theme, arm: number, x: number, y: number, r: number): void {
  const color = ctx.fillStyle
  ctx.beginPath()
  markPath(ctx, arm, x, y, r)
  ctx.fillStyle = panel
  ctx.fill()
  ctx.strokeStyle = color
  ctx.lineWidth = 1.2
  ctx.stroke()
  ctx.fillStyle = color
}

/** Add an arm's mark to the path. */
export function markPath(ctx: Ctx, arm: number, x: number, y: number, r: number): void {
  const shape = armSlot(arm)
  if (shape === 0) {
    ctx.moveTo(x + r, y)
    ctx.arc(x, y, r, 0, 2 * Math.PI)
  } else if (shape === 1) {
    const s = r * 0.9
    ctx.rect(x - s, y - s, 2 * s, 2 * s)
  } else if (shape === 2) {
    const s = r * 1.25
    ctx.moveTo(x, y - s)
    ctx.lineTo(x + s, y + s * 0.75)
    ctx.lineTo(x - s, y + s * 0.75)
    ctx.closePath()
  } else {
    const s = r * 1.3
    ctx.moveTo(x, y - s)
    ctx.lineTo(x + s, y)
    ctx.lineTo(x, y + s)
    ctx.lineTo(x - s, y)
    ctx.closePath()
  }
}
