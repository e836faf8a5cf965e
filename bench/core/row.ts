/**
 * One line of the benchmarks' results, the same for all parts: who needed how much of what, and what was to be reached.
 *
 *     const row = { part: 'networks', name: 'SGD step, d 50', unit: 'ms', cells: [...], targets: [{ of: 'ours', against: ['PyTorch'], atMost: 1 }] }
 *     outcomes(row)[0]   // { target: 'ours: at most 1× PyTorch', found: '0.8×', met: true }
 */
import type { Quartiles } from './stats'

/** One contestant's medians and quartiles, or why there are none. */
export type Cell = { readonly who: string } & (({ readonly rounds: number } & Quartiles) | { readonly missing: string })

/**
 * What a cell is to reach. With `against`, the quickest of those is the peer: `atMost` bounds ours / peer, `atLeast` bounds
 * peer / ours. Without, they bound the value itself.
 */
export interface Target {
  readonly of: string
  readonly against?: readonly string[]
  readonly atMost?: number
  readonly atLeast?: number
  /** Who does nothing but what cannot be left out: told beside a target that is not met. */
  readonly floor?: string
  /** In words, where nothing measures it yet. */
  readonly words?: string
}

export interface Row {
  readonly part: string
  readonly group: string
  readonly name: string
  readonly unit: string
  readonly cells: readonly Cell[]
  readonly targets: readonly Target[]
  /** What a reader must know to read the numbers. */
  readonly note?: string
}

export interface Outcome {
  /** The target in words: `at most 1× PyTorch f32`. */
  readonly target: string
  /** What was found in words: `0.83×`, or why nothing was. */
  readonly found: string
  /** Null where it could not be measured. */
  readonly met: boolean | null
  /** What the floor alone would come to where the target is not met: `multiply-adds alone 0.95×`. */
  readonly bound?: string
}

type Measured = Extract<Cell, Quartiles>
const isMeasured = (cell: Cell | undefined): cell is Measured => cell !== undefined && 'median' in cell

/** Three digits that mean something: 0.0123, 1.23, 12.3, 1,234. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}

/** The quickest of the named cells that were measured. */
export function quickest(row: Row, names: readonly string[]): Measured | null {
  const found = row.cells.filter(isMeasured).filter(cell => names.includes(cell.who))
  return found.toSorted((a, b) => a.median - b.median)[0] ?? null
}

/** Every target of a row with what was found. */
export function outcomes(row: Row): Outcome[] {
  return row.targets.map(({ of, against, atMost, atLeast, floor, words }) => {
    const asked = atMost === undefined ? `at least ${short(atLeast ?? 0)}` : `at most ${short(atMost)}`
    const unit = against ? '×' : row.unit && ` ${row.unit}`
    const own = row.cells.find(cell => cell.who === of)
    const peer = against ? quickest(row, against) : null
    const target = words ?? `${of}: ${asked}${unit}${against ? ` ${peer?.who ?? against.join(' or ')}` : ''}`
    if (!isMeasured(own)) return { target, found: own?.missing ?? 'not measured', met: null }
    if (against && !peer) return { target, found: 'no peer to compare with', met: null }
    const reached = ({ median }: Measured) => (!peer ? median : atMost === undefined ? peer.median / median : median / peer.median)
    const value = reached(own)
    const met = atMost === undefined ? value >= (atLeast ?? 0) : value <= atMost
    const least = row.cells.find(cell => cell.who === floor)
    const bound = !met && isMeasured(least) ? { bound: `${least.who} ${short(reached(least))}${unit}` } : {}
    return { target, found: `${short(value)}${unit}`, met, ...bound }
  })
}
