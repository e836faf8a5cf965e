/**
 * The noise of nets whose samples do not fit in memory all at once: the numbers of `noise.ts` from tiles of K̃, strip by
 * strip of samples. `tiledNoise` also packs K̃ where that fits, for its leading eigenpairs (`packedProduct`).
 */

import { curvatureRoots, rootRank, type Targets } from '../backends/machine/loss'
import type { Vector } from '../backends/machine/machine'
import { type Program, program, scoped } from '../backends/machine/program'
import { assess, atTheta, forward } from './derivatives'
import { type Directions, topDirections } from './directions'
import { streamedGram } from './gram'
import type { Net } from './layout'
import type { NetNoise } from './noise'
import { NoiseSums } from './noiseSums'
import { numbersKept, type Strip, stripOf, tileOf, trainedMaps } from './strips'

interface TileLimits {
  /** Bytes that the machine may hold. */
  readonly bytes: number
  /** Numbers of K̃ that are packed. */
  readonly packed: number
}

const TILE_LIMITS: TileLimits = { bytes: 1e9, packed: 45_000_000 }

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

/** What `netNoise` finds with the layers' shares, from tiles of K̃ at θ; `outputs` are those of all samples (n×C). */
export const tiledNoise = program(function* (
  net: Net,
  theta: Vector,
  X: Float64Array,
  Y: Targets,
  outputs: Float64Array,
  limits: Partial<TileLimits> = {},
): Program<TiledNoise> {
  const { bytes, packed } = { ...TILE_LIMITS, ...limits }
  const { machine, outputs: C } = net
  const n = outputs.length / C
  const evaluation = assess(net, outputs, Y)
  const Q = rootRank(net)
  const seeds = [...rootSeeds(net, outputs, Q), evaluation.residuals]
  const f32 = machine.precision === 'f32'
  const sums = new NoiseSums(net, n, Q)
  const parts: Part[] | null = (n * Q * (n * Q + Q)) / 2 <= packed ? [] : null
  function* tile(left: Strip, right: Strip): Program<void> {
    const blocks = yield* tileOf(net, left, right, sums.wanted(left, right), sums.onPart)
    sums.add(left, right, blocks)
    parts?.push(partOf(left, right, blocks, Q, f32))
  }
  const room = Math.max(2, Math.floor(bytes / ((f32 ? 4 : 8) * numbersOf(net, seeds.length))))
  const [wide, narrow] = room >= n ? [n, n] : [Math.ceil((3 * room) / 4), Math.floor(room / 4) || 1]
  const strip = (from: number, to: number) => stripOf(net, theta, X, seeds, from, to - from)
  for (let from = 0; from < n; from += wide)
    yield* scoped(machine, function* () {
      const left = yield* strip(from, Math.min(n, from + wide))
      yield* tile(left, left)
      for (let at = 0; at < from; at += narrow)
        yield* scoped(machine, function* () {
          yield* tile(left, yield* strip(at, Math.min(from, at + narrow)))
        })
    })
  return { ...sums.finish(2 * evaluation.loss), evaluation, packed: parts && { side: n * Q, parts } }
})

/** The noise and the k leading directions of a net at θ, with samples run in strips and blocks. */
export function* measuredInTiles(net: Net, theta: Float64Array, X: Float64Array, Y: Targets, k: number) {
  return yield* atTheta(net, theta, function* (at): Program<Omit<TiledNoise, 'packed'> & Directions> {
    const outputs = yield* forward.steps(net, theta, X)
    const { packed, ...noise } = yield* tiledNoise.steps(net, at, X, Y, outputs)
    return { ...noise, ...(yield* directionsInTiles(net, theta, at, X, outputs, k, packed)) }
  })
}

function* directionsInTiles(
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

/** The part of K̃ that a tile's blocks (entry a·S + b, S = Q + 1) make up. */
function partOf(left: Strip, right: Strip, blocks: readonly Float64Array[], Q: number, f32: boolean): Part {
  const [rows, columns] = [left.rows * Q, right.rows * Q]
  const values = f32 ? new Float32Array(rows * columns) : new Float64Array(rows * columns)
  for (let a = 0; a < Q; a++)
    for (let b = 0; b < Q; b++) {
      const block = blocks[a * (Q + 1) + b]
      if (!block) continue
      for (let i = 0, at = 0; i < left.rows; i++)
        for (let j = 0; j < right.rows; j++, at++) {
          values[(i * Q + a) * columns + j * Q + b] = block[at]
          if (left === right) values[(j * Q + b) * columns + i * Q + a] = block[at]
        }
    }
  return { row: left.from * Q, column: right.from * Q, rows, columns, values }
}

/** K̃x. */
export function packedProduct({ side, parts }: PackedGram): (x: Float64Array) => Float64Array {
  return x => {
    const y = new Float64Array(side)
    for (const { row, column, rows, columns, values } of parts) {
      const mirrored = row !== column
      for (let i = 0, at = 0; i < rows; i++) {
        const xi = x[row + i]
        let sum = 0
        for (let j = 0; j < columns; j++, at++) {
          const v = values[at]
          sum += v * x[column + j]
          if (mirrored) y[column + j] += v * xi
        }
        y[row + i] += sum
      }
    }
    return y
  }
}
