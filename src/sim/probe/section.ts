/** The loss along a line through parameter space, with what its first two derivatives make of it. */

import { axpy, norm } from '../../lib/matrix'
import type { Tick } from '../../lib/tick'
import type { Probe } from '../cycles'
import type { Along, Dynamics } from '../dynamics'

/** A line: through one point along the k-th sharpest direction of G there (from 1), or along a direction of a plane; or from one point to another. */
export interface Line {
  readonly from: Float64Array
  readonly to: Float64Array | null
  readonly k: number
  readonly onPlane?: OnPlane
}

/** A direction of length 1 in a plane, and where a point is projected on it. */
export interface OnPlane {
  readonly direction: Float64Array
  readonly foot: Float64Array
}

/** What L, its slope and its curvatures are at one point of a section, per unit of its axis. */
export interface LocalModel {
  readonly at: number
  readonly loss: number
  readonly slope: number
  /** vᵀGv, and vᵀHv. */
  readonly G: number
  readonly H: number
}

/** L at points of a line. */
export interface Section {
  /** Ascending: distances from the point along a direction, or shares of the way between two points, which are 0 and 1. */
  readonly s: Float64Array
  readonly loss: Float64Array
  /** At the point, or at both ends: L and what its quadratic models are made of. */
  readonly models: readonly LocalModel[]
  /** Between two points: the distance of the ends in parameter space; along a direction 1. */
  readonly unit: number
  /** The direction taken, which is the last one where there are fewer; 0 between two points, and along a direction of a plane. */
  readonly k: number
  /** Along a direction of a plane: L on the same line through the projection, at the same `s`, and how far the point is from the plane. */
  readonly projected?: { readonly loss: Float64Array; readonly off: number }
}

/** Points of a section: on each side of the point, or between the ends and, a quarter of that, beyond each. */
interface Fineness {
  readonly points: number
  /** Half the width along a direction, in units of the natural one; how far beyond the ends, in quarters of the way. */
  readonly reach: number
}

/** G's parabola rises to this many times L at the border of a section of reach 1. */
const RISE = 9
/** Sections are never narrower than this share of ‖θ‖, where rounding would draw the picture, nor wider than ‖θ‖. */
const NARROWEST = 1e-6

type Ground = Pick<Probe, 'directionsAt'> & Pick<Dynamics, 'along'>

/** L along a line, exact at every point; null where G has no direction, or the ends are one point. `tick` is awaited after every point. */
export async function sectionOf(probe: Ground, line: Line, { points, reach }: Fineness, tick: Tick): Promise<Section | null> {
  const { from, to, onPlane } = line
  const found = onPlane ? { direction: onPlane.direction, unit: 1, k: 0 } : to ? way(from, to) : await sharp(probe, from, line.k)
  if (!found) return null
  const { direction, k, unit } = found
  const here = modelOf(await probe.along(from, [direction], true), 0)
  const models = to ? [here, modelOf(await probe.along(to, [direction], true), 1)] : [here]
  const s = to ? between(points, reach) : around(points, reach * halfWidth(here, norm(from)))
  const lossAt = async (point: Float64Array, i: number) => (await probe.along(moved(point, direction, s[i]), [])).loss
  const [loss, beside] = [new Float64Array(s.length), onPlane ? new Float64Array(s.length) : null]
  for (let i = 0; i < s.length; i++) {
    const known = models.find(({ at }) => at === s[i])
    loss[i] = known ? known.loss : await lossAt(from, i)
    if (beside && onPlane) beside[i] = await lossAt(onPlane.foot, i)
    await tick((i + 1) / s.length)
  }
  const section = { s, loss, models, unit, k }
  if (!beside || !onPlane) return section
  return { ...section, projected: { loss: beside, off: norm(from.map((v, i) => v - onPlane.foot[i])) } }
}

function moved(from: Float64Array, direction: Float64Array, s: number): Float64Array {
  const theta = from.slice()
  axpy(theta, s, direction)
  return theta
}

function way(from: Float64Array, to: Float64Array) {
  const direction = to.map((v, i) => v - from[i])
  const unit = norm(direction)
  return unit > 0 ? { direction, unit, k: 0 } : null
}

/** v_k with the sign that makes its largest entry positive, so that a section does not turn round while it follows a run. */
async function sharp(probe: Ground, theta: Float64Array, k: number) {
  const vectors = await probe.directionsAt(theta, k)
  const v = vectors.at(-1)
  if (!v) return null
  const largest = v.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0)
  return { direction: largest < 0 ? v.map(x => -x) : v, unit: 1, k: vectors.length }
}

function modelOf({ loss, slopes, G, H }: Along, at: number): LocalModel {
  const [own] = slopes
  return { at, loss, slope: own.reduce((sum, v) => sum + v, 0) / own.length, G: G[0], H: H ? H[0] : Number.NaN }
}

/** Where G's parabola has risen by RISE times L, within what θ's own size makes sensible. */
function halfWidth({ loss, G }: LocalModel, size: number): number {
  const natural = Math.sqrt((2 * RISE * loss) / G)
  const most = size > 0 ? size : 1
  return natural > 0 ? Math.max(NARROWEST * size, Math.min(most, natural)) : most
}

function around(points: number, half: number): Float64Array {
  const side = points >> 1
  return Float64Array.from({ length: 2 * side + 1 }, (_, i) => (half * (i - side)) / side)
}

function between(points: number, reach: number): Float64Array {
  const [inner, outer] = [points, Math.max(1, points >> 2)]
  const beyond = reach / 4
  return Float64Array.from({ length: inner + 1 + 2 * outer }, (_, i) => {
    const at = i - outer
    return at < 0 ? (beyond * at) / outer : at <= inner ? at / inner : 1 + (beyond * (at - inner)) / outer
  })
}
