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
function pairCost(layer: AffineLayer, seeds: number): number {
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

/** A multiply-add through a convolution's table takes as long as so many of a product of matrices. */
export const SCATTERED = 4

/** Multiply-adds of all trained layers for one pair of samples and of seeds, and for one pass of one sample. */
export function tileWork(net: Net, seeds: number): { readonly pairs: number; readonly passes: number } {
  let [pairs, passes] = [0, 0]
  for (const layer of trainedMaps(net)) {
    pairs += pairCost(layer, seeds)
    passes += layer.map.out * layer.map.taps * layer.map.places
  }
  return { pairs, passes }
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

/** Numbers of a sample's gradient that are formed at a time, about: part of the bits, so that it is the same for strips of any height. */
const FORMED = 1024

/** What a layer adds to the block of seeds (a, b); `turned` for that of the strips in the other order. */
export type OnPart = (layer: number, a: number, b: number, part: Float64Array, turned: boolean) => void

/**
 * ⟨J_iᵀu^a_i, J_jᵀu^b_j⟩ of two strips for seeds a ≥ b, entry a·S + b: what a layer with several places sums it by depends on which
 * sample comes first, so that for b > a it is the transpose of these.
 */
export interface Tile {
  /** Samples i of the left strip, j of the right one. */
  readonly blocks: readonly Float64Array[]
  /** Samples i of the right strip, j of the left one, for a > b; null within one strip. */
  readonly turned: readonly Float64Array[] | null
}

interface Pair {
  readonly a: number
  readonly b: number
}

/** Blocks of some pairs of seeds that a layer adds its parts to. */
interface Products {
  readonly left: Kept
  readonly right: Kept
  readonly pairs: readonly Pair[]
  readonly sums: Matrix[]
}

/** Of which pairs of seeds the layers' parts are summed apart from each other, which is part of the bits, and of which they are read. */
export interface Apart {
  summed(a: number, b: number): boolean
  read(a: number, b: number): boolean
}

/** All of a tile. */
export function tileOf(net: Net, left: Strip, right: Strip, apart: Apart, onPart: OnPart): Program<Tile> {
  const { machine } = net
  const layers = trainedMaps(net)
  const S = left.kept[0].seeds.length
  const pairs: Pair[] = []
  for (let a = 0; a < S; a++) for (let b = 0; b <= a; b++) pairs.push({ a, b })
  const orders = [{ left, right, pairs, turned: false }]
  if (left !== right) orders.push({ left: right, right: left, pairs: pairs.filter(({ a, b }) => a > b), turned: true })
  return scoped(machine, function* () {
    const sides = orders.map(order => {
      const zero = () => machine.matrix(order.left.rows, order.right.rows, 0)
      return { ...order, zero, sums: order.pairs.map(zero) }
    })
    for (const [k, layer] of layers.entries()) {
      const parts = sides.map(({ pairs, sums, zero }) => pairs.map(({ a, b }, at) => (apart.summed(a, b) ? zero() : sums[at])))
      const products = sides.map(({ left, right, pairs }, side): Products => {
        return { left: left.kept[k], right: right.kept[k], pairs, sums: parts[side] }
      })
      machine.scope(() => addPart(net, layer, wayOf(layer, S), products))
      for (const [side, { pairs, sums, turned }] of sides.entries())
        for (const [at, { a, b }] of pairs.entries()) {
          const part = parts[side][at]
          if (part === sums[at]) continue
          if (apart.read(a, b)) onPart(layer.index, a, b, yield* read(machine, part), turned)
          sums[at] = machine.addMatrix(sums[at], part)
          machine.free(part)
        }
    }
    const found: Float64Array[][] = []
    for (const { pairs, sums } of sides) {
      const values: Float64Array[] = []
      for (const [at, { a, b }] of pairs.entries()) values[a * S + b] = yield* read(machine, sums[at])
      found.push(values)
    }
    return { blocks: found[0], turned: found[1] ?? null }
  })
}

/** Adds a layer's part of every pair of seeds to its sum, in place. */
function addPart({ machine }: Net, { map, biases }: AffineLayer, way: Way, all: readonly Products[]): void {
  const addProducts = (of: (kept: Kept) => readonly Block[]) => {
    for (const { left, right, pairs, sums } of all) {
      const [L, R] = [of(left), of(right)]
      for (const [at, { a, b }] of pairs.entries()) sums[at] = machine.gram(L[a], R[b], 1, false, sums[at])
    }
  }
  if (way === 'held') addProducts(kept => kept.seeds.map(([block]) => block))
  else if (way === 'formed') {
    const group = Math.max(1, Math.floor(FORMED / (map.taps + 1)))
    for (let from = 0; from < map.out; from += group)
      machine.scope(() => {
        const formed = new Map<Kept, readonly Block[]>()
        const of = (kept: Kept): readonly Block[] => {
          const count = Math.min(group, map.out - from)
          const blocks = formed.get(kept) ?? kept.seeds.map(([dz]) => machine.sampleGradients(map, dz, kept.inputs[0], from, count))
          formed.set(kept, blocks)
          return blocks
        }
        addProducts(of)
      })
  } else
    for (const { left, right, pairs, sums } of all)
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
