/** A band along a path, as wide on either side as the path is off the plane; where that is far, held to a share of the picture and hatched. */

import { numberAt } from '../lib/values'
import { clipped } from './marks'
import type { PlanePath } from './planeDomain'
import { withAlpha } from './theme'
import type { Axis, Ctx, Rect } from './types'

/** Corners of the outline around a point. */
const ROUND = 24
/** Points stand this many pixels apart. */
const GAP = 4
/** Half the width of a band at most, as a share of the picture's smaller side. */
const MOST = 1 / 8
/** Pixels between the lines of the hatching. */
const HATCH = 9

type Corner = readonly [px: number, py: number]

interface Spot {
  readonly x: number
  readonly y: number
  readonly px: number
  readonly py: number
  /** Distance from the plane as it is drawn, in units of the plane. */
  readonly off: number
  readonly held: boolean
}

/** Fills a band in an arm's colour; the hatching of one arm leans another way than that of the next. */
export function drawBand(ctx: Ctx, color: string, lean: number, path: PlanePath, plot: Rect, x: Axis, y: Axis): void {
  const { off, length } = path
  if (!off) return
  const most = MOST * Math.min(plot.width, plot.height)
  const [whole, held]: [Corner[][], Corner[][]] = [[], []]
  let last: Spot | undefined
  for (let i = 0; i < length; i++) {
    const [vx, vy, r] = [numberAt(path.x, i), numberAt(path.y, i), numberAt(off, i)]
    if (!Number.isFinite(vx + vy + r)) continue
    const [px, py] = [x.px(vx), y.px(vy)]
    const there = last && Math.hypot(px - last.px, py - last.py) >= GAP
    if (r === 0 && !last?.off) last = { x: vx, y: vy, px, py, off: 0, held: false }
    else if (!last || there || i === length - 1) {
      const drawn = heldTo(most, r, vx, vy, x, y)
      const spot = { x: vx, y: vy, px, py, off: drawn, held: drawn < r }
      const into = spot.held || last?.held ? held : whole
      into.push(around(spot, x, y))
      if (last) into.push(between(last, spot, x, y))
      last = spot
    }
  }
  fill(ctx, whole)
  ctx.fillStyle = withAlpha(color, 0.07)
  ctx.fill()
  if (held.length > 0) hatch(ctx, color, lean, held, plot)
}

/** The distance, or the largest one whose circle reaches no further than `most` pixels. */
function heldTo(most: number, distance: number, vx: number, vy: number, x: Axis, y: Axis): number {
  const across = Math.max(x.domain[1] - x.domain[0], y.domain[1] - y.domain[0])
  let r = Math.min(distance, across)
  // On bent axes one look does not do.
  for (let look = 0; look < 20; look++) {
    const reach = Math.max(...[-r, r].map(d => Math.max(Math.abs(x.px(vx + d) - x.px(vx)), Math.abs(y.px(vy + d) - y.px(vy)))))
    if (!(reach > most * 1.01)) break
    r *= most / reach
  }
  return r
}

/** The outline around a point. */
function around({ x: vx, y: vy, off }: Spot, x: Axis, y: Axis): Corner[] {
  return Array.from({ length: ROUND }, (_, k) => {
    const angle = (2 * Math.PI * k) / ROUND
    return [x.px(vx + off * Math.cos(angle)), y.px(vy + off * Math.sin(angle))]
  })
}

/** What lies between the outlines around two points. */
function between(a: Spot, b: Spot, x: Axis, y: Axis): Corner[] {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  const along = Math.hypot(dx, dy) || 1
  const corner = (at: Spot, side: number): Corner => [x.px(at.x - (side * at.off * dy) / along), y.px(at.y + (side * at.off * dx) / along)]
  return [corner(a, 1), corner(b, 1), corner(b, -1), corner(a, -1)]
}

/** One path of all polygons, each the same way round: what overlaps is filled once. */
function fill(ctx: Ctx, polygons: readonly (readonly Corner[])[]): void {
  ctx.beginPath()
  for (const corners of polygons) {
    let area = 0
    for (const [i, [px, py]] of corners.entries()) {
      const [qx, qy] = corners[(i + 1) % corners.length] ?? [px, py]
      area += px * qy - qx * py
    }
    for (const [i, [px, py]] of (area < 0 ? [...corners].reverse() : corners).entries()) {
      if (i === 0) ctx.moveTo(px, py)
      else ctx.lineTo(px, py)
    }
    ctx.closePath()
  }
}

function hatch(ctx: Ctx, color: string, lean: number, polygons: readonly (readonly Corner[])[], plot: Rect): void {
  const { x, y, width, height } = plot
  clipped(ctx, plot, () => {
    fill(ctx, polygons)
    ctx.clip()
    ctx.beginPath()
    for (let at = -height; at < width; at += HATCH) {
      const [from, to] = lean % 2 === 0 ? [x + at, x + at + height] : [x + at + height, x + at]
      ctx.moveTo(from, y + height)
      ctx.lineTo(to, y)
    }
    ctx.strokeStyle = withAlpha(color, 0.32)
    ctx.lineWidth = 0.8
    ctx.stroke()
  })
}
