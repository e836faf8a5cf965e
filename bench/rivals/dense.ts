/** The dense nets that rivals can be given: layers of weights, ReLU between them, a last output of one, and data of no meaning. */

import { generator } from '../core/random'
import type { NetShape } from '../core/shapes'

export interface DenseNet {
  readonly n: number
  readonly B: number
  readonly widths: readonly number[]
  readonly biases: boolean
  /** Factor of the output. */
  readonly scale: number
}

/** Throws where the net is no dense one. */
export function denseNet(net: NetShape): DenseNet {
  const { n, B } = net
  switch (net.kind) {
    case 'two-layer':
      return { n, B, widths: [net.d, net.m, 1], biases: false, scale: 1 / Math.sqrt(net.m) }
    case 'mlp':
      return { n, B, widths: net.widths, biases: true, scale: 1 }
    case 'cnn':
    case 'transformer':
      throw new Error('written for dense nets alone')
  }
}

export const ETA = 1e-4

export interface Steps {
  /** Takes the steps of all batches, and waits for the device. */
  run(): void | Promise<void>
  /** The first layer, in×out. */
  weights(): Promise<ArrayLike<number>>
}

export interface DenseData {
  /** n×d and n. */
  readonly X: Float32Array
  readonly y: Float32Array
  /** in×out, layer by layer. */
  readonly weights: readonly Float32Array[]
  /** Indices of a minibatch per step; null where all samples are one. */
  readonly batches: readonly Int32Array[] | null
}

export function denseData({ n, B, widths }: DenseNet, steps: number): DenseData {
  const next = generator(1)
  const centred = (length: number, deviation: number) => Float32Array.from({ length }, () => deviation * Math.sqrt(12) * (next() - 0.5))
  const weights = widths.slice(1).map((out, l) => centred(widths[l] * out, 1 / Math.sqrt(widths[l])))
  const batch = () => Int32Array.from({ length: B }, () => Math.floor(n * next()))
  return { X: centred(n * widths[0], 1), y: centred(n, 1), weights, batches: B === n ? null : Array.from({ length: steps }, batch) }
}
