/** Few samples of a smooth function, filled in: a first picture of few points shows curves, not the cells of its grid. */
import { numberAt } from '../lib/values'
import type { Grid } from './contours'

/** Samples along a side from which contours are smooth as they are. */
const ENOUGH = 33

/**
 * The grid with each cell divided until its sides have some `ENOUGH` samples, those between by cubics through the four nearest of a row,
 * then of a column (of a side of three, parabolas): exact where the function is one. Values stay within those they lie between.
 * The grid itself where it is fine enough, has one row, or holds values that are not finite.
 */
export function smoothGrid(grid: Grid): Grid {
  const { nx, ny, values } = grid
  if (nx < 3 || ny < 3 || Math.min(nx, ny) >= ENOUGH || !values.every(Number.isFinite)) return grid
  const [fx, fy] = [nx, ny].map(side => Math.max(1, Math.ceil((ENOUGH - 1) / (side - 1))))
  const wide = divided(values, nx, ny, fx ?? 1)
  const across = (nx - 1) * (fx ?? 1) + 1
  const high = divided(transposed(wide, across, ny), ny, across, fy ?? 1)
  const up = (ny - 1) * (fy ?? 1) + 1
  return { ...grid, values: transposed(high, up, across), nx: across, ny: up }
}

/**
 * A sampled function between its samples, u cells from the first column and v from the first row, by cubics both ways, and how far that
 * is from what plain averages of the four corners give, which for a smooth function is more than the error; NaN outside.
 */
export function between({ values, nx, ny }: Pick<Grid, 'values' | 'nx' | 'ny'>, u: number, v: number): { value: number; error: number } {
  if (!(u >= 0 && v >= 0 && u <= nx - 1 && v <= ny - 1)) return { value: Number.NaN, error: Number.NaN }
  const by = (most: number) => {
    const [x, y] = [stencil(u, nx, most), stencil(v, ny, most)]
    let sum = 0
    for (const [j, down] of y.weights.entries())
      for (const [i, along] of x.weights.entries())
        if (down * along !== 0) sum += down * along * numberAt(values, (y.first + j) * nx + x.first + i)
    return sum
  }
  const [plain, cubic] = [by(2), by(4)]
  return Number.isFinite(cubic) ? { value: cubic, error: Math.abs(cubic - plain) } : { value: plain, error: Number.NaN }
}

/** The samples that a place is found from, up to `most`, and their weights. */
function stencil(at: number, length: number, most: number): { first: number; weights: number[] } {
  const points = Math.min(most, length)
  const cell = Math.min(length - 2, Math.floor(at))
  const first = Math.max(0, Math.min(length - points, cell + 1 - (points >> 1)))
  return { first, weights: lagrange(at - first, points) }
}

/** Rows of `length` samples with `parts` − 1 new ones between neighbours. */
function divided(values: ArrayLike<number>, length: number, rows: number, parts: number): Float64Array {
  const longer = (length - 1) * parts + 1
  const out = new Float64Array(longer * rows)
  for (let i = 0; i < longer; i++) {
    const { first, weights } = stencil(i / parts, length, 4)
    for (let row = 0; row < rows; row++) {
      const at = (k: number) => numberAt(values, row * length + k)
      let [sum, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
      for (const [k, weight] of weights.entries()) {
        const value = at(first + k)
        sum += weight * value
        low = Math.min(low, value)
        high = Math.max(high, value)
      }
      out[row * longer + i] = i % parts === 0 ? at(i / parts) : Math.max(low, Math.min(high, sum))
    }
  }
  return out
}

/** Weights of samples at 0, 1, … of the polynomial through them, at a place. */
const lagrange = (at: number, points: number): number[] =>
  Array.from({ length: points }, (_, k) => {
    let weight = 1
    for (let j = 0; j < points; j++) if (j !== k) weight *= (at - j) / (k - j)
    return weight
  })

function transposed(values: ArrayLike<number>, nx: number, ny: number): Float64Array {
  const out = new Float64Array(nx * ny)
  for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) out[i * ny + j] = numberAt(values, j * nx + i)
  return out
}
