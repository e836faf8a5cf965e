/** Where a name stands clear of the lines of a plot. */
import { numberAt } from '../lib/values'
import { columnExtremes } from './decimate'
import type { Axis, Rect, Series } from './types'

/** Width of the columns that a plot is looked at in, pixels. */
const COLUMN = 2
/** Between two places for a name along its line, pixels. */
const STRIDE = 24
/** A name stays where it was for so many columns more with a line through them than elsewhere: it does not hop as lines grow. */
const LOYALTY = 4

/** What has been drawn in a plot: of every column the heights that lines pass through, as pairs of the highest and the lowest pixel. */
export type Occupied = readonly (readonly [number, number])[][]

/** The columns of a plot that its lines pass through; `across` are the heights, in pixels, of those that go all the way. */
export function occupiedBy(series: readonly Series[], across: readonly number[], plot: Rect, x: Axis, y: Axis): Occupied {
  const columns = Math.max(1, Math.ceil(plot.width / COLUMN))
  const found: [number, number][][] = Array.from({ length: columns }, () => across.map(at => [at, at]))
  for (const s of series) {
    const keep = columnExtremes(s.x, s.y, s.length, v => (x.px(v) - plot.x) / COLUMN, columns, y.log)
    let before: readonly [number, number] | undefined
    for (const i of keep) {
      if (i < 0) {
        before = undefined
        continue
      }
      const at = [(x.px(numberAt(s.x, i)) - plot.x) / COLUMN, y.px(numberAt(s.y, i))] as const
      passThrough(found, before ?? at, at)
      before = at
    }
  }
  return found
}

/** Notes the heights of a straight piece in each of its columns. */
function passThrough(found: [number, number][][], [x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number]): void {
  const last = Math.min(found.length - 1, Math.floor(x1))
  for (let column = Math.max(0, Math.floor(x0)); column <= last; column++) {
    const heightAt = (px: number) => (x1 > x0 ? y0 + ((y1 - y0) * (Math.max(x0, Math.min(x1, px)) - x0)) / (x1 - x0) : y1)
    const [a, b] = x1 > x0 ? [heightAt(column), heightAt(column + 1)] : [y0, y1]
    found[column]?.push([Math.min(a, b), Math.max(a, b)])
  }
}

/** In how many columns a line passes through a box. */
export function crossings(occupied: Occupied, plot: Rect, box: Rect): number {
  const first = Math.max(0, Math.floor((box.x - plot.x) / COLUMN))
  const last = Math.min(occupied.length - 1, Math.floor((box.x + box.width - plot.x) / COLUMN))
  let count = 0
  for (let column = first; column <= last; column++) {
    if (occupied[column]?.some(([top, bottom]) => bottom > box.y && top < box.y + box.height)) count++
  }
  return count
}

const overlap = (a: Rect, b: Rect) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/** Every place for a name beside its line, from the right end on: over the line, then under it. */
function placesAlong(plot: Rect, lineAt: LineAt, { width, height }: { readonly width: number; readonly height: number }): Rect[] {
  const right = plot.x + plot.width - 4 - width
  const strides = Math.max(0, Math.floor((right - plot.x - 4) / STRIDE))
  const within = ({ y }: Rect) => y >= plot.y && y + height <= plot.y + plot.height
  return Array.from({ length: strides + 1 }, (_, i) => right - i * STRIDE).flatMap(x => {
    const at = lineAt(x + width / 2)
    return [at - height - 1, at + 2].map(y => ({ x, y, width, height })).filter(within)
  })
}

/** The height of the line that is named, at a pixel across. */
type LineAt = (px: number) => number

/**
 * Where a name goes that would stand at `usual`: there, if no line passes through it, else where it stood `before`, else at the first
 * place along its line that is free of lines and of the boxes `taken`; where none is free, where the fewest columns are crossed.
 */
export function freePlace(
  occupied: Occupied,
  plot: Rect,
  lineAt: LineAt,
  usual: Rect,
  taken: readonly Rect[],
  before: number | undefined,
): { readonly box: Rect; readonly place: number } {
  const places = placesAlong(plot, lineAt, usual)
  const cost = (box: Rect) => (taken.some(other => overlap(box, other)) ? Number.POSITIVE_INFINITY : crossings(occupied, plot, box))
  let [best, least] = [-1, crossings(occupied, plot, usual)]
  const stood = before === undefined ? undefined : places[before]
  const held = stood ? cost(stood) - LOYALTY : Number.POSITIVE_INFINITY
  for (let i = 0; i < places.length && least > 0 && held > 0; i++) {
    const box = places[i]
    const crossed = box ? cost(box) : Number.POSITIVE_INFINITY
    if (crossed < least) [best, least] = [i, crossed]
  }
  if (stood && before !== undefined && (held <= 0 || held <= least)) return { box: stood, place: before }
  return { box: places[best] ?? usual, place: best }
}
