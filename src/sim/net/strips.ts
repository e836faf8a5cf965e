/**
 * K of nets whose samples do not fit in memory all at once, in tiles: `stripOf` runs a strip of samples backwards from several
 * seeds, and `tileOf` multiplies two strips. What a layer keeps of a sample, and how it multiplies, is chosen by cost.
 */

import type { Block, Matrix, Vector } from '../backends/machine/machine'
import { type Program, read, scoped } from '../backends/machine/program'
import { type AffineLayer, isAffine, type Net } from './layout'
import { backward, type Pass, runForward } from './pass'

/**
 * How ⟨∇_l, ∇'_l⟩ = Σ_pp' (dz_p·dz'_p')(a_p·a'_p') of two samples is summed over the places p of a layer. `places`: as it stands,
 * the second factor once for all seeds. `held`, `formed`: as the product of per-sample gradients Σ_p dz_p a_pᵀ, which
 * are kept, or formed anew for each tile where they are larger than what they are made of.
 */
export type Way = 'places' | 'held' | 'formed'

/** The cheapest way of a layer beside `seeds` others. */
export function wayOf({ map: { out, taps, places } }: AffineLayer, seeds: number): Way {
  if (places * places * (out + taps / (seeds * seeds)) <= out * taps) return 'places'
  return taps <= places ? 'held' : 'formed'
}

/** Multiply-adds of a layer's part for one pair of samples and of seeds. */
export function pairCost(layer: AffineLayer, seeds: number): number {
  const { out, taps, places } = layer.map
  return wayOf(layer, seeds) === 'places' ? places * places * (out + taps / (seeds * seeds)) : out * taps
}

/** Numbers that a layer keeps per sample. */
export function numbersKept(layer: AffineLayer, seeds: number): number {
  const { out, taps, places, inputs } = layer.map
  const way = wayOf(layer, seeds)
  if (way === 'held') return seeds * out * (taps + 1)
  return seeds * out * places + (way === 'places' ? places * taps : inputs)
}

export const trainedMaps = (net: Net): AffineLayer[] => net.layers.filter(isAffine).filter(l => l.trained)

/** What a layer keeps of a strip: of its inputs, and of every seed; a block per place for `places`. */
interface Kept {
  readonly inputs: readonly Block[]
  readonly seeds: readonly (readonly Block[])[]
}

/** Samples from … from + rows, by trained layer in order. */
export interface Strip {
  readonly from: number
  readonly rows: number
  readonly kept: readonly Kept[]
}

/** ∂(u_i·f_i)/∂z_l of the strip's samples for every seed u (n×C each), as the layers keep it. */
export function stripOf(
  net: Net,
  theta: Vector,
  X: Float64Array,
  seeds: readonly Float64Array[],
  from: number,
  rows: number,
): Program<Strip> {
  const { machine, outputs: C } = net
  const layers = trainedMaps(net)
  const ways = layers.map(layer => wayOf(layer, seeds.length))
  return scoped(machine, function* () {
    const pass = runForward(net, theta, machine.gather(X, net.inputs, null, from, rows))
    const bySeed: (readonly Block[])[][] = []
    for (const u of seeds)
      bySeed.push(
        yield* scoped(machine, function* () {
          const d = backward(net, theta, pass, machine.block(u.subarray(from * C, (from + rows) * C), C))
          const kept: (readonly Block[])[] = []
          for (const [k, layer] of layers.entries()) kept.push(yield* keptOf(net, layer, ways[k], d[layer.index], pass))
          return kept
        }),
      )
    const kept: Kept[] = []
    for (const [k, layer] of layers.entries())
      kept.push({ inputs: yield* inputsOf(net, layer, ways[k], pass), seeds: bySeed.map(blocks => blocks[k]) })
    return { from, rows, kept }
  })
}

function* keptOf(net: Net, layer: AffineLayer, way: Way, dz: Block, { a }: Pass): Program<readonly Block[]> {
  const { machine } = net
  const { map } = layer
  if (way === 'held') return [machine.sampleGradients(map, dz, a[layer.index], 0, map.out)]
  if (way === 'formed' || map.places === 1) return [dz]
  const values = yield* read(machine, dz)
  return eachPlace(map.places, p => {
    const own = new Float64Array(dz.rows * map.out)
    for (let at = 0; at < own.length; at++) own[at] = values[at * map.places + p]
    return machine.block(own, map.out)
  })
}

