/**
 * Adds up what the noise of a net needs (`noise.ts`) from tiles of the Gram matrix of its roots' seeds 0 … Q − 1 and its residuals', Q.
 * Each grain, so many samples, has sums of its own, over its rows up to its own columns, one square of grains after another: their order is
 * the same however the tiles were cut, as long as they are whole squares.
 */

import { dot } from '../../lib/matrix'
import type { NoiseMoments } from '../metrics/noise'
import { BlockUnit } from '../metrics/rescale'
import type { Net } from './layout'
import { emptyShares, type LayerShares, type NetNoise } from './noise'
import type { Apart, OnPart, Strip, Tile } from './strips'

/** The sums of a grain, of samples up to its last: plain numbers and arrays, so that somebody else may have summed them. */
export interface NoiseTotals {
  /** Of K. */
  unit: number
  traceG: number
  frobG2: number
  traceSG: number
  trace: number
  frob2: number
  /** Σ_j ⟨J̃_iq, g_j⟩, n×Q, and Σ_j ⟨g_i, g_j⟩; the first also by layer. */
  readonly drift: Float64Array
  readonly pulls: Float64Array
  /** ‖J̃_i‖², n. */
  readonly reach2: Float64Array
  readonly drifts: readonly Float64Array[]
  readonly layers: LayerShares
}

/** Samples from … to. */
interface Grain {
  readonly index: number
  readonly from: number
  readonly rows: number
}

interface LayerPart {
  readonly layer: number
  readonly values: Float64Array
}

/** A square of the seeds (a, b) ≤ a, with rows of one grain and columns of another. */
interface Square {
  readonly a: number
  readonly b: number
  readonly rows: Grain
  readonly columns: Grain
  readonly block: Float64Array
  readonly parts: readonly LayerPart[]
}

export class NoiseSums {
  private readonly grains = new Map<number, NoiseTotals>()
  private parts: (LayerPart & { readonly pair: number; readonly turned: boolean })[] = []
  private readonly units = new BlockUnit()

  constructor(
    private readonly net: Net,
    private readonly n: number,
    private readonly Q: number,
    private readonly grain: number,
  ) {}

  /** The layers' parts are needed of a root and the residuals, and on the diagonal of K̃. */
  apart(left: Strip, right: Strip): Apart {
    const { Q } = this
    const ofRoots = (a: number, b: number) => a === b && a < Q
    const against = (a: number, b: number) => a === Q && b < Q
    return { summed: (a, b) => against(a, b) || ofRoots(a, b), read: (a, b) => against(a, b) || (left === right && ofRoots(a, b)) }
  }

  readonly onPart: OnPart = (layer, a, b, values, turned) => {
    this.parts.push({ layer, pair: a * (this.Q + 1) + b, values, turned })
  }

  /** Adds a tile with the layers' parts that were handed over for it. Of a grain tiles come in the order of their columns. */
  add(left: Strip, right: Strip, { blocks, turned }: Tile): void {
    const S = this.Q + 1
    const within = (strip: Strip, grain: Grain) => grain.from - strip.from
    for (const g of this.grainsOf(left))
      for (const h of this.grainsOf(right)) {
        if (h.index > g.index) continue
        const plain = (values: Float64Array) => cut(values, right.rows, within(left, g), within(right, h), g.rows, h.rows)
        const other = (values: Float64Array) =>
          turned
            ? cut(values, left.rows, within(right, h), within(left, g), h.rows, g.rows)
            : cut(values, right.rows, within(left, h), within(right, g), h.rows, g.rows)
        const partsOf = (pair: number, swapped: boolean, of: typeof plain) =>
          this.parts.flatMap(part =>
            part.pair === pair && part.turned === swapped ? [{ layer: part.layer, values: of(part.values) }] : [],
          )
        for (let a = 0; a < S; a++)
          for (let b = 0; b <= a; b++) {
            const pair = a * S + b
            this.addSquare(g, { a, b, rows: g, columns: h, block: plain(blocks[pair]), parts: partsOf(pair, false, plain) })
            if (a === b || g.index === h.index) continue
            const block = other((turned ?? blocks)[pair])
            this.addSquare(g, { a, b, rows: h, columns: g, block, parts: partsOf(pair, turned !== null, other) })
          }
      }
    this.parts = []
  }

  /** The sums of every grain, in order. */
  get totals(): NoiseTotals[] {
    return [...this.grains].sort(([g], [h]) => g - h).map(([, totals]) => totals)
  }

  private grainsOf({ from, rows }: Strip): Grain[] {
    const { grain, n } = this
    const count = Math.ceil(rows / grain)
    return Array.from({ length: count }, (_, k) => {
      const first = from + k * grain
      return { index: first / grain, from: first, rows: Math.min(grain, n - first) }
    })
  }

  private totalsOf({ index, from, rows }: Grain): NoiseTotals {
    const totals = this.grains.get(index) ?? emptyTotals(this.net, from + rows, this.Q)
    this.grains.set(index, totals)
    return totals
  }

