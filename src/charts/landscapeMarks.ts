/** What lies on a landscape: paths that fade with age, ellipses, the arms’ points and the legend of the surface. */

import { numberAt } from '../lib/values'
import type { ContourSet } from './contours'
import { surfaceShade } from './contours'
import { formatValue, scaleValue } from './format'
import { placeLabels } from './labels'
import { markPath } from './marks'
import type { PlanePath } from './planeDomain'
import { drawText, LABEL_HEIGHT, textWidth } from './text'
import { colorOf, withAlpha } from './theme'
import type { Axis, Box, Color, Ctx, Hit, Rect } from './types'

/** Steps that stay in full colour; older ones fade. */
const FRESH = 40
const SHADES = 6
const OLDEST = 0.4
const OLDEST_CROWDED = 0.1

/** 0 for a path that crosses the plot a few times, 1 for one that covers it with ink. */
function crowding({ x: xs, y: ys, length }: PlanePath, x: Axis, y: Axis): number {
  const [w, h] = [Math.abs(x.range[1] - x.range[0]), Math.abs(y.range[1] - y.range[0])]
  let ink = 0
  let [lx, ly] = [Number.NaN, Number.NaN]
  for (let i = 0; i < length; i++) {
    const [px, py] = [x.px(numberAt(xs, i)), y.px(numberAt(ys, i))]
    const move = Math.abs(px - lx) + Math.abs(py - ly)
    if (move > 0.5) ink += Math.min(move, w + h)
    lx = px
    ly = py
  }
  return Math.max(0, Math.min(1, (ink / (w + h) - 12) / 60))
}

/** A path that fades with age, the more so the more it covers. Moves under half a pixel are skipped, so a settled arm costs nothing. */
export function drawPath(ctx: Ctx, color: string, path: PlanePath, x: Axis, y: Axis): void {
  const n = path.length
  const cut = (s: number) => (s >= SHADES ? n - 1 : Math.round(((n - 1 - Math.min(FRESH, n - 1)) * s) / (SHADES - 1)))
  const crowd = crowding(path, x, y)
  const oldest = OLDEST + (OLDEST_CROWDED - OLDEST) * crowd
  ctx.lineWidth = 1.5 - 0.4 * crowd
  ctx.lineJoin = 'round'
  for (let s = 0; s < SHADES; s++) {
    const [from, to] = [cut(s), cut(s + 1)]
    if (to <= from && n > 1) continue
    ctx.strokeStyle = withAlpha(color, oldest + (0.95 - oldest) * ((s + 1) / SHADES) ** (2 + 4 * crowd))
    ctx.beginPath()
    let [lx, ly] = [Number.NaN, Number.NaN]
    let drawn = 0
    for (let i = Math.max(0, from); i <= to; i++) {
      const [vx, vy] = [path.x[i] ?? Number.NaN, path.y[i] ?? Number.NaN]
      const [px, py] = [x.px(vx), y.px(vy)]
      if (!Number.isFinite(vx) || !Number.isFinite(vy)) {
        lx = Number.NaN
        continue
      }
      if (Number.isNaN(lx)) ctx.moveTo(px, py)
      else if (Math.abs(px - lx) + Math.abs(py - ly) < 0.5 && i < to) continue
      else {
        ctx.lineTo(px, py)
        drawn++
      }
      lx = px
      ly = py
    }
    if (drawn > 0) ctx.stroke()
  }
}

/** A closed outline in data coordinates [x0, y0, …]. */
export interface Outline {
  readonly points: Float64Array
  readonly color: string
  readonly dash: readonly number[]
}

/**
 * Outlines with thin halos, so that they stand out from paths and contours: all halos lie under all lines, so that of two that nearly
 * coincide both are seen, a dashed one over a solid one that comes before it.
 */
export function drawEllipses(ctx: Ctx, outlines: readonly Outline[], x: Axis, y: Axis, halo: string): void {
  const drawn = outlines.filter(({ points }) => points.length >= 6)
  for (const { points, color, dash } of drawn) {
    const half = (points.length >> 2) << 1
    const width = Math.abs(x.px(numberAt(points, half)) - x.px(numberAt(points, 0)))
    outline(ctx, points, x, y)
    if (dash.length === 0 && width < 0.6 * Math.abs(x.range[1] - x.range[0])) {
      ctx.fillStyle = withAlpha(color, 0.08)
      ctx.fill()
    }
    ctx.strokeStyle = withAlpha(halo, 0.7)
    ctx.lineWidth = 3.4
    ctx.stroke()
  }
  for (const { points, color, dash } of drawn) {
    outline(ctx, points, x, y)
    ctx.strokeStyle = color
    ctx.lineWidth = 1.7
    ctx.setLineDash([...dash])
    ctx.stroke()
  }
  ctx.setLineDash([])
}

