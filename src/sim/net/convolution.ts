/** Convolutions over a block of samples, through the matrix of patches: (channels·kernel²) × (places), one sample at a time. */

import { columnsOf, rowsOf } from '../../lib/numerics'
import type { ConvLayer } from './layout'

/** out ← the patches of sample `a[from …]`: row (channel, ky, kx), column (y, x); zeros where the kernel hangs over. */
export function patches(layer: ConvLayer, a: Float64Array, from: number, out: Float64Array): void {
  const { stride } = layer.spec
  out.fill(0)
  eachLine(layer, (to, cell, count) => {
    for (let x = 0; x < count; x++) out[to + x] = a[from + cell + x * stride]
  })
}

/** Adds patches back to the sample they came from: the transpose of `patches`. */
function addPatches(layer: ConvLayer, cols: Float64Array, to: Float64Array, from: number): void {
  const { stride } = layer.spec
  eachLine(layer, (at, cell, count) => {
    for (let x = 0; x < count; x++) to[from + cell + x * stride] += cols[at + x]
  })
}

/** For every tap and output line: the places of its first entry inside the image in the patches and in the sample, and the number of entries. */
function eachLine(layer: ConvLayer, visit: (at: number, cell: number, count: number) => void): void {
  const { channels, height, width } = layer.input
  const { kernel, stride, padding } = layer.spec
  const { height: oh, width: ow } = layer.output
  for (let c = 0, at = 0; c < channels; c++)
    for (let ky = 0; ky < kernel; ky++)
      for (let kx = 0; kx < kernel; kx++) {
        const first = Math.max(0, Math.ceil((padding - kx) / stride))
        const end = Math.min(ow, Math.floor((width - 1 + padding - kx) / stride) + 1)
        for (let y = 0; y < oh; y++, at += ow) {
          const iy = y * stride + ky - padding
          if (iy >= 0 && iy < height && end > first)
            visit(at + first, (c * height + iy) * width + first * stride + kx - padding, end - first)
        }
      }
}

/** Numbers of rows and columns of the patch matrix. */
export const tapsOf = (layer: ConvLayer) => layer.input.channels * layer.spec.kernel * layer.spec.kernel
export const placesOf = (layer: ConvLayer) => layer.output.height * layer.output.width

/** z += W ⋆ a (+ b). */
export function addConvolution(layer: ConvLayer, theta: Float64Array, a: Float64Array, z: Float64Array, rows: number, bias: boolean): void {
  const taps = tapsOf(layer)
  const places = placesOf(layer)
  const filters = layer.output.channels
  const cols = new Float64Array(taps * places)
  for (let i = 0; i < rows; i++) {
    patches(layer, a, i * layer.inSize, cols)
    const at = i * layer.outSize
    layer.numerics.addProduct(z, at, places, rowsOf(theta, taps, layer.weightAt), rowsOf(cols, places), filters, places, taps)
    if (bias && layer.biases)
      for (let f = 0; f < filters; f++) {
        const b = theta[layer.biasAt + f]
        for (let q = 0; q < places; q++) z[at + f * places + q] += b
      }
  }
}

/** da += Wᵀ ⋆ dz. */
export function addConvolutionTransposed(layer: ConvLayer, theta: Float64Array, dz: Float64Array, da: Float64Array, rows: number): void {
  const taps = tapsOf(layer)
  const places = placesOf(layer)
  const cols = new Float64Array(taps * places)
  for (let i = 0; i < rows; i++) {
    cols.fill(0)
    const D = rowsOf(dz, places, i * layer.outSize)
    layer.numerics.addProduct(cols, 0, places, columnsOf(theta, taps, layer.weightAt), D, taps, places, layer.output.channels)
    addPatches(layer, cols, da, i * layer.inSize)
  }
}

/** grad += Σ_i dz_i·patches(a_i)ᵀ, and the sums of dz where `bias`. */
export function addConvolutionGradient(
  layer: ConvLayer,
  dz: Float64Array,
  a: Float64Array,
  grad: Float64Array,
  rows: number,
  bias: boolean,
): void {
  const taps = tapsOf(layer)
  const places = placesOf(layer)
  const cols = new Float64Array(taps * places)
  for (let i = 0; i < rows; i++) {
    patches(layer, a, i * layer.inSize, cols)
    addSample(layer, dz, i, cols, grad, layer.weightAt, layer.biasAt, 0, layer.output.channels, bias)
  }
}

/**
 * Adds sample i's gradient of filters first … first + count to `to`: W's part from `weightAt`, the bias's from `biasAt`
 * (both positions of the first filter).
 */
export function addSample(
  layer: ConvLayer,
  dz: Float64Array,
  i: number,
  cols: Float64Array,
  to: Float64Array,
  weightAt: number,
  biasAt: number,
  first: number,
  count: number,
  bias: boolean,
): void {
  const taps = tapsOf(layer)
  const places = placesOf(layer)
  const from = i * layer.outSize + first * places
  layer.numerics.addProduct(to, weightAt, taps, rowsOf(dz, places, from), columnsOf(cols, places), count, taps, places)
  if (bias && layer.biases) for (let f = 0; f < count; f++) for (let q = 0; q < places; q++) to[biasAt + f] += dz[from + f * places + q]
}
