import type { Range, Series } from '../../../charts'
import { MAP, mapSizes } from '../../../scenario'
import type { MapCell } from '../../../store'
import { nth } from '../reading/numbers'
import { partsOf } from '../reading/studies'
import type { View } from '../reading/view'

/** The stability map as far as it has come. */
export interface StabilityMap {
  readonly sizes: readonly number[]
  readonly etas: readonly number[]
  /** What is known of a cell by size and learning rate; undefined where nothing is. */
  readonly cells: readonly (readonly (MapCell | undefined)[])[]
  /** How many are known in full. */
  readonly whole: number
  readonly total: number
  /** ρ = 1 by size; NaN where it is not known. */
  readonly edges: readonly number[]
  readonly lambda1: number
  readonly frobG: number
  readonly mu: number
}

/** null before the first part. */
export function mapOf(view: View): StabilityMap | null {
  const parts = partsOf(view, 'map')
  const [first] = parts
  if (!first) return null
  const sizes = mapSizes(view.scenario.data.n)
  const cells: (MapCell | undefined)[][] = sizes.map(() => new Array(MAP.etas).fill(undefined))
  const edges: number[] = sizes.map(() => Number.NaN)
  let whole = 0
  for (const part of parts) {
    edges[part.size] = part.edge
    for (const cell of part.cells) {
      const row = cells[part.size]
      if (!row || (row[cell.at]?.replicas ?? 0) > cell.replicas) continue
      row[cell.at] = cell
      if (cell.fingerprint) whole++
    }
  }
  const { etas, lambda1, frobG, mu } = first
  return { sizes, etas, cells, whole, total: sizes.length * MAP.etas, edges, lambda1, frobG, mu }
}

/** Place of a cell in one number, and back. */
export const cellIndex = (size: number, at: number) => size * MAP.etas + at
export const sizeAndEta = (place: number): readonly [number, number] => [Math.floor(place / MAP.etas), place % MAP.etas]

/** The cell, or the coarser one that stands for it until it comes. */
export function shownCell({ cells }: StabilityMap, size: number, at: number): MapCell | undefined {
  return cells[size]?.[at] ?? cells[size - (size % 2)]?.[at - (at % 2)] ?? cells[size - (size % 4)]?.[at - (at % 4)]
}

/** Borders halfway, in the logarithm, to the neighbours. */
export function bounds(values: readonly number[], i: number): Range {
  const here = nth(values, i)
  const half = (j: number) => (values[j] === undefined ? undefined : Math.sqrt(here * values[j]))
  const [lo, hi] = [half(i - 1), half(i + 1)]
  return [lo ?? (here * here) / (hi ?? here * 1.5), hi ?? (here * here) / (lo ?? here / 1.5)]
}

/** η at which the measured Lyapunov exponent changes sign at a batch size; NaN where it does not. */
export function typicalEdge(cells: readonly (MapCell | undefined)[]): number {
  const known = cells.filter(c => c !== undefined)
  for (const [i, b] of known.entries()) {
    const a = known[i - 1]
    if (a && a.lyapunov < 0 && b.lyapunov >= 0) {
      const t = a.lyapunov / (a.lyapunov - b.lyapunov)
      return Math.exp(Math.log(a.eta) + t * (Math.log(b.eta) - Math.log(a.eta)))
    }
  }
  return Number.NaN
}

/** What the boundaries stand for, in the texts. */
export const MAP_SYMBOLS = ['ρ = 1', 'Λ = 0', '√(B/μ)/‖G‖', '2/λ₁'] as const

/** The boundaries of the map over B, each named for what it is. */
export function boundaries(map: StabilityMap, ink: string): Series[] {
  const { sizes, edges, lambda1, frobG, mu } = map
  const known = (value: (size: number) => number, label: string, symbol: string, dash: readonly number[], width = 1.6): Series => {
    const at = sizes.map((_, size) => size).filter(size => Number.isFinite(value(size)))
    return { x: at.map(size => nth(sizes, size)), y: at.map(value), length: at.length, color: ink, label, symbol, dash, width }
  }
  return [
    known(size => nth(edges, size), 'mean square: ρ = 1, exact', MAP_SYMBOLS[0], [], 2),
    known(size => typicalEdge(map.cells[size] ?? []), 'typical: Λ = 0, measured', MAP_SYMBOLS[1], [7, 3], 2),
    known(size => Math.sqrt(nth(sizes, size) / mu) / frobG, 'paper: √(B/μ)/‖G‖', MAP_SYMBOLS[2], [1.5, 2.5]),
    known(() => 2 / lambda1, 'GD: 2/λ₁', MAP_SYMBOLS[3], [8, 3, 1.5, 3]),
  ]
}
