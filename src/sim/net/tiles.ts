/**
 * The noise of nets whose samples do not fit in memory all at once: the numbers of `noise.ts` from tiles of K̃, strip by
 * strip of samples. `tiledNoise` also packs K̃ where that fits, for its leading eigenpairs (`packedProduct`).
 */

import { curvatureRoots, rootRank, type Targets } from '../backends/machine/loss'
import type { Vector } from '../backends/machine/machine'
import { type Program, program, scoped } from '../backends/machine/program'
import { type BandCost, cutRows, type Rows } from './cutBands'
import { atTheta, forward } from './derivatives'
import { type Directions, topDirections } from './directions'
import { streamedGram } from './gram'
import type { Net } from './layout'
import { type MeasuredResiduals, measuredResiduals, type NetNoise } from './noise'
import { NoiseSums, type NoiseTotals, noiseOf } from './noiseSums'
import { numbersKept, SCATTERED, type Strip, stripOf, type Tile, tileOf, tileWork, trainedMaps } from './strips'

export interface TileLimits {
  /** Bytes that a machine may hold, and as many for what is read from it. */
  readonly bytes: number
  /** Numbers of K̃ that are packed. */
  readonly packed: number
}

const TILE_LIMITS: TileLimits = { bytes: 5e8, packed: 45_000_000 }

/** Samples of a grain (`noiseSums.ts`), where as many fit. */
const GRAIN = 32

/** Entries (row + i, column + j) of a symmetric matrix, on or below its diagonal. */
interface Part {
  readonly row: number
  readonly column: number
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array | Float32Array
}

/** K̃ (nQ×nQ, row i·Q + q) by the parts of its lower triangle. */
export interface PackedGram {
  readonly side: number
  readonly parts: readonly Part[]
}

export interface TiledNoise extends Omit<NetNoise, 'K'> {
  /** Null where it does not fit. */
  readonly packed: PackedGram | null
}

/** What tiles are made of: the seeds of K̃'s roots and the residuals (n×C each). */
export interface TileSeeds {
  readonly n: number
  readonly Q: number
  readonly seeds: readonly Float64Array[]
  readonly packed: boolean
  readonly grain: number
}

/** Rows of K̃ that somebody computes: those of the samples from … to, against strips of `narrow` samples. */
export interface TileBand {
  readonly rows: Rows
  readonly narrow: number
}

export interface TiledBand {
  /** Of its grains. */
  readonly totals: readonly NoiseTotals[]
  readonly parts: readonly Part[]
}

/** The seeds at outputs f (n×C) of all samples, and how the rows are cut for so many `hands`, in whole grains: the sums do not depend on it. */
export function cutTiles(net: Net, outputs: Float64Array, { r }: MeasuredResiduals, limits: Partial<TileLimits> = {}, hands = 1) {
  const { bytes, packed } = { ...TILE_LIMITS, ...limits }
  const n = outputs.length / net.outputs
  const Q = rootRank(net)
  const S = Q + 1
  const seeds = [...rootSeeds(net, outputs, Q), r]
  const room = Math.max(2, Math.floor(bytes / ((net.machine.precision === 'f32' ? 4 : 8) * numbersOf(net, S))))
  const grain = Math.max(1, Math.min(GRAIN, Math.floor(room / 4)))
  const grains = Math.ceil(n / grain)
  const readable = bytes / (8 * n * (S * S + Q * trainedMaps(net).length))
  const most = Math.max(1, Math.floor(Math.min(room >= n ? n + grain : (3 * room) / 4, readable) / grain))
  const bands: TileBand[] = []
  for (const { from, to } of hands > 1 ? cutRows(grains, hands, tileCost(net, grain)) : [{ from: 0, to: grains }])
    for (let at = from; at < to; at += most) {
      const rows = { from: at * grain, to: Math.min(n, Math.min(to, at + most) * grain) }
      bands.push({ rows, narrow: Math.max(1, Math.floor((room - rows.to + rows.from) / grain)) * grain })
    }
  return { from: { n, Q, seeds, packed: (n * Q * (n * Q + Q)) / 2 <= packed, grain }, bands }
}

/** What grains of so many samples cost: products of pairs, runs of each with all seeds. */
export function tileCost(net: Net, grain: number): BandCost {
  const S = rootRank(net) + 1
  const { pairs, passes } = tileWork(net, S)
  return { pair: grain * grain * S * S * pairs, sample: SCATTERED * grain * passes * (1 + 2 * S), image: 0 }
}

/** Tells what share of the work is done, in the middle of it. */
export type OnShare = (share: number) => void

/** The sums over a band's tiles, and its part of K̃, at θ; `X` and the seeds need reach no further than the band. */
export const tiledBand = program(function* (
  net: Net,
  theta: Vector,
  X: Float64Array,
  { n, Q, seeds, packed, grain }: TileSeeds,
  { rows: { from, to }, narrow }: TileBand,
  onShare: OnShare = () => {},
): Program<TiledBand> {
  const { machine } = net
  const sums = new NoiseSums(net, n, Q, grain)
  const parts: Part[] = []
  function* tile(left: Strip, right: Strip): Program<void> {
    const found = yield* tileOf(net, left, right, sums.apart(left, right), sums.onPart)
    sums.add(left, right, found)
    if (packed) parts.push(partOf(left, right, found, Q, machine.precision === 'f32'))
  }
  const strip = (at: number, end: number) => stripOf(net, theta, X, seeds, at, end - at)
  yield* scoped(machine, function* () {
    const left = yield* strip(from, to)
    for (let at = 0; at < from; at += narrow) {
      yield* scoped(machine, function* () {
        yield* tile(left, yield* strip(at, Math.min(from, at + narrow)))
      })
      onShare((2 * Math.min(from, at + narrow)) / (to + from))
    }
    yield* tile(left, left)
  })
  return { totals: sums.totals, parts }
})

