/**
 * The part of a layer before its activation, z = scale·(W a) + b, and its two transposes. It is linear in the parameters
 * and in the input, so the same three maps serve values, tangents and adjoints. Blocks are rows×inSize and rows×outSize;
 * `arg` holds a max pooling's places.
 */

import { columnsOf, rowsOf } from '../../lib/numerics'
import { addConvolution, addConvolutionGradient, addConvolutionTransposed } from './convolution'
import type { DenseLayer, Layer } from './layout'
import { addPool, addPoolTransposed } from './pooling'

/** z += scale·(W a), and b where `bias`; with a tangent for theta or for a, the tangent of z. */
export function addLinear(
  layer: Layer,
  theta: Float64Array,
  a: Float64Array,
  z: Float64Array,
  rows: number,
  bias: boolean,
  arg: Int32Array | null,
): void {
  if (layer.kind === 'pool') addPool(layer, a, z, arg, rows)
  else if (layer.kind === 'conv') addConvolution(layer, theta, a, z, rows, bias)
  else addDense(layer, theta, a, z, rows, bias)
}

function addDense(layer: DenseLayer, theta: Float64Array, a: Float64Array, z: Float64Array, rows: number, bias: boolean): void {
  const { inSize, outSize, biasAt } = layer
  layer.numerics.addProduct(z, 0, outSize, rowsOf(a, inSize), columnsOf(theta, inSize, layer.weightAt), rows, outSize, inSize, layer.scale)
  if (bias && layer.biases) for (let i = 0, at = 0; i < rows; i++) for (let o = 0; o < outSize; o++, at++) z[at] += theta[biasAt + o]
}

/** da += scale·Wᵀ dz. */
export function addTransposed(
  layer: Layer,
  theta: Float64Array,
  dz: Float64Array,
  da: Float64Array,
  rows: number,
  arg: Int32Array | null,
): void {
  const { inSize, outSize } = layer
  if (layer.kind === 'pool') addPoolTransposed(layer, dz, da, arg, rows)
  else if (layer.kind === 'conv') addConvolutionTransposed(layer, theta, dz, da, rows)
  else
    layer.numerics.addProduct(da, 0, inSize, rowsOf(dz, outSize), rowsOf(theta, inSize, layer.weightAt), rows, inSize, outSize, layer.scale)
}

/** grad += Σ_i ∂(dz_i·z_i)/∂(W, b); the bias is left out where `bias` is false (a second term of a product rule). */
export function addGradient(layer: Layer, dz: Float64Array, a: Float64Array, grad: Float64Array, rows: number, bias = true): void {
  if (layer.kind === 'conv') addConvolutionGradient(layer, dz, a, grad, rows, bias)
  else if (layer.kind === 'dense') addDenseGradient(layer, dz, a, grad, rows, bias)
}

function addDenseGradient(layer: DenseLayer, dz: Float64Array, a: Float64Array, grad: Float64Array, rows: number, bias: boolean): void {
  const { inSize, outSize, biasAt } = layer
  layer.numerics.addProduct(grad, layer.weightAt, inSize, columnsOf(dz, outSize), rowsOf(a, inSize), outSize, inSize, rows, layer.scale)
  if (bias && layer.biases) for (let i = 0, at = 0; i < rows; i++) for (let o = 0; o < outSize; o++, at++) grad[biasAt + o] += dz[at]
}
