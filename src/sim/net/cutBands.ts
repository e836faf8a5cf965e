/** How the rows of K are cut into bands of about the same cost (`cutRows`), and how K is made of them again (`joinBands`). */

import { isAffine, type Net } from './layout'

/** Rows from … to of K. */
export interface Rows {
  readonly from: number
  readonly to: number
}

/** Some rows of K, computed by themselves. */
export interface Band {
  readonly from: number
  /** f of its samples. */
  readonly outputs: Float64Array
  /** Of every trained layer in order: its part of the rows, `to` columns each, of which those on and below K's diagonal are sure. */
  readonly parts: readonly Float64Array[]
  /** Of its samples: J v of every v that was asked for. */
  readonly images: readonly Float64Array[]
}

export interface Joined {
  /** Every trained layer's part of K (n×n). */
  readonly parts: ReadonlyMap<number, Float64Array>
  readonly outputs: Float64Array
  readonly images: readonly Float64Array[]
}

/** What bands hold that come in order and cover all rows. */
export function joinBands(net: Net, bands: readonly Band[]): Joined {
  const outputs = joined(bands.map(band => band.outputs))
  const n = outputs.length
  const trained = net.layers.filter(l => isAffine(l) && l.trained)
  const parts = trained.map(({ index }, at) => {
    const part = new Float64Array(n * n)
    for (const { from, outputs, parts: own } of bands) placeRows(part, n, from, outputs.length, own[at])
    return [index, part] as const
  })
  const images = (bands[0]?.images ?? []).map((_, v) => joined(bands.map(band => band.images[v])))
  return { parts: new Map(parts), outputs, images }
}

function joined(arrays: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const array of arrays) {
    out.set(array, at)
    at += array.length
  }
  return out
}

/** Rows from … from + rows of a symmetric matrix, on and below its diagonal, and their mirror image. */
function placeRows(to: Float64Array, n: number, from: number, rows: number, band: Float64Array): void {
  const width = from + rows
  for (let i = 0; i < rows; i++) for (let j = 0, row = from + i; j <= row; j++) to[row * n + j] = to[j * n + row] = band[i * width + j]
}

/** A multiply-add of a forward pass or a tangent takes as long as so many of a product of many samples with each other. */
const IN_PASSES = 4

/** Multiply-adds per pair of samples, and per sample in passes, of which those of the images. */
export interface BandCost {
  readonly pair: number
  readonly sample: number
  readonly image: number
}

export function bandCost(net: Net, along: number): BandCost {
  let [pair, sample] = [0, 0]
  for (const layer of net.layers)
    if (isAffine(layer)) {
      const { out, taps, places } = layer.map
      sample += IN_PASSES * out * taps * places
      if (layer.trained) pair += layer.kind === 'dense' ? layer.inSize + layer.outSize : out * taps
    }
  return { pair, sample, image: (along * sample) / IN_PASSES }
}

/** Cuts n rows into at most `count` bands of about the same cost. */
export function cutRows(n: number, count: number, { pair, sample, image }: BandCost): Rows[] {
  const costOf = (from: number, to: number) => (pair * (to * to - from * from)) / 2 + sample * to + image * (to - from)
  const cutFor = (budget: number): Rows[] => {
    const bands: Rows[] = []
    for (let to = n; to > 0; ) {
      let from = to - 1
      while (from > 0 && costOf(from - 1, to) <= budget) from--
      bands.unshift({ from, to })
      to = from
    }
    return bands
  }
  let [low, high] = [0, costOf(0, n)]
  for (let round = 0; round < 40; round++) {
    const budget = (low + high) / 2
    if (cutFor(budget).length <= count) high = budget
    else low = budget
  }
  return cutFor(high)
}
