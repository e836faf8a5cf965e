/** One step's gradient on a landscape: minibatches that might be drawn at a point, the ellipses of its noise and of 2L·G, and drift against one standard deviation. */

import { numberAt } from '../lib/values'
import { type Cov2, eigen2, ellipsePoints } from './ellipse'
import type { LandscapeLayout } from './landscapeChart'
import { clipped, segment } from './marks'
import { colorOf, withAlpha } from './theme'
import type { Box, Color, Ctx } from './types'

/** A step in coordinates of the plane. */
export interface NoiseMarks {
  readonly color: Color
  readonly at: readonly [number, number]
  /** −η∇L. */
  readonly drift: readonly [number, number]
  readonly noise: Cov2
  readonly curvature: Cov2
  /** Steps of minibatches less the drift, (x, y) pairs. */
  readonly cloud: Float64Array
}

export interface NoiseOptions {
  /** Factor on everything that begins at the point. */
  readonly magnification: number
  readonly cloud: boolean
  readonly arrows: boolean
}

/** Length of an arrow's head. */
const HEAD = 7
/** Points of an ellipse. */
const SMOOTH = 144
/** Shorter arrows are none. */
const LEAST = 2

/** Larger standard deviation of a covariance, as a vector along its axis. */
export function principal(cov: Cov2): readonly [number, number] {
  const { a, angle } = eigen2(cov)
  const size = Math.sqrt(a)
  return [size * Math.cos(angle), size * Math.sin(angle)]
}

/** Standard deviation of a covariance along a vector. */
export function deviationAlong([xx, xy, yy]: Cov2, [x, y]: readonly [number, number]): number {
  return Math.sqrt(Math.max(0, xx * x * x + 2 * xy * x * y + yy * y * y)) / Math.hypot(x, y)
}

/** Over a landscape that was drawn; returns how many minibatches lie beyond its border. */
export function drawNoise(ctx: Ctx, { theme }: Box, layout: LandscapeLayout, marks: NoiseMarks, options: NoiseOptions): number {
  const { at, drift, noise, curvature, cloud } = marks
  const { magnification: m } = options
  const { plot, point, view } = layout
  const end = (dx: number, dy: number): End => {
    const share = shareWithin(view, at, [m * dx, m * dy])
    return { to: point(at[0] + share * m * dx, at[1] + share * m * dy), whole: share === 1 }
  }
  const ink = colorOf(theme, marks.color)
  let beyond = 0
  clipped(ctx, plot, () => {
    if (options.cloud) {
      ctx.fillStyle = withAlpha(ink, 0.75)
      for (let i = 0; i + 1 < cloud.length; i += 2) {
        const { to, whole } = end(numberAt(cloud, i), numberAt(cloud, i + 1))
        if (!whole) beyond++
        else if (to.every(Number.isFinite)) ctx.fillRect(to[0] - 1.1, to[1] - 1.1, 2.2, 2.2)
      }
    }
    if (cloud.length > 0) {
      const around = [ellipsePoints(noise, at, m, SMOOTH), ellipsePoints(curvature, at, m, SMOOTH)] as const
      // Both halos under both lines: of two ellipses that nearly coincide both are seen.
      for (const points of around) drawOutline(ctx, points, layout, withAlpha(theme.panel, 0.7), 3.4, [])
      drawOutline(ctx, around[0], layout, ink, 1.7, [])
      drawOutline(ctx, around[1], layout, theme.ink, 1.7, [4, 3])
    }
    if (!options.arrows) return
    const [sx, sy] = principal(noise)
    drawBar(ctx, end(-sx, -sy), end(sx, sy), ink, theme.panel)
    drawArrow(ctx, point(...at), end(...drift), theme.ink, theme.panel)
  })
  return beyond
}

/** Where a line ends: before its end where that lies beyond the border, since a surface has no height there. */
interface End {
  readonly to: Point
  readonly whole: boolean
}

/** How much of a way from a point lies within a window: up to where it leaves it. */
function shareWithin({ x, y }: LandscapeLayout['view'], [px, py]: Point, [dx, dy]: Point): number {
  const along = ([lo, hi]: readonly [number, number], from: number, way: number) =>
    way > 0 ? (hi - from) / way : way < 0 ? (lo - from) / way : 1
  return Math.max(0, Math.min(1, along(x, px, dx), along(y, py, dy)))
}

type Point = readonly [number, number]

/** A line with a halo, so that it stands out from paths and contours. */
function drawLine(ctx: Ctx, from: Point, to: Point, color: string, halo: string): void {
  for (const [ink, width] of [
    [withAlpha(halo, 0.8), 4.4],
    [color, 2],
  ] as const) {
    ctx.strokeStyle = ink
    ctx.lineWidth = width
    segment(ctx, ...from, ...to)
  }
}

/** What lies within the border of a closed outline given in coordinates of the plane. */
function drawOutline(
  ctx: Ctx,
  points: Float64Array,
  { point, view: { x, y } }: LandscapeLayout,
  color: string,
  width: number,
  dash: readonly number[],
): void {
  ctx.beginPath()
  let inside = false
  for (let i = 0; i <= points.length && points.length > 0; i += 2) {
    const [a, b] = [numberAt(points, i % points.length), numberAt(points, (i + 1) % points.length)]
    const before = inside
    inside = a >= x[0] && a <= x[1] && b >= y[0] && b <= y[1]
    if (inside && before) ctx.lineTo(...point(a, b))
    else if (inside) ctx.moveTo(...point(a, b))
  }
  ctx.strokeStyle = color
  ctx.lineWidth = width
  ctx.setLineDash([...dash])
  ctx.stroke()
  ctx.setLineDash([])
}

function drawArrow(ctx: Ctx, [ax, ay]: Point, { to: [bx, by], whole }: End, color: string, halo: string): void {
  const length = Math.hypot(bx - ax, by - ay)
  if (!(length >= LEAST)) return
  drawLine(ctx, [ax, ay], [bx, by], color, halo)
  if (!whole) return
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length]
  const head = Math.min(HEAD, length)
  ctx.beginPath()
  ctx.moveTo(bx + ux, by + uy)
  ctx.lineTo(bx - head * (ux - uy / 2), by - head * (uy + ux / 2))
  ctx.lineTo(bx - head * (ux + uy / 2), by - head * (uy - ux / 2))
  ctx.closePath()
  ctx.fillStyle = color
  ctx.fill()
}

/** Two standard deviations, one to each side, ended by strokes across. */
function drawBar(ctx: Ctx, a: End, b: End, color: string, halo: string): void {
  const [[ax, ay], [bx, by]] = [a.to, b.to]
  const length = Math.hypot(bx - ax, by - ay)
  if (!(length >= LEAST)) return
  drawLine(ctx, a.to, b.to, color, halo)
  const [nx, ny] = [(4 * (ay - by)) / length, (4 * (bx - ax)) / length]
  for (const {
    to: [px, py],
    whole,
  } of [a, b])
    if (whole) drawLine(ctx, [px - nx, py - ny], [px + nx, py + ny], color, halo)
}
