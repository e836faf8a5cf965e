/**
 * Which points of a line to draw so that it looks the same with far fewer: per pixel column the first, lowest, highest
 * and last drawable point, in order, so no spike vanishes.
 *
 * @param x, y  coordinates of `length` points, x not decreasing
 * @param column  pixel of an x; its integer part is the column
 * @param columns  width of the plot in columns; everything left or right of it shares one column each
 * @param log  true skips y ≤ 0 as well as NaN and ±∞
 * @returns indices in drawing order; −1 lifts the pen (never first, last or twice in a row)
 */
export function columnExtremes(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  length: number,
  column: (x: number) => number,
  columns: number,
  log = false,
): number[] {
  const out: number[] = []
  let current = Number.NaN
  let first = -1
  let last = -1
  let low = -1
  let high = -1
  let lowest = 0
  let highest = 0
  let lift = false
  const flush = () => {
    if (first < 0) return
    if (lift && out.length > 0) out.push(-1)
    lift = false
    const [a, b] = low < high ? [low, high] : [high, low]
    out.push(first)
    if (a > first) out.push(a)
    if (b > a && b > first) out.push(b)
    if (last > b) out.push(last)
    first = -1
  }
  for (let i = 0; i < length; i++) {
    const v = y[i] ?? Number.NaN
    const px = column(x[i] ?? Number.NaN)
    if (!Number.isFinite(v) || (log && v <= 0) || Number.isNaN(px)) {
      flush()
      lift = true
      continue
    }
    const c = px < 0 ? -1 : px >= columns ? columns : Math.floor(px)
    if (first >= 0 && c === current) {
      last = i
      if (v < lowest) {
        low = i
        lowest = v
      }
      if (v > highest) {
        high = i
        highest = v
      }
      continue
    }
    flush()
    current = c
    first = last = low = high = i
    lowest = highest = v
  }
  flush()
  return out
}
