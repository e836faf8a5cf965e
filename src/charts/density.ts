/** Regions of highest density of a cloud of points: how many of the points lie where, without regard to their outliers. */

import { contours } from 'd3-contour'
import { numberAt } from '../lib/values'

/** Cells along each side of the grid on which the density is known. */
const CELLS = 72
/** Points from which a density is spoken of. */
const FEWEST = 16

/** The region in which a share of the points lie: rings of [x0, y0, x1, y1, …], those inside others being holes. */
export interface DensityRegion {
  readonly share: number
  readonly rings: readonly Float64Array[]
}

/**
 * The smallest regions in which the shares of the finite points lie, by a Gaussian kernel of Scott's width on a grid (so that the
 * share is exact to the smoothing and to the grid); none for fewer than 16 points or points on a line.
 */
export function densityRegions(x: ArrayLike<number>, y: ArrayLike<number>, shares: readonly number[]): DensityRegion[] {
  const points: [number, number][] = []
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [numberAt(x, i), numberAt(y, i)]
    if (Number.isFinite(a) && Number.isFinite(b)) points.push([a, b])
  }
  if (points.length < FEWEST) return []
  const [u, v] = [spread(points.map(p => p[0])), spread(points.map(p => p[1]))]
  if (!(u.width > 0 && v.width > 0)) return []
  const grid = new Float64Array(CELLS * CELLS)
  const place = ([a, b]: readonly [number, number]) => [(a - u.low) / u.cell, (b - v.low) / v.cell] as const
  for (const point of points) {
    const [gx, gy] = place(point)
    const [i, j] = [Math.floor(gx), Math.floor(gy)]
    const [s, t] = [gx - i, gy - j]
    for (const [di, dj, weight] of corners(s, t))
      if (inside(i + di, j + dj)) grid[(j + dj) * CELLS + i + di] = numberAt(grid, (j + dj) * CELLS + i + di) + weight
  }
  blur(grid, u.width / u.cell, 1)
  blur(grid, v.width / v.cell, CELLS)
  const heights = points.map(point => heightAt(grid, ...place(point))).sort((a, b) => a - b)
  const make = contours().size([CELLS, CELLS])
  return shares.map(share => {
    const level = heights[Math.min(heights.length - 1, Math.floor((1 - share) * heights.length))] ?? 0
    const rings = make.contour([...grid], level).coordinates.flatMap(polygon =>
      // A cell's value stands at its middle, half a cell from its corner.
      polygon.map(ring =>
        Float64Array.from(ring.flatMap(([gx = 0, gy = 0]) => [u.low + (gx - 0.5) * u.cell, v.low + (gy - 0.5) * v.cell])),
      ),
    )
    return { share, rings }
  })
}

/** The range of the grid along an axis, which leaves out the last hundredths, and the width of the kernel. */
function spread(values: number[]) {
  const sorted = values.sort((a, b) => a - b)
  const at = (q: number) => numberAt(sorted, Math.round(q * (sorted.length - 1)))
  const mean = sorted.reduce((s, v) => s + v, 0) / sorted.length
  const deviation = Math.sqrt(sorted.reduce((s, v) => s + (v - mean) ** 2, 0) / sorted.length)
  const quartiles = (at(0.75) - at(0.25)) / 1.349
  const width = (quartiles > 0 ? Math.min(deviation, quartiles) : deviation) * sorted.length ** (-1 / 6)
  const [lo, hi] = [at(0.005) - 4 * width, at(0.995) + 4 * width]
  return { low: lo, cell: (hi - lo) / (CELLS - 1), width }
}

const inside = (i: number, j: number) => i >= 0 && j >= 0 && i < CELLS && j < CELLS

const corners = (s: number, t: number) =>
  [
    [0, 0, (1 - s) * (1 - t)],
    [1, 0, s * (1 - t)],
    [0, 1, (1 - s) * t],
    [1, 1, s * t],
  ] as const

function heightAt(grid: Float64Array, gx: number, gy: number): number {
  const [i, j] = [Math.floor(gx), Math.floor(gy)]
  let height = 0
  for (const [di, dj, weight] of corners(gx - i, gy - j))
    if (inside(i + di, j + dj)) height += weight * numberAt(grid, (j + dj) * CELLS + i + di)
  return height
}

/** Smooths along one axis, in place, whose neighbours lie `stride` apart, by a Gaussian of `width` cells. */
function blur(grid: Float64Array, width: number, stride: number): void {
  const reach = Math.min(CELLS - 1, Math.ceil(4 * width))
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-(((i - reach) / width) ** 2) / 2))
  const total = kernel.reduce((s, k) => s + k, 0)
  const line = new Float64Array(CELLS)
  for (let row = 0; row < CELLS; row++) {
    const first = stride === 1 ? row * CELLS : row
    for (let i = 0; i < CELLS; i++) {
      let sum = 0
      for (let o = -reach; o <= reach; o++)
        if (i + o >= 0 && i + o < CELLS) sum += numberAt(kernel, o + reach) * numberAt(grid, first + (i + o) * stride)
      line[i] = sum / total
    }
    for (let i = 0; i < CELLS; i++) grid[first + i * stride] = numberAt(line, i)
  }
}
