/**
 * A block of samples forwards and backwards through a network: `createPass` once, then `runForward`, `backward`, `tangents`.
 */

import { activate } from './activation'
import type { Net } from './layout'
import { addGradient, addLinear, addTransposed } from './linear'
import { findMaxima } from './pooling'

/** Class indices, for one-hot targets, or the n×C targets themselves. */
export type Targets = Float64Array | Int32Array

/** The buffers of one block of samples in a net, made once, for `capacity` samples. */
export interface Pass {
  readonly capacity: number
  /** Samples in the present block. */
  rows: number
  /** a[0] is the block's inputs, a[l + 1] what layer l gives (rows×outSize); the last one holds the outputs f. */
  readonly a: Float64Array[]
  /** Before the activation; the same array as a[l + 1] for an identity. */
  readonly z: Float64Array[]
  /** φ'(z); null for an identity. */
  readonly slope: (Float64Array | null)[]
  /** Places of the maxima of a max pooling. */
  readonly arg: (Int32Array | null)[]
}

export function createPass(net: Net, capacity: number): Pass {
  const z = net.layers.map(l => new Float64Array(capacity * l.outSize))
  const a = net.layers.map((l, i) => (l.activation === 'identity' ? z[i] : new Float64Array(capacity * l.outSize)))
  return {
    capacity,
    rows: 0,
    a: [new Float64Array(capacity * net.inputs), ...a],
    z,
    slope: net.layers.map(l => (l.activation === 'identity' || l.index < net.lowest ? null : new Float64Array(capacity * l.outSize))),
    arg: net.layers.map(l => (l.kind === 'pool' && l.spec.pool === 'max' ? new Int32Array(capacity * l.outSize) : null)),
  }
}

/** Runs samples from … from + count of `rows` (or of X itself) through the net; with `slopes` also φ' of every layer. */
export function runForward(
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  rows: Int32Array | null,
  from: number,
  count: number,
  pass: Pass,
  slopes = true,
) {
  const d = net.inputs
  const inputs = pass.a[0]
  pass.rows = count
  if (!rows) inputs.set(X.subarray(from * d, (from + count) * d))
  else
    for (let i = 0, to = 0; i < count; i++) {
      const at = rows[from + i] * d
      for (let j = 0; j < d; j++) inputs[to++] = X[at + j]
    }
  for (const layer of net.layers) {
    const l = layer.index
    const z = pass.z[l]
    const used = count * layer.outSize
    if (layer.kind === 'pool' && pass.arg[l]) findMaxima(layer, pass.a[l], pass.arg[l], count)
    z.fill(0, 0, used)
    addLinear(layer, theta, pass.a[l], z, count, true, pass.arg[l])
    if (layer.activation !== 'identity') activate(layer.activation, layer.slope, z, pass.a[l + 1], slopes ? pass.slope[l] : null, used)
  }
}

/** Buffers of the size of every layer's output, for adjoints or tangents; empty below the lowest trained layer. */
export const layerBuffers = (net: Net, rows: number) => net.layers.map(l => new Float64Array(l.index < net.lowest ? 0 : rows * l.outSize))

/**
 * Back-propagation: on entry the last buffer of `d` holds u (rows×C), on return d[l] holds ∂(Σ u·f)/∂z_l down to the
 * lowest trained layer.
 */
export function backward(net: Net, theta: Float64Array, pass: Pass, d: readonly Float64Array[]): void {
  for (let l = net.layers.length - 1; l >= net.lowest; l--) {
    const layer = net.layers[l]
    const slope = pass.slope[l]
    if (slope) multiplyBy(d[l], slope, pass.rows * layer.outSize)
    if (l === net.lowest) return
    d[l - 1].fill(0, 0, pass.rows * layer.inSize)
    addTransposed(layer, theta, d[l], d[l - 1], pass.rows, pass.arg[l])
  }
}

/** grad += Σ_i J_iᵀu_i over the present block, from the adjoints d that `backward` left; length of θ. */
export function addGradients(net: Net, pass: Pass, d: readonly Float64Array[], grad: Float64Array): void {
  for (const layer of net.layers) if (layer.trained) addGradient(layer, d[layer.index], pass.a[layer.index], grad, pass.rows)
}

/**
 * Forward tangents along v (length of θ; entries of fixed layers do not count): on return dz[l] holds the tangent of z_l
 * and da[l] that of layer l's output; the same arrays may serve for both where only the outputs' tangent is needed.
 */
export function tangents(
  net: Net,
  theta: Float64Array,
  v: Float64Array,
  pass: Pass,
  dz: readonly Float64Array[],
  da: readonly Float64Array[],
) {
  for (let l = net.lowest; l < net.layers.length; l++) {
    const layer = net.layers[l]
    const used = pass.rows * layer.outSize
    dz[l].fill(0, 0, used)
    if (layer.trained) addLinear(layer, v, pass.a[l], dz[l], pass.rows, true, null)
    if (l > net.lowest) addLinear(layer, theta, da[l - 1], dz[l], pass.rows, false, pass.arg[l])
    if (da[l] !== dz[l]) da[l].set(dz[l].subarray(0, used))
    const slope = pass.slope[l]
    if (slope) multiplyBy(da[l], slope, used)
  }
}

function multiplyBy(x: Float64Array, by: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) x[i] *= by[i]
}
