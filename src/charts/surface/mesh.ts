/** The surface over a window of the plane: nodes of the grid, cut off exactly at the window's border, as triangles. */
import type { Grid } from '../contours'
import { bentDomain, type PlaneDomain } from '../planeDomain'
import type { Axis, Range } from '../types'
import { heightOf } from './heights'

/** One direction of the mesh: its nodes in cells of the grid, ascending, and in the scene, −½ … ½. */
interface Side {
  readonly cells: Float64Array
  readonly at: Float64Array
}

export interface Mesh {
  /** Scene coordinates and normals, three numbers a node, rows of `nx` nodes from y's lower end. */
  readonly positions: Float32Array
  readonly normals: Float32Array
  /** Three nodes a triangle; triangles with a node of no height are left out. */
  readonly triangles: Uint32Array
  readonly nx: number
  readonly ny: number
  /** Height of the surface at a point of the scene, on its triangles; NaN where there is none. */
  heightAt(x: number, y: number): number
}

/** The window's share of one axis of the grid; undefined where they do not meet. */
function sideOf(grid: Range, count: number, window: Range): Side | undefined {
  const width = window[1] - window[0]
  const perCell = (grid[1] - grid[0]) / (count - 1)
  const [from, to] = [0, 1].map(e => Math.max(0, Math.min(count - 1, ((window[e] ?? 0) - grid[0]) / perCell))) as [number, number]
  // A border that lies on a node but for rounding is that node.
  const [first, last] = [Math.max(0, Math.ceil(from - 1e-9)), Math.floor(to + 1e-9)]
  if (!(to - from > 1e-9) || !(width > 0) || !Number.isFinite(width)) return undefined
  const cells: number[] = []
  if (first - from > 1e-9) cells.push(from)
  for (let i = first; i <= last; i++) cells.push(i)
  if (to - last > 1e-9) cells.push(to)
  return { cells: Float64Array.from(cells), at: Float64Array.from(cells, c => (grid[0] + c * perCell - window[0]) / width - 0.5) }
}

/** Values of the grid at the nodes of the mesh, interpolated at the cut borders. */
function valuesAt({ values, nx, ny }: Grid, xs: Side, ys: Side): Float64Array {
  const out = new Float64Array(xs.cells.length * ys.cells.length)
  const parts = (c: number, count: number) => {
    const low = Math.min(count - 2, Math.floor(c))
    return [low, c - low] as const
  }
  let k = 0
  for (const cy of ys.cells) {
    const [j, t] = parts(cy, ny)
    for (const cx of xs.cells) {
      const [i, s] = parts(cx, nx)
      const row = (b: number) => mix(values[b * nx + i] ?? Number.NaN, values[b * nx + i + 1] ?? Number.NaN, s)
      out[k++] = t === 0 ? row(j) : t === 1 ? row(j + 1) : mix(row(j), row(j + 1), t)
    }
  }
  return out
}

/** Between two numbers; an end itself even where the other is none. */
function mix(a: number, b: number, t: number): number {
  return t === 0 ? a : t === 1 ? b : a + (b - a) * t
}

/** The loss at the nodes of a window, for the axis; empty where grid and window do not meet. */
export interface Cut {
  readonly values: Float64Array
  readonly xs: Side
  readonly ys: Side
}

/** The part of a grid within a window; undefined where they do not meet or are bent differently, or where the grid has no cells. */
export function cutGrid(grid: Grid, window: PlaneDomain): Cut | undefined {
  if (grid.nx < 2 || grid.ny < 2 || (grid.core ?? 0) !== (window.core ?? 0)) return undefined
  const [nodes, view] = [bentDomain(grid), bentDomain(window)]
  const [xs, ys] = [sideOf(nodes.x, grid.nx, view.x), sideOf(nodes.y, grid.ny, view.y)]
  return xs && ys && { values: valuesAt(grid, xs, ys), xs, ys }
}

