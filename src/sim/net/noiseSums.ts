/** Adds up what the noise of a net needs (`noise.ts`) from tiles of the Gram matrix of its roots' seeds 0 … Q − 1 and its residuals', Q. */

import { dot } from '../../lib/matrix'
import type { NoiseMoments } from '../metrics/noise'
import type { Net } from './layout'
import type { LayerShares, NetNoise } from './noise'
import type { OnPart, Strip } from './strips'

interface LayerPart {
  readonly layer: number
  readonly pair: number
  readonly values: Float64Array
}

/** ⟨J̃_i, g_j⟩ of one root in a tile: sample i of the one strip, j of the other, the tile's rows being those of j with `turned`. */
interface Against {
  readonly q: number
  readonly first: number
  readonly turned: boolean
}

export class NoiseSums {
  private readonly layers: LayerShares
  private traceG = 0
  private frobG2 = 0
  private traceSG = 0
  private trace = 0
  private frob2 = 0
  /** Σ_j ⟨J̃_iq, g_j⟩, n×Q, and Σ_j ⟨g_i, g_j⟩; the first also by layer. */
  private readonly drift: Float64Array
  private readonly pulls: Float64Array
  private readonly drifts: readonly Float64Array[]
  private parts: LayerPart[] = []

  constructor(
    net: Net,
    private readonly n: number,
    private readonly Q: number,
  ) {
    const count = net.layers.length
    this.layers = { traceG: new Float64Array(count), traceSigmaG: new Float64Array(count), gGg: new Float64Array(count) }
    this.drift = new Float64Array(n * Q)
    this.pulls = new Float64Array(n)
    this.drifts = net.layers.map(l => new Float64Array(l.trained ? n * Q : 0))
  }

  /** Of which pairs of seeds the layers' parts are needed: of a root and the residuals, and on the diagonal of K̃. */
  wanted(left: Strip, right: Strip): (a: number, b: number) => boolean {
    const { Q } = this
    return (a, b) => (a === Q) !== (b === Q) || (left === right && a === b && a < Q)
  }

  readonly onPart: OnPart = (layer, a, b, values) => {
    this.parts.push({ layer, pair: a * (this.Q + 1) + b, values })
  }

  /** Adds a tile with the layers' parts that were handed over for it. */
  add(left: Strip, right: Strip, blocks: readonly Float64Array[]): void {
    const { n, Q } = this
    const same = left === right
    for (let a = 0; a <= Q; a++)
      for (let b = 0; b <= (same ? a : Q); b++) {
        const pair = a * (Q + 1) + b
        const block = blocks[pair]
        const parts = this.parts.filter(part => part.pair === pair)
        const square = (dot(block, block) * (same && a === b ? 1 : 2)) / (n * n)
        if (a < Q && b < Q) {
          this.frobG2 += square
          if (!same || a !== b) continue
          this.traceG += diagonalSum(block, left.rows) / n
          for (const { layer, values } of parts) this.layers.traceG[layer] += diagonalSum(values, left.rows) / n
        } else if (a === Q && b === Q) {
          this.frob2 += square
          if (same) this.trace += diagonalSum(block, left.rows) / n
          addRows(block, right.rows, this.pulls, left.from)
          if (!same) addColumns(block, right.rows, this.pulls, right.from)
        } else {
          const turned = a === Q
          const to = { q: turned ? b : a, first: turned ? right.from : left.from, turned }
          this.traceSG += dot(block, block) / (n * n)
          this.addDrift(block, right.rows, this.drift, to)
          for (const { layer, values } of parts) {
            this.layers.traceSigmaG[layer] += dot(values, block) / (n * n)
            this.addDrift(values, right.rows, this.drifts[layer], to)
          }
        }
      }
    this.parts = []
  }

  private addDrift(block: Float64Array, columns: number, drift: Float64Array, { q, first, turned }: Against): void {
    if (turned) addColumns(block, columns, drift, first * this.Q + q, this.Q)
    else addRows(block, columns, drift, first * this.Q + q, this.Q)
  }

  finish(twoL: number): Pick<NetNoise, 'moments' | 'traceG' | 'frobG2' | 'layers'> {
    const { n, layers, traceG, frobG2, trace, frob2, drift, pulls } = this
    const cube = n * n * n
    for (const [l, own] of this.drifts.entries()) if (own.length > 0) layers.gGg[l] = dot(own, drift) / cube
    const gGg = dot(drift, drift) / cube
    const gSg = dot(pulls, pulls) / cube
    const g2 = pulls.reduce((s, v) => s + v, 0) / (n * n)
    const dist2 = Math.max(0, frob2 - 2 * twoL * this.traceSG + twoL * twoL * frobG2)
    const moments: NoiseMoments = { twoL, trace, traceG: this.traceSG, frob2, g2, gGg, gSg, dist2, gDg: gSg - twoL * gGg }
    return { moments, traceG, frobG2, layers }
  }
}

/** to[at + i·stride] += Σ_j A_ij. */
function addRows(A: Float64Array, columns: number, to: Float64Array, at: number, stride = 1): void {
  for (let from = 0; from < A.length; from += columns, at += stride) for (let j = 0; j < columns; j++) to[at] += A[from + j]
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