/** What `netNoise` finds with the layers' shares, from the bands of K̃ in their order. */
export function joinTiles(net: Net, found: MeasuredResiduals, { n, Q, packed }: TileSeeds, bands: readonly TiledBand[]): TiledNoise {
  const { evaluation, r } = found
  const totals = bands.flatMap(band => band.totals)
  const parts = bands.flatMap(band => band.parts)
  return { ...noiseOf(net, n, Q, totals, found), evaluation, r, packed: packed ? { side: n * Q, parts } : null }
}

/** All of it here and now, band by band, at θ; `outputs` are those of all samples (n×C). */
export const tiledNoise = program(function* (
  net: Net,
  theta: Vector,
  X: Float64Array,
  Y: Targets,
  outputs: Float64Array,
  limits: Partial<TileLimits> = {},
  onShare: OnShare = () => {},
): Program<TiledNoise> {
  const found = measuredResiduals(net, outputs, Y)
  const { from, bands } = cutTiles(net, outputs, found, limits)
  const done: TiledBand[] = []
  for (const band of bands) {
    const { rows } = band
    const before = areaOf({ from: 0, to: rows.from })
    const whole = areaOf({ from: 0, to: from.n })
    const within = (share: number) => onShare((before + share * areaOf(rows)) / whole)
    done.push(yield* tiledBand.steps(net, theta, X, from, band, within))
  }
  return joinTiles(net, found, from, done)
})

/** Pairs of samples in rows of a lower triangle, twice. */
export const areaOf = ({ from, to }: Rows) => to * to - from * from

/** The noise and the k leading directions of a net at θ, with samples run in strips and blocks. */
export function* measuredInTiles(
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  Y: Targets,
  k: number,
  onShare?: OnShare,
  limits: Partial<TileLimits> = {},
) {
  return yield* atTheta(net, theta, function* (at): Program<Omit<TiledNoise, 'packed'> & Directions> {
    const outputs = yield* forward.steps(net, theta, X)
    const { packed, ...noise } = yield* tiledNoise.steps(net, at, X, Y, outputs, limits, onShare)
    return { ...noise, ...(yield* directionsInTiles(net, theta, at, X, outputs, k, packed)) }
  })
}

export function* directionsInTiles(
  net: Net,
  theta: Float64Array,
  at: Vector,
  X: Float64Array,
  outputs: Float64Array,
  k: number,
  packed: PackedGram | null,
): Program<Directions> {
  const state = streamedGram(net, theta, at, X, outputs)
  return yield* topDirections.steps(state, k, packed ? { product: packedProduct(packed) } : {})
}

/** The k leading directions alone, by products with J. */
export function* streamedDirections(net: Net, theta: Float64Array, X: Float64Array, k: number): Program<Directions> {
  return yield* atTheta(net, theta, function* (at) {
    return yield* directionsInTiles(net, theta, at, X, yield* forward.steps(net, theta, X), k, null)
  })
}

/** Numbers per sample that are held while a strip is made: a run with φ', one backward pass, and what the layers keep. */
const numbersOf = (net: Net, seeds: number) =>
  4 * net.layers.reduce((sum, layer) => sum + layer.outSize, 0) +
  trainedMaps(net).reduce((sum, layer) => sum + numbersKept(layer, seeds), 0)

/** For every root q the u_i = row q of F_i, n×C. */
function rootSeeds(net: Net, outputs: Float64Array, Q: number): Float64Array[] {
  const C = net.outputs
  const n = outputs.length / C
  const F = curvatureRoots(net.loss, C, outputs, n)
  return Array.from({ length: Q }, (_, q) => {
    const u = new Float64Array(n * C)
    for (let i = 0; i < n; i++) u.set(F.subarray((i * Q + q) * C, (i * Q + q + 1) * C), i * C)
    return u
  })
}

/** The part of K̃ that a tile makes up. */
function partOf(left: Strip, right: Strip, { blocks, turned }: Tile, Q: number, f32: boolean): Part {
  const [rows, columns] = [left.rows * Q, right.rows * Q]
  const values = f32 ? new Float32Array(rows * columns) : new Float64Array(rows * columns)
  for (let a = 0; a < Q; a++)
    for (let b = 0; b <= a; b++) {
      const pair = a * (Q + 1) + b
      const block = blocks[pair]
      for (let i = 0; i < left.rows; i++)
        // On the diagonal the lower triangle stands for both.
        for (let j = 0, end = !turned && a === b ? i + 1 : right.rows; j < end; j++) {
          const v = block[i * right.rows + j]
          values[(i * Q + a) * columns + j * Q + b] = v
          if (!turned) values[(j * Q + b) * columns + i * Q + a] = v
          else if (a !== b) values[(i * Q + b) * columns + j * Q + a] = turned[pair][j * left.rows + i]
        }
    }
  return { row: left.from * Q, column: right.from * Q, rows, columns, values }
}

/** K̃x, every entry summed in the order of x, however K̃ is cut. */
export function packedProduct({ side, parts }: PackedGram): (x: Float64Array) => Float64Array {
  return x => {
    const y = new Float64Array(side)
    for (const { row, column, rows, columns, values } of parts) {
      const mirrored = row !== column
      for (let i = 0, at = 0; i < rows; i++) {
        const xi = x[row + i]
        let sum = y[row + i]
        for (let j = 0; j < columns; j++, at++) {
          const v = values[at]
          sum += v * x[column + j]
          if (mirrored) y[column + j] += v * xi
        }
        y[row + i] = sum
      }
    }
    return y
  }
}
