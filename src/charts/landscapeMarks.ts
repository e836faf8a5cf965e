import type { ContourSet } from './contours'
import { surfaceColors } from './contours'
import { formatValue } from './format'
import { deoverlap } from './labels'
import { markPath } from './marks'
import type { Path } from './planeDomain'
import { drawText, TEXT_SIZE, textWidth } from './text'
import { colorOf, withAlpha } from './theme'
import type { Axis, Box, Color, Ctx, Hit, Rect } from './types'

/** Steps that stay in full colour; older ones fade. */
const FRESH = 40
const SHADES = 6
const OLDEST = 0.4
const OLDEST_CROWDED = 0.1

/** 0 for a path that crosses the plot a few times, 1 for one that covers it with ink. */
function crowding({ x: xs, y: ys, length }: Path, x: Axis, y: Axis): number {
  const [w, h] = [Math.abs(x.range[1] - x.range[0]), Math.abs(y.range[1] - y.range[0])]
  const perX = w / (x.domain[1] - x.domain[0])
  const perY = h / (y.domain[1] - y.domain[0])
  let ink = 0
  for (let i = 1; i < length; i++) {
    const move = Math.abs(xs[i] - xs[i - 1]) * perX + Math.abs(ys[i] - ys[i - 1]) * perY
    if (move > 0.5) ink += Math.min(move, w + h)
  }
  return Math.max(0, Math.min(1, (ink / (w + h) - 12) / 60))
}

/** A path that fades with age, the more so the more it covers. Moves under half a pixel are skipped, so a settled arm costs nothing. */
export function drawPath(ctx: Ctx, color: string, path: Path, x: Axis, y: Axis): void {
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
      const [px, py] = [x.px(path.x[i]), y.px(path.y[i])]
      if (!Number.isFinite(path.x[i]) || !Number.isFinite(path.y[i])) {
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

/** Closed outline in data coordinates [x0, y0, …], with a thin halo so that it stands out from paths and contours. */
export function drawEllipse(ctx: Ctx, points: Float64Array, x: Axis, y: Axis, color: string, dash: readonly number[], halo: string): void {
  if (points.length < 6) return
  const half = (points.length >> 2) << 1
  const width = Math.abs(x.px(points[half]) - x.px(points[0]))
  outline(ctx, points, x, y)
  if (dash.length === 0 && width < 0.6 * Math.abs(x.range[1] - x.range[0])) {
    ctx.fillStyle = withAlpha(color, 0.08)
    ctx.fill()
  }
  ctx.strokeStyle = withAlpha(halo, 0.7)
  ctx.lineWidth = 3.4
  ctx.stroke()
  outline(ctx, points, x, y)
  ctx.strokeStyle = color
  ctx.lineWidth = 1.7
  ctx.setLineDash([...dash])
  ctx.stroke()
  ctx.setLineDash([])
}

/** The SVG recorder styles a path once per stroke: a second stroke needs a second path. */
function outline(ctx: Ctx, points: Float64Array, x: Axis, y: Axis): void {
  ctx.beginPath()
  for (let i = 0; i < points.length; i += 2) {
    if (i === 0) ctx.moveTo(x.px(points[0]), y.px(points[1]))
    else ctx.lineTo(x.px(points[i]), y.px(points[i + 1]))
  }
  ctx.closePath()
}

/** The arms' points: a ring where the arm is, or a chevron at the border towards it; names beside them, moved apart. */
export function drawCurrent(
  ctx: Ctx,
  { theme }: Box,
  arms: readonly { readonly label: string; readonly color: Color }[],
  places: readonly ([number, number] | undefined)[],
  plot: Rect,
  x: Axis,
  y: Axis,
  names: boolean,
  hits: Hit[],
): void {
  const inset = 7
  const [left, right] = [plot.x + inset, plot.x + plot.width - inset]
  const [top, bottom] = [plot.y + inset, plot.y + plot.height - inset]
  const points = places.map(at => {
    if (!at) return undefined
    const [px, py] = [x.px(at[0]), y.px(at[1])]
    const inside = px >= plot.x && px <= plot.x + plot.width && py >= plot.y && py <= plot.y + plot.height
    return { px: Math.max(left, Math.min(right, px)), py: Math.max(top, Math.min(bottom, py)), inside, towards: [px, py] }
  })
  points.forEach((p, i) => {
    if (!p) return
    const color = colorOf(theme, arms[i].color)
    ctx.strokeStyle = color
    ctx.lineWidth = 2
    ctx.beginPath()
    if (p.inside) {
      markPath(ctx, typeof arms[i].color === 'number' ? (arms[i].color as number) : 0, p.px, p.py, 4.4)
      ctx.fillStyle = theme.panel
      ctx.fill()
      ctx.stroke()
    } else {
      const angle = Math.atan2(p.towards[1] - p.py, p.towards[0] - p.px)
      const corner = (turn: number, r: number): [number, number] => [p.px + r * Math.cos(angle + turn), p.py + r * Math.sin(angle + turn)]
      ctx.moveTo(...corner(0, 6))
      ctx.lineTo(...corner(2.5, 6))
      ctx.lineTo(...corner(-2.5, 6))
      ctx.closePath()
      ctx.fillStyle = color
      ctx.fill()
    }
    const at = places[i] as [number, number]
    const label = `${arms[i].label} · (${formatValue(at[0])}, ${formatValue(at[1])})`
    hits.push({ x: p.px, y: p.py, radius: 7, kind: 'point', series: i, label })
  })
  if (!names) return
  const line = TEXT_SIZE + 3
  const wishes = points.map(p => ({ at: p ? p.py - 11 : Number.NaN, size: line }))
  const at = deoverlap(wishes, plot.y, plot.y + plot.height)
  points.forEach((p, i) => {
    if (!p || Number.isNaN(at[i])) return
    const width = textWidth(ctx, theme, arms[i].label, { weight: 600 })
    const toRight = p.px + 9 + width < plot.x + plot.width
    const color = colorOf(theme, arms[i].color)
    const style = { color, weight: 600, halo: theme.panel, align: toRight ? 'left' : 'right' } as const
    drawText(ctx, theme, arms[i].label, toRight ? p.px + 8 : p.px - 8, at[i], style)
  })
}

/** Loss colours from low to high with the two ends' values, right-aligned; left out where there is no room. */
export function drawSurfaceLegend(ctx: Ctx, { theme }: Box, set: ContourSet, left: number, right: number, y: number, title: string): void {
  const [low, high] = [`${title} ${formatValue(set.low, 2)}`, formatValue(set.high, 2)]
  const [a, b] = [textWidth(ctx, theme, low), textWidth(ctx, theme, high)]
  const bar = Math.min(96, right - left - a - b - 12)
  if (bar < 36) return
  const colors = surfaceColors(theme, set.levels.length)
  const x0 = right - b - 6 - bar
  drawText(ctx, theme, low, x0 - 6, y, { align: 'right' })
  drawText(ctx, theme, high, right, y, { align: 'right' })
  const step = bar / colors.length
  colors.forEach((color, i) => {
    ctx.fillStyle = color
    ctx.fillRect(x0 + i * step, y - 4, step + 0.3, 8)
  })
  ctx.strokeStyle = theme.line
  ctx.lineWidth = 1
  ctx.strokeRect(x0 + 0.5, y - 4.5, bar, 9)
}
