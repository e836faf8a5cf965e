/** A straight line through points by least squares. */
export interface Line {
  readonly slope: number
  readonly intercept: number
  /** Standard error of the slope from the scatter about the line (n − 2 degrees of freedom); NaN for fewer than three points. */
  readonly slopeError: number
  /** Points that were used: those with both coordinates finite. */
  readonly count: number
}

/** The line y ≈ intercept + slope·x; null for fewer than two points or where all x are equal. */
export function fitLine(x: ArrayLike<number>, y: ArrayLike<number>): Line | null {
  const used = Array.from({ length: Math.min(x.length, y.length) }, (_, i) => [x[i], y[i]] as const).filter(
    ([a, b]) => Number.isFinite(a) && Number.isFinite(b),
  )
  const count = used.length
  if (count < 2) return null
  const mean = (at: 0 | 1) => used.reduce((s, pair) => s + pair[at], 0) / count
  const [mx, my] = [mean(0), mean(1)]
  let sxx = 0
  let sxy = 0
  for (const [a, b] of used) {
    sxx += (a - mx) * (a - mx)
    sxy += (a - mx) * (b - my)
  }
  if (!(sxx > 0)) return null
  const slope = sxy / sxx
  let rest = 0
  for (const [a, b] of used) {
    const gap = b - my - slope * (a - mx)
    rest += gap * gap
  }
  const slopeError = count > 2 ? Math.sqrt(rest / (count - 2) / sxx) : Number.NaN
  return { slope, intercept: my - slope * mx, slopeError, count }
}