  private addSquare(grain: Grain, { a, b, rows, columns, block: plain, parts }: Square): void {
    const { n, Q } = this
    const totals = this.totalsOf(grain)
    const block = this.units.of(plain)
    totals.unit = this.units.unit
    const onDiagonal = a === b && rows.index === columns.index
    const square = dot(block, block) / (n * n)
    if (a < Q) {
      totals.frobG2 += (onDiagonal ? 1 : 2) * square
      if (!onDiagonal) return
      totals.traceG += diagonalSum(block, rows.rows) / n
      for (let i = 0; i < rows.rows; i++) totals.reach2[rows.from + i] += block[i * rows.rows + i]
      for (const { layer, values } of parts) totals.layers.traceG[layer] += diagonalSum(values, rows.rows) / n
    } else if (b === Q) {
      totals.frob2 += (onDiagonal ? 1 : 2) * square
      if (onDiagonal) totals.trace += diagonalSum(block, rows.rows) / n
      addRows(block, columns.rows, totals.pulls, rows.from)
      if (!onDiagonal) addColumns(block, columns.rows, totals.pulls, columns.from)
    } else {
      totals.traceSG += square
      addColumns(block, columns.rows, totals.drift, columns.from * Q + b, Q)
      for (const { layer, values } of parts) {
        totals.layers.traceSigmaG[layer] += dot(values, block) / (n * n)
        addColumns(values, columns.rows, totals.drifts[layer], columns.from * Q + b, Q)
      }
    }
  }
}

function emptyTotals(net: Net, samples: number, Q: number): NoiseTotals {
  return {
    ...{ unit: 1, traceG: 0, frobG2: 0, traceSG: 0, trace: 0, frob2: 0 },
    drift: new Float64Array(samples * Q),
    pulls: new Float64Array(samples),
    reach2: new Float64Array(samples),
    drifts: net.layers.map(l => new Float64Array(l.trained ? samples * Q : 0)),
    layers: emptyShares(net),
  }
}

/** The noise of n samples from the sums of all grains, in their order, each in a unit of its own. */
export function noiseOf(
  net: Net,
  n: number,
  Q: number,
  grains: Iterable<NoiseTotals>,
  { twoL, unit: ofResiduals }: { readonly twoL: number; readonly unit: number },
): Pick<NetNoise, 'moments' | 'traceG' | 'frobG2' | 'layers' | 'units' | 'reach'> {
  const totals = emptyTotals(net, n, Q)
  let first = true
  for (const grain of grains) {
    if (first) totals.unit = grain.unit
    first = false
    join(totals, grain)
  }
  const { layers, traceG, frobG2, traceSG, trace, frob2, drift, pulls } = totals
  const cube = n * n * n
  for (const [l, own] of totals.drifts.entries()) if (own.length > 0) layers.gGg[l] = dot(own, drift) / cube
  const gGg = dot(drift, drift) / cube
  const gSg = dot(pulls, pulls) / cube
  const g2 = pulls.reduce((s, v) => s + v, 0) / (n * n)
  const dist2 = Math.max(0, frob2 - 2 * twoL * traceSG + twoL * twoL * frobG2)
  const moments: NoiseMoments = { twoL, trace, traceG: traceSG, frob2, g2, gGg, gSg, dist2, gDg: gSg - twoL * gGg }
  return { moments, traceG, frobG2, layers, reach: totals.reach2.map(Math.sqrt), units: { r: ofResiduals, G: totals.unit } }
}

function join(totals: NoiseTotals, others: NoiseTotals): void {
  const unit = others.unit / totals.unit
  for (const name of ['traceG', 'trace'] as const) totals[name] += unit * others[name]
  for (const name of ['frobG2', 'traceSG', 'frob2'] as const) totals[name] += unit * unit * others[name]
  addTo(totals.drift, others.drift, unit)
  addTo(totals.pulls, others.pulls, unit)
  addTo(totals.reach2, others.reach2, unit)
  addTo(totals.layers.traceSigmaG, others.layers.traceSigmaG, unit)
  // The layers' own parts are in plain units.
  addTo(totals.layers.traceG, others.layers.traceG, 1)
  for (const [l, drift] of totals.drifts.entries()) addTo(drift, others.drifts[l], 1)
}

/** Rows and columns from (row, column) on of a matrix of that width. */
function cut(values: Float64Array, width: number, row: number, column: number, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    const from = (row + i) * width + column
    out.set(values.subarray(from, from + columns), i * columns)
  }
  return out
}

/** to[at + i] += Σ_j A_ij. */
function addRows(A: Float64Array, columns: number, to: Float64Array, at: number): void {
  for (let from = 0; from < A.length; from += columns, at++) for (let j = 0; j < columns; j++) to[at] += A[from + j]
}

/** to[at + j·stride] += Σ_i A_ij. */
function addColumns(A: Float64Array, columns: number, to: Float64Array, at: number, stride = 1): void {
  for (let from = 0; from < A.length; from += columns) for (let j = 0; j < columns; j++) to[at + j * stride] += A[from + j]
}

function diagonalSum(A: Float64Array, side: number): number {
  let sum = 0
  for (let i = 0; i < side; i++) sum += A[i * side + i]
  return sum
}

function addTo(sum: Float64Array, values: Float64Array, unit: number): void {
  for (let at = 0; at < values.length; at++) sum[at] += unit * values[at]
}