/** The surface of a cut, with heights by an axis. */
export function meshOf({ values, xs, ys }: Cut, axis: Axis): Mesh {
  const [nx, ny] = [xs.at.length, ys.at.length]
  const heights = Float64Array.from(values, v => heightOf(axis, v))
  const positions = new Float32Array(3 * nx * ny)
  let p = 0
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      positions[p++] = xs.at[i] ?? Number.NaN
      positions[p++] = ys.at[j] ?? Number.NaN
      positions[p++] = heights[j * nx + i] ?? Number.NaN
    }
  }
  return {
    positions,
    normals: normalsOf(heights, xs.at, ys.at),
    triangles: trianglesOf(heights, nx, ny),
    nx,
    ny,
    heightAt: (x, y) => heightOnTriangle(heights, xs.at, ys.at, x, y),
  }
}

/** Two triangles a cell, along the diagonal from its lower left to its upper right corner. */
function trianglesOf(heights: Float64Array, nx: number, ny: number): Uint32Array {
  const out = new Uint32Array(6 * (nx - 1) * (ny - 1))
  let k = 0
  const stands = (n: number) => !Number.isNaN(heights[n] ?? Number.NaN)
  for (let j = 0; j < ny - 1; j++) {
    for (let i = 0; i < nx - 1; i++) {
      const a = j * nx + i
      const [b, c, d] = [a + 1, a + nx + 1, a + nx]
      if (!stands(a) || !stands(c)) continue
      for (const [u, v, w] of [
        [a, b, c],
        [a, c, d],
      ] as const) {
        if (!stands(v === c ? w : v)) continue
        out[k] = u
        out[k + 1] = v
        out[k + 2] = w
        k += 3
      }
    }
  }
  return out.slice(0, k)
}

/** Unit normals from differences of neighbours. */
function normalsOf(heights: Float64Array, xs: Float64Array, ys: Float64Array): Float32Array {
  const [nx, ny] = [xs.length, ys.length]
  const out = new Float32Array(3 * nx * ny)
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const dx = slope(heights, j * nx + i, 1, xs, i)
      const dy = slope(heights, j * nx + i, nx, ys, j)
      const size = Math.hypot(dx, dy, 1)
      out.set([-dx / size, -dy / size, 1 / size], 3 * (j * nx + i))
    }
  }
  return out
}

/** Slope along one direction between the neighbours that stand; 0 where there are none. */
function slope(heights: Float64Array, node: number, stride: number, at: Float64Array, i: number): number {
  const here = heights[node] ?? Number.NaN
  const known = (k: number) => (i + k >= 0 && i + k < at.length ? (heights[node + k * stride] ?? Number.NaN) : Number.NaN)
  const [before, after] = [known(-1), known(1)]
  const [low, from] = Number.isNaN(before) ? [here, i] : [before, i - 1]
  const [high, to] = Number.isNaN(after) ? [here, i] : [after, i + 1]
  const run = (at[to] ?? 0) - (at[from] ?? 0)
  const value = (high - low) / run
  return Number.isFinite(value) ? value : 0
}

function heightOnTriangle(heights: Float64Array, xs: Float64Array, ys: Float64Array, x: number, y: number): number {
  const [i, j] = [cellOf(xs, x), cellOf(ys, y)]
  if (i < 0 || j < 0) return Number.NaN
  const nx = xs.length
  const share = (at: Float64Array, k: number, v: number) => (v - (at[k] ?? 0)) / ((at[k + 1] ?? 0) - (at[k] ?? 0))
  const [s, t] = [share(xs, i, x), share(ys, j, y)]
  const a = j * nx + i
  const at = (n: number) => heights[n] ?? Number.NaN
  return s >= t
    ? at(a) + (at(a + 1) - at(a)) * s + (at(a + nx + 1) - at(a + 1)) * t
    : at(a) + (at(a + nx) - at(a)) * t + (at(a + nx + 1) - at(a + nx)) * s
}

/** The cell that holds a value, its ends included; −1 outside. */
function cellOf(at: Float64Array, value: number): number {
  const last = at.length - 1
  if (!(value >= (at[0] ?? 0) && value <= (at[last] ?? 0))) return -1
  let [lo, hi] = [0, last]
  while (hi - lo > 1) {
    const mid = (lo + hi) >> 1
    if ((at[mid] ?? 0) <= value) lo = mid
    else hi = mid
  }
  return lo
}
