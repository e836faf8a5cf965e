/** What is said of a sample of numbers. */

/** Quantiles of an ascending sample, linear between order statistics (the usual type 7). */
export function quantiles(sorted: Float64Array, levels: readonly number[]): number[] {
  const last = sorted.length - 1
  return levels.map(level => {
    const at = level * last
    const below = Math.floor(at)
    const [a, b] = [sorted[below], sorted[Math.min(last, below + 1)]]
    return a === b || at === below ? a : a + (at - below) * (b - a)
  })
}

/** Mean and its standard error. */
export function meanAndError(values: Float64Array): { readonly mean: number; readonly error: number } {
  const R = values.length
  let sum = 0
  for (const v of values) sum += v
  const mean = sum / R
  let squares = 0
  for (const v of values) squares += (v - mean) * (v - mean)
  return { mean, error: R > 1 ? Math.sqrt(squares / (R - 1) / R) : Number.NaN }
}
