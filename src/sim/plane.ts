/** The plane that the landscape shows: two directions through an anchor, coordinates on it, and the loss on a grid. */

import { dot } from '../lib/matrix'
import type { Tick } from '../lib/tick'
import type { ViewSettings } from '../scenario'
import type { ModelSpec } from './backends/types'
import type { DataSet } from './data'
import type { Geometry } from './metrics/geometry'
import { effectiveWeights, pullBack, pushForward } from './model'

/** A rectangle on a plane. */
export type Domain = readonly [x0: number, x1: number, y0: number, y1: number]

/** A plane in parameter space: anchor + x·first + y·second with orthonormal directions (length p). */
export interface Plane {
  readonly anchor: Float64Array
  readonly anchorKind: 'minimum' | 'start' | 'origin'
  readonly kind: ViewSettings['plane']
  /** Indices counted from 1, clipped to what exists. */
  readonly i: number
  readonly j: number
  readonly first: Float64Array
  readonly second: Float64Array
}

/** v_k = DFᵀXᵀ(Jv_k)/(nλ_k), length p (THEORY.md §3). */
export function eigenDirection(model: ModelSpec, theta: Float64Array, data: DataSet, geometry: Geometry, k: number): Float64Array {
  return pullBack(model, theta, inputDirection(data, geometry, k), data.d)
}

/** z = Xᵀ(Jv_k)/(nλ_k), length d: v_k = DFᵀz. */
export function inputDirection({ X, n, d }: DataSet, geometry: Geometry, k: number): Float64Array {
  const z = new Float64Array(d)
  const scale = 1 / (n * geometry.lambda[k])
  for (let i = 0; i < n; i++) {
    const a = geometry.images[k * n + i] * scale
    for (let j = 0; j < d; j++) z[j] += a * X[i * d + j]
  }
  return z
}

/**
 * The plane through the anchor. `count` eigen-directions exist and `eigen(k)` gives the k-th, counted from 0; an index
 * beyond what exists falls back to the last, and a direction that does not exist at all is zero.
 */
export function buildPlane(
  view: Pick<ViewSettings, 'plane' | 'i' | 'j'>,
  anchor: Float64Array,
  anchorKind: Plane['anchorKind'],
  count: number,
  eigen: (k: number) => Float64Array,
): Plane {
  const [i, j] = axesOf(view, view.plane === 'eigen' ? count : anchor.length)
  const direction = (index: number) => {
    if (view.plane === 'eigen') return index > count ? new Float64Array(anchor.length) : eigen(index - 1)
    const axis = new Float64Array(anchor.length)
    if (index <= anchor.length) axis[index - 1] = 1
    return axis
  }
  return { anchor, anchorKind, kind: view.plane, i, j, first: direction(i), second: direction(j) }
}

/** The two directions that a plane shows where there are `count`, from 1: those wanted, or the nearest that differ. */
export function axesOf(view: Pick<ViewSettings, 'i' | 'j'>, count: number): readonly [number, number] {
  const most = Math.max(1, count)
  const i = Math.min(view.i, most)
  const j = Math.min(view.j, most)
  return [i, i !== j ? j : i > 1 ? i - 1 : i + 1]
}

/** Coordinates of θ projected on the plane. */
export function onPlane(plane: Plane, theta: Float64Array): [number, number] {
  const offset = theta.map((v, i) => v - plane.anchor[i])
  return [dot(offset, plane.first), dot(offset, plane.second)]
}

/** J(θ)v = X·DF(θ)v, length n. */
export function jacobianTimes(model: ModelSpec, theta: Float64Array, v: Float64Array, { X, n, d }: DataSet): Float64Array {
  const z = pushForward(model, theta, v, d)
  const a = new Float64Array(n)
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) a[i] += X[i * d + j] * z[j]
  return a
}

/** The loss on the plane as an exact polynomial: L = ½ cᵀPc with c = (1, x, y, x², xy, y²). */
export interface PlaneLoss {
  /** P, 6×6. */
  readonly P: Float64Array
}

/**
 * F is a polynomial of degree two at most, so on a plane the residual is Σ c_a ρ_a with six vectors ρ_a ∈ R^n, found by
 * evaluating F at six points. Any number of grid points then costs nothing more in n.
 */
