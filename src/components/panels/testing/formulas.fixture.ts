/** The parabola through three points of an even grid, on the finer one that is drawn. */
export function parabola(s: number[], y: number[]): number[] {
  const [a = 0, b = 0, c = 0] = [s[0], s[1], s.at(-1)]
  const [ya = 0, yb = 0, yc = 0] = [y[0], y[1], y.at(-1)]
  const at = (x: number) =>
    (ya * (x - b) * (x - c)) / ((a - b) * (a - c)) +
    (yb * (x - a) * (x - c)) / ((b - a) * (b - c)) +
    (yc * (x - a) * (x - b)) / ((c - a) * (c - b))
  const fine = Array.from({ length: 97 }, (_, i) => a + ((c - a) * i) / 96)
  return [...fine, ...fine.map(at)]
}

/** Borders of cells, halfway in the logarithm. */
export function borders(values: number[]): number[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b)
  const between = sorted.slice(1).map((v, i) => Math.sqrt(v * (sorted[i] ?? 1)))
  const outer = (end: number | undefined, next: number | undefined) => (end ?? 1) ** 2 / (next ?? 1)
  return [outer(sorted[0], between[0]), ...between, outer(sorted.at(-1), between.at(-1))]
}
