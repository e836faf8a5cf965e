/** The plane that the landscape shows: two directions through an anchor, coordinates on it, and the loss on a grid. */

import { evenlySpaced } from '../lib/bent'
import { dot } from '../lib/matrix'
import type { Tick } from '../lib/tick'
import type { ViewSettings } from '../scenario'
import type { ModelSpec } from './backends/types'
import type { DataSet } from './data'
import type { Geometry } from './metrics/geometry'
import { effectiveWeights, pullBack, pushForward } from './model'

/** A rectangle on a plane; with a core, the points of a grid on it stand evenly in asinh(x/core) and asinh(y/core). */
export type Domain = readonly [x0: number, x1: number, y0: number, y1: number, core?: number]

/** What a direction of a plane is, or leads to; indices count from 1, those of arms from 0. */
export interface Axis {
  readonly of: 'eigenvector' | 'parameter' | 'arm' | 'step' | 'component' | 'random' | 'gradient' | 'nothing'
  readonly index: number
}

/** A plane in parameter space: anchor + x·first + y·second with orthonormal directions (length p). */
export interface Plane {
  readonly anchor: Float64Array
  /** Where the origin lies; of planes through points, and of components, it is the foot of θ_0. */
  readonly anchorKind: 'minimum' | 'start' | 'origin' | 'arm'
  readonly axes: readonly [Axis, Axis]
  /** The step at which it was laid. */
  readonly step: number
  /** Shares of the path's variance along the two directions, and the number of points they are of. */
  readonly shares?: readonly [number, number]
  readonly compared?: number
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
  const of = view.plane === 'eigen' ? 'eigenvector' : 'parameter'
  const axis = (index: number) => ({ of, index }) as const
  return { anchor, anchorKind, kind: view.plane, i, j, axes: [axis(i), axis(j)], step: 0, first: direction(i), second: direction(j) }
}

/** The same plane, which came in a message: where its anchor is θ_0 that of whoever holds θ_0 already, as vectors of millions of weights count. */
export function sharingStart(plane: Plane, theta0: Float64Array): Plane {
  const { anchor } = plane
  return anchor.length === theta0.length && anchor.every((v, i) => v === theta0[i]) ? { ...plane, anchor: theta0 } : plane
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
  const { anchor, first, second } = plane
  let [x, y] = [0, 0]
  for (let i = 0; i < theta.length; i++) {
    const offset = theta[i] - anchor[i]
    x += offset * first[i]
    y += offset * second[i]
  }
  return [x, y]
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

/** L at nx×ny points spanning a domain of the plane, ends included, row by row from y0; evenly as the domain says. */
export interface LossGrid {
  readonly nx: number
  readonly ny: number
  readonly grid: Float64Array
}

/** Where the points of a grid lie: their domain, how many along its sides, and which of its rows are wanted, if not all. */
export interface Lattice {
  readonly domain: Domain
  readonly nx: number
  readonly ny: number
  /** From the first to the one before the second. */
  readonly rows?: readonly [number, number] | undefined
}

/** The loss at every point of a lattice, `together` asked for at once. `tick` is awaited after each lot. */
export async function lossAtPoints(
  { domain: [x0, x1, y0, y1, core], nx: columns, ny: rows, rows: [begin, end] = [0, rows] }: Lattice,
  lossAt: (x: number, y: number) => number | Promise<number>,
  tick: Tick,
  together = 1,
): Promise<LossGrid> {
  const grid = new Float64Array(columns * (end - begin))
  const [xs, ys] = [evenlySpaced(x0, x1, columns, core), evenlySpaced(y0, y1, rows, core)]
  const lossOf = (at: number) => lossAt(xs[at % columns], ys[begin + Math.floor(at / columns)])
  for (let from = 0; from < grid.length; from += together) {
    const lot = Array.from({ length: Math.min(together, grid.length - from) }, (_, i) => lossOf(from + i))
    grid.set(together === 1 ? [await lot[0]] : await Promise.all(lot), from)
    await tick((from + lot.length) / grid.length)
  }
  return { nx: columns, ny: end - begin, grid }
}

/** θ at (x, y) on a plane, written into `theta`. */
export function pointOn({ anchor, first, second }: Plane, x: number, y: number, theta = new Float64Array(anchor.length)): Float64Array {
  for (let i = 0; i < theta.length; i++) theta[i] = anchor[i] + x * first[i] + y * second[i]
  return theta
}

/** L on a grid of nx×ny points spanning [x0,x1]×[y0,y1], ends included, row by row from y0. */
export function lossGrid({ P }: PlaneLoss, [x0, x1, y0, y1, core]: Domain, nx: number, ny: number): Float64Array {
  const grid = new Float64Array(nx * ny)
  const c = new Float64Array(6)
  const [xs, ys] = [evenlySpaced(x0, x1, nx, core), evenlySpaced(y0, y1, ny, core)]
  for (let iy = 0; iy < ny; iy++) {
    const y = ys[iy]
    for (let ix = 0; ix < nx; ix++) {
      const x = xs[ix]
      c.set([1, x, y, x * x, x * y, y * y])
      let L = 0
      for (let a = 0; a < 6; a++) for (let b = 0; b < 6; b++) L += c[a] * c[b] * P[a * 6 + b]
      grid[iy * nx + ix] = Math.max(0, L / 2)
    }
  }
  return grid
}
