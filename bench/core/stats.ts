/**
 * What is said of repeated measurements: `quartiles([3, 1, 2]).median` is 2, and `powerLaw(n, times).exponent` tells how times grow
 * with n.
 */

export interface Quartiles {
  readonly lower: number
  readonly median: number
  readonly upper: number
}

/** Median and quartiles, interpolated between neighbours in order; NaN of no values. */
export function quartiles(values: readonly number[]): Quartiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const below = Math.floor(place)
    return sorted.length === 0 ? Number.NaN : sorted[below] + (place - below) * (sorted[Math.ceil(place)] - sorted[below])
  }
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) }
}

export interface PowerLaw {
  readonly factor: number
  readonly exponent: number
}

/** The least-squares line through (log x, log y): y ≈ factor·x^exponent. All values are positive, and two x at least differ. */
export function powerLaw(x: readonly number[], y: readonly number[]): PowerLaw {
  const [u, v] = [x.map(Math.log), y.map(Math.log)]
  const mean = (values: readonly number[]) => values.reduce((s, a) => s + a, 0) / values.length
  const [mu, mv] = [mean(u), mean(v)]
  const exponent = u.reduce((s, a, i) => s + (a - mu) * (v[i] - mv), 0) / u.reduce((s, a) => s + (a - mu) ** 2, 0)
  return { factor: Math.exp(mv - exponent * mu), exponent }
}