function* inputsOf(net: Net, layer: AffineLayer, way: Way, { a }: Pass): Program<readonly Block[]> {
  const { machine } = net
  const { table, taps, places, inputs } = layer.map
  const block = a[layer.index]
  if (way === 'held') return []
  if (way === 'formed' || !table) return [block]
  const values = yield* read(machine, block)
  return eachPlace(places, p => {
    const seen = new Float64Array(block.rows * taps)
    for (let i = 0, at = 0; i < block.rows; i++)
      for (let t = 0; t < taps; t++, at++) {
        const number = table[t * places + p]
        if (number >= 0) seen[at] = values[i * inputs + number]
      }
    return machine.block(seen, taps)
  })
}

const eachPlace = <T>(places: number, of: (p: number) => T): T[] => Array.from({ length: places }, (_, p) => of(p))

/** Numbers of per-sample gradients that are formed at a time. */
const FORMED = 16_000_000

/** What a layer adds to the block of seeds (a, b). */
export type OnPart = (layer: number, a: number, b: number, part: Float64Array) => void

/**
 * ⟨J_iᵀu^a_i, J_jᵀu^b_j⟩ for samples i of the left strip, j of the right one (rows×columns) and all pairs of seeds, entry a·S + b;
 * within one strip only for b ≤ a. `parts` says of which pairs the layers' parts are wanted.
 */
export function tileOf(
  net: Net,
  left: Strip,
  right: Strip,
  parts: (a: number, b: number) => boolean,
  onPart: OnPart,
): Program<Float64Array[]> {
  const { machine } = net
  const layers = trainedMaps(net)
  const S = left.kept[0].seeds.length
  const pairs: { readonly a: number; readonly b: number }[] = []
  for (let a = 0; a < S; a++) for (let b = 0; b < (left === right ? a + 1 : S); b++) pairs.push({ a, b })
  const zero = () => machine.matrix(left.rows, right.rows, 0)
  return scoped(machine, function* () {
    const sums = pairs.map(zero)
    for (const [k, layer] of layers.entries()) {
      const apart = pairs.map(({ a, b }, at) => (parts(a, b) ? zero() : sums[at]))
      const [l, r] = [left.kept[k], right.kept[k]]
      machine.scope(() => addPart(net, layer, wayOf(layer, S), l, r, pairs, apart))
      for (const [at, { a, b }] of pairs.entries()) {
        if (apart[at] === sums[at]) continue
        onPart(layer.index, a, b, yield* read(machine, apart[at]))
        sums[at] = machine.addMatrix(sums[at], apart[at])
        machine.free(apart[at])
      }
    }
    const values: Float64Array[] = []
    for (const [at, { a, b }] of pairs.entries()) values[a * S + b] = yield* read(machine, sums[at])
    return values
  })
}

/** Adds a layer's part of every pair of seeds to its sum, in place. */
function addPart(
  { machine }: Net,
  { map, biases }: AffineLayer,
  way: Way,
  left: Kept,
  right: Kept,
  pairs: readonly { readonly a: number; readonly b: number }[],
  sums: Matrix[],
): void {
  const addProducts = (L: readonly Block[], R: readonly Block[]) => {
    for (const [at, { a, b }] of pairs.entries()) sums[at] = machine.gram(L[a], R[b], 1, false, sums[at])
  }
  const first = ([block]: readonly Block[]) => block
  if (way === 'held') addProducts(left.seeds.map(first), right.seeds.map(first))
  else if (way === 'formed') {
    const rows = first(left.seeds[0]).rows + first(right.seeds[0]).rows
    const group = Math.max(1, Math.floor(FORMED / (left.seeds.length * rows * (map.taps + 1))))
    for (let from = 0; from < map.out; from += group)
      machine.scope(() => {
        const formed = ({ inputs, seeds }: Kept) =>
          seeds.map(([dz]) => machine.sampleGradients(map, dz, inputs[0], from, Math.min(group, map.out - from)))
        const L = formed(left)
        addProducts(L, left === right ? L : formed(right))
      })
  } else
    for (let p = 0; p < map.places; p++)
      for (let q = 0; q < map.places; q++)
        machine.scope(() => {
          const [A, B] = [left.inputs[p], right.inputs[q]]
          const seen = machine.gram(A, B, map.scale * map.scale, false, machine.matrix(A.rows, B.rows, biases ? 1 : 0))
          for (const [at, { a, b }] of pairs.entries()) {
            const product = machine.multiplyMatrix(machine.gram(left.seeds[a][p], right.seeds[b][q], 1, false), seen)
            sums[at] = machine.addMatrix(sums[at], product)
            machine.free(product)
          }
        })
}