export function planeLoss(plane: Plane, model: ModelSpec, { X, y, n, d }: DataSet): PlaneLoss {
  const F = (a: number, b: number) =>
    effectiveWeights(
      model,
      plane.anchor.map((v, i) => v + a * plane.first[i] + b * plane.second[i]),
      d,
    )
  const [o, xp, xm, yp, ym, xy] = [F(0, 0), F(1, 0), F(-1, 0), F(0, 1), F(0, -1), F(1, 1)]
  const linear = model.kind === 'linear'
  const zero = new Float64Array(d)
  const xx = linear ? zero : o.map((v, i) => (xp[i] + xm[i]) / 2 - v)
  const yy = linear ? zero : o.map((v, i) => (yp[i] + ym[i]) / 2 - v)
  const x = linear ? plane.first : o.map((_, i) => (xp[i] - xm[i]) / 2)
  const yl = linear ? plane.second : o.map((_, i) => (yp[i] - ym[i]) / 2)
  const cross = linear ? zero : o.map((v, i) => xy[i] - v - x[i] - yl[i] - xx[i] - yy[i])
  const weights = [o, x, yl, xx, cross, yy]
  const P = new Float64Array(36)
  const rho = new Float64Array(6)
  for (let s = 0; s < n; s++) {
    const row = X.subarray(s * d, (s + 1) * d)
    for (let a = 0; a < 6; a++) rho[a] = dot(row, weights[a])
    rho[0] -= y[s]
    for (let a = 0; a < 6; a++) for (let b = 0; b <= a; b++) P[a * 6 + b] += (rho[a] * rho[b]) / n
  }
  for (let a = 0; a < 6; a++) for (let b = 0; b < a; b++) P[b * 6 + a] = P[a * 6 + b]
  return { P }
}

/** L at nx×ny points spanning a domain of the plane, ends included, row by row from y0. */
export interface LossGrid {
  readonly nx: number
  readonly ny: number
  readonly grid: Float64Array
}

/**
 * The loss at every point of a grid, `together` asked for at once; of at most `side` points along each side. `tick` is awaited
 * after each lot.
 */
export async function lossAtPoints(
  { anchor, first, second }: Plane,
  [x0, x1, y0, y1]: Domain,
  [nx, ny]: readonly [number, number],
  side: number,
  lossAt: (theta: Float64Array) => number | Promise<number>,
  tick: Tick,
  together = 1,
): Promise<LossGrid> {
  const [columns, rows] = [Math.min(nx, side), Math.min(ny, side)]
  const grid = new Float64Array(columns * rows)
  // Points of millions of weights: one array serves all of them, where none waits for another.
  const room = together === 1 ? new Float64Array(anchor.length) : null
  const lossOf = (at: number) => {
    const x = x0 + ((x1 - x0) * (at % columns)) / (columns - 1)
    const y = y0 + ((y1 - y0) * Math.floor(at / columns)) / (rows - 1)
    const theta = room ?? new Float64Array(anchor.length)
    for (let i = 0; i < theta.length; i++) theta[i] = anchor[i] + x * first[i] + y * second[i]
    return lossAt(theta)
  }
  for (let from = 0; from < grid.length; from += together) {
    const lot = Array.from({ length: Math.min(together, grid.length - from) }, (_, i) => lossOf(from + i))
    grid.set(together === 1 ? [await lot[0]] : await Promise.all(lot), from)
    await tick((from + lot.length) / grid.length)
  }
  return { nx: columns, ny: rows, grid }
}

/** L on a grid of nx×ny points spanning [x0,x1]×[y0,y1], ends included, row by row from y0. */
export function lossGrid({ P }: PlaneLoss, [x0, x1, y0, y1]: Domain, nx: number, ny: number): Float64Array {
  const grid = new Float64Array(nx * ny)
  const c = new Float64Array(6)
  for (let iy = 0; iy < ny; iy++) {
    const y = y0 + ((y1 - y0) * iy) / (ny - 1)
    for (let ix = 0; ix < nx; ix++) {
      const x = x0 + ((x1 - x0) * ix) / (nx - 1)
      c.set([1, x, y, x * x, x * y, y * y])
      let L = 0
      for (let a = 0; a < 6; a++) for (let b = 0; b < 6; b++) L += c[a] * c[b] * P[a * 6 + b]
      grid[iy * nx + ix] = Math.max(0, L / 2)
    }
  }
  return grid
}
