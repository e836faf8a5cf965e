/** Lines of the plane laid on the surface. */
import { bent } from '../../lib/bent'
import type { PlaneDomain, PlanePath } from '../planeDomain'
import type { Range } from '../types'
import type { Point3 } from './camera'
import type { Mesh } from './mesh'

/** Length of a piece of a draped line, as a share of the window: what lies between follows the surface closely enough. */
const PIECE = 1 / 96
/** Pieces of one line, at most: a longer one is laid in longer pieces. */
const MOST = 24_000
/** Moves under this share of the window are taken together. */
const LEAST_MOVE = 1 / 1500

/** A piece of a draped line, with the number of the point of the path that it leads to. */
export type Lay = (from: Point3, to: Point3, point: number) => void

/** Coordinates of the scene of a point of the plane. */
export function inScene({ x, y, core = 0 }: PlaneDomain, a: number, b: number): [number, number] {
  const share = ([lo, hi]: Range, v: number) => (bent(v, core) - bent(lo, core)) / (bent(hi, core) - bent(lo, core)) - 0.5
  return [share(x, a), share(y, b)]
}

/** Lays a path on the surface, piece by piece, as far as it lies within the window and the surface is known. Where a point is no number the pen is lifted. */
export function drape({ heightAt }: Pick<Mesh, 'heightAt'>, window: PlaneDomain, path: PlanePath, lay: Lay): void {
  const piece = Math.max(PIECE, lengthOf(window, path) / MOST)
  let [lx, ly] = [Number.NaN, Number.NaN]
  for (let i = 0; i < path.length; i++) {
    const [x, y] = inScene(window, path.x[i] ?? Number.NaN, path.y[i] ?? Number.NaN)
    const move = Math.abs(x - lx) + Math.abs(y - ly)
    if (move < LEAST_MOVE && i < path.length - 1) continue
    if (move > 0) drapeSegment(heightAt, [lx, ly], [x, y], piece, (from, to) => lay(from, to, i))
    lx = x
    ly = y
  }
}

/** Length of a path within the window but for its corners, in sides of the scene. */
function lengthOf(window: PlaneDomain, { x, y, length }: PlanePath): number {
  let sum = 0
  let [lx, ly] = [Number.NaN, Number.NaN]
  for (let i = 0; i < length; i++) {
    const [u, v] = inScene(window, x[i] ?? Number.NaN, y[i] ?? Number.NaN)
    const move = Math.abs(u - lx) + Math.abs(v - ly)
    if (move > 0) sum += Math.min(2, move)
    lx = u
    ly = v
  }
  return sum
}

type Point2 = readonly [number, number]

function drapeSegment(heightAt: Mesh['heightAt'], a: Point2, b: Point2, piece: number, lay: (from: Point3, to: Point3) => void): void {
  const inside = clip(a, b)
  if (!inside) return
  const [from, to] = inside
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const count = Math.max(1, Math.ceil(((to - from) * Math.hypot(dx, dy)) / piece))
  let last: Point3 | undefined
  for (let k = 0; k <= count; k++) {
    const t = from + ((to - from) * k) / count
    const [x, y] = [Math.max(-0.5, Math.min(0.5, a[0] + t * dx)), Math.max(-0.5, Math.min(0.5, a[1] + t * dy))]
    const z = heightAt(x, y)
    const next: Point3 | undefined = Number.isNaN(z) ? undefined : [x, y, z]
    if (last && next) lay(last, next)
    last = next
  }
}

/** The share of a segment within the scene’s square, as two parameters from 0 to 1; undefined where it misses it (Liang and Barsky). */
function clip(a: Point2, b: Point2): Point2 | undefined {
  let [from, to] = [0, 1]
  for (const e of [0, 1] as const) {
    const step = b[e] - a[e]
    if (!Number.isFinite(step)) return undefined
    if (step === 0) {
      if (Math.abs(a[e]) > 0.5) return undefined
      continue
    }
    const [t0, t1] = [(-0.5 - a[e]) / step, (0.5 - a[e]) / step]
    from = Math.max(from, Math.min(t0, t1))
    to = Math.min(to, Math.max(t0, t1))
  }
  return from < to ? [from, to] : undefined
}
