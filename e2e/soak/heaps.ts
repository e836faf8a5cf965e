/** Whether heaps have grown, stop after stop, and how they are printed. */

/** Megabytes by kind of worker, after a collection. */
export type Heaps = ReadonlyMap<string, number>

/** Stops that are not compared: code is compiled, and tables grow to their bounds. */
const WARM_UP = 2
/** Megabytes by which heaps may differ without having grown: tables thin themselves, and fill again. */
const SLACK = 2

const kindsOf = (stops: readonly Heaps[]): string[] => [...new Set(stops.flatMap(stop => [...stop.keys()]))]

/** By how much the highest heap of the later half of the stops is above the highest of the earlier half. */
export function grown(stops: readonly Heaps[]): { kind: string; by: number; holds: boolean }[] {
  const warm = stops.slice(WARM_UP)
  const half = Math.ceil(warm.length / 2)
  return kindsOf(warm).map(kind => {
    const highest = (part: readonly Heaps[]) => Math.max(...part.map(stop => stop.get(kind) ?? 0))
    const by = highest(warm.slice(half)) - highest(warm.slice(0, half))
    return { kind, by, holds: by <= SLACK }
  })
}

/** A line of the table. */
export function printed(first: string | number, cells: readonly (string | number)[], last: string): string {
  const text = cells.map(cell => (typeof cell === 'number' ? cell.toFixed(2) : cell.replace('.worker', '')).padStart(12))
  return `${String(first).padStart(8)}${text.join('')}  ${last}`
}