/** The SVG recorder styles a path once per stroke: a second stroke needs a second path. */
function outline(ctx: Ctx, points: Float64Array, x: Axis, y: Axis): void {
  ctx.beginPath()
  for (let i = 0; i < points.length; i += 2) {
    const [px, py] = [x.px(numberAt(points, i)), y.px(numberAt(points, i + 1))]
    if (i === 0) ctx.moveTo(px, py)
    else ctx.lineTo(px, py)
  }
  ctx.closePath()
}

/** Half of the room that the mark of an arm takes, in pixels. */
const MARK = 7

/** The arms' points: a ring where the arm is, or a chevron at the border towards it; names beside them, moved apart. Returns what they cover. */
export function drawCurrent(
  ctx: Ctx,
  { theme }: Box,
  arms: readonly { readonly label: string; readonly color: Color; readonly at: readonly [number, number] | undefined }[],
  plot: Rect,
  x: Axis,
  y: Axis,
  names: boolean,
  hits: Hit[],
): Rect[] {
  const inset = 7
  const [left, right] = [plot.x + inset, plot.x + plot.width - inset]
  const [top, bottom] = [plot.y + inset, plot.y + plot.height - inset]
  const points = arms.flatMap(({ label, color, at }, series) => {
    if (!at) return []
    const [ax, ay] = [x.px(at[0]), y.px(at[1])]
    const [px, py] = [Math.max(left, Math.min(right, ax)), Math.max(top, Math.min(bottom, ay))]
    const inside = ax >= plot.x && ax <= plot.x + plot.width && ay >= plot.y && ay <= plot.y + plot.height
    const mark = typeof color === 'number' ? color : 0
    return [{ name: label, ink: colorOf(theme, color), mark, px, py, inside, angle: Math.atan2(ay - py, ax - px), values: at, series }]
  })
  for (const { name, ink, mark, px, py, inside, angle, values, series } of points) {
    ctx.strokeStyle = ink
    ctx.lineWidth = 2
    ctx.beginPath()
    if (inside) {
      markPath(ctx, mark, px, py, 4.4)
      ctx.fillStyle = theme.panel
      ctx.fill()
      ctx.stroke()
    } else {
      const corner = (turn: number, r: number): [number, number] => [px + r * Math.cos(angle + turn), py + r * Math.sin(angle + turn)]
      ctx.moveTo(...corner(0, 6))
      ctx.lineTo(...corner(2.5, 6))
      ctx.lineTo(...corner(-2.5, 6))
      ctx.closePath()
      ctx.fillStyle = ink
      ctx.fill()
    }
    const label = `${name} · (${formatValue(values[0])}, ${formatValue(values[1])})`
    hits.push({ x: px, y: py, radius: MARK, kind: 'point', series, label })
  }
  const covered = points.map(({ px, py }) => ({ x: px - MARK, y: py - MARK, width: 2 * MARK, height: 2 * MARK }))
  if (!names) return covered
  const labels = points.map(p => ({ ...p, at: p.py - 11, size: LABEL_HEIGHT }))
  for (const { name, ink, px, centre } of placeLabels(labels, plot.y, plot.y + plot.height)) {
    const width = textWidth(ctx, theme, name, { weight: 600 })
    const toRight = px + 9 + width < plot.x + plot.width
    const style = { color: ink, weight: 600, halo: theme.panel, align: toRight ? 'left' : 'right' } as const
    drawText(ctx, theme, name, toRight ? px + 8 : px - 8, centre, style)
    covered.push({ x: toRight ? px + 8 : px - 8 - width, y: centre - LABEL_HEIGHT / 2, width, height: LABEL_HEIGHT })
  }
  return covered
}

/** Loss colours from low to high with the two ends' values, right-aligned; left out where there is no room. */
export function drawSurfaceLegend(ctx: Ctx, { theme }: Box, set: ContourSet, left: number, right: number, y: number, title: string): void {
  const short = (v: number) => scaleValue(Number(v.toPrecision(2)), 2)
  const [low, high] = [`${title} ${short(set.low)}`, short(set.high)]
  const [a, b] = [textWidth(ctx, theme, low), textWidth(ctx, theme, high)]
  const bar = Math.min(96, right - left - a - b - 12)
  if (bar < 36) return
  const [shade, count] = [surfaceShade(theme, set.levels.length), set.levels.length + 1]
  const x0 = right - b - 6 - bar
  drawText(ctx, theme, low, x0 - 6, y, { align: 'right' })
  drawText(ctx, theme, high, right, y, { align: 'right' })
  const step = bar / count
  for (let i = 0; i < count; i++) {
    ctx.fillStyle = shade(i)
    ctx.fillRect(x0 + i * step, y - 4, step + 0.3, 8)
  }
  ctx.strokeStyle = theme.line
  ctx.lineWidth = 1
  ctx.strokeRect(x0 + 0.5, y - 4.5, bar, 9)
}
