/**
 * K = JJᵀ of a network block by block, layer by layer (THEORY.md §3): `openGram`, then `gramBlock` or `gramOf` slices. J is
 * never formed.
 */

import { columnsOf, rowsOf } from '../../lib/numerics'
import { addSample, patches, placesOf, tapsOf } from './convolution'
import { vjp } from './derivatives'
import type { ConvLayer, DenseLayer, Net } from './layout'
import { addGradients, backward, createPass, layerBuffers, type Pass, runForward } from './pass'
import { addHiddenProducts, inPanels, openWide, wideLayers } from './wide'

/** Numbers of float64 entries that may be held for the sake of speed. */
export interface Limits {
  /** Of one convolution's per-sample gradients; beyond, its filters are taken in groups. */
  readonly gradients: number
  /** Of the slices of all outputs together; beyond, each is computed again when it is needed. */
  readonly slices: number
  /** Of a single hidden layer's outputs; beyond, the net is evaluated in panels of units. */
  readonly activations?: number
}

const GRAM_LIMITS: Limits = { gradients: 4_000_000, slices: 16_000_000 }

/** A net at one θ with all n samples run through it: what every block of K is made of. */
export interface GramState {
  readonly net: Net
  readonly theta: Float64Array
  readonly X: Float64Array
  readonly n: number
  /** f, n×C. */
  readonly outputs: Float64Array
  /** Null for a net that is evaluated in panels of units. */
  readonly pass: Pass | null
  /** Per dense layer scale²·AAᵀ (+ 1 with a bias), computed when first needed. */
  readonly inputs: Map<number, Float64Array>
  readonly limits: Limits
}

/**
 * ∂(u_i·f_i)/∂z_l of every sample and layer, for one choice of u: a "slice" of the Jacobian, J_iᵀu_i, without forming it. Of
 * a net in panels u alone is held, as the last layer's.
 */
export type Slice = readonly Float64Array[]

/** What layer l adds to a block; the array is only good during the call. */
export type OnLayer = (layer: number, part: Float64Array) => void

/** Runs all n samples of X (n×d) through the net. */
export function openGram(net: Net, theta: Float64Array, X: Float64Array, limits: Partial<Limits> = {}): GramState {
  const n = X.length / net.inputs
  const bounds = { ...GRAM_LIMITS, ...limits }
  const inputs = new Map<number, Float64Array>()
  const wide = inPanels(net, n, bounds.activations)
  if (wide) {
    const { outputs, inner } = openWide(wide, theta, X, n)
    if (inner) inputs.set(wide.head.index, mirrored(inner, n))
    return { net, theta, X, n, outputs, pass: null, inputs, limits: bounds }
  }
  const pass = createPass(net, n)
  runForward(net, theta, X, null, 0, n, pass)
  return { net, theta, X, n, outputs: pass.a[net.layers.length], pass, inputs, limits: bounds }
}

/** The slice of seeds u (n×C). O(n·p) time, n·Σ widths memory. */
export function sliceOf(state: GramState, u: Float64Array): Slice {
  const { net, theta, pass, n } = state
  if (!pass) return [new Float64Array(0), u.slice()]
  const d = layerBuffers(net, n)
  d[d.length - 1].set(u)
  backward(net, theta, pass, d)
  return d
}

/** Jᵀu = Σ_i J_iᵀu_i for u (n×C), length of θ, from the pass of the state. */
export function vjpAt(state: GramState, u: Float64Array): Float64Array {
  const { net, theta, X, pass } = state
  if (!pass) return vjp(net, theta, X, u)
  const sum = new Float64Array(net.size)
  addGradients(net, pass, sliceOf(state, u), sum)
  return sum
}

/** The slice of output c: u_i = e_c. */
export function classSlice(state: GramState, c: number): Slice {
  const { outputs: C } = state.net
  return sliceOf(
    state,
    Float64Array.from({ length: state.n * C }, (_, at) => (at % C === c ? 1 : 0)),
  )
}

/**
 * ⟨J_iᵀu_i, J_jᵀw_j⟩ for all i, j (n×n, row i, column j) from the slices of u and w, layer by layer (THEORY.md §3): dense
 * (scale²AAᵀ + 1_bias) ∘ (D Eᵀ), convolution through the layer's per-sample gradients. Equal slices are computed once.
 */
export function gramOf(state: GramState, left: Slice, right: Slice, onLayer?: OnLayer): Float64Array {
  const { net, n } = state
  const K = new Float64Array(n * n)
  const part = new Float64Array(n * n)
  for (const layer of net.layers) {
    if (layer.kind === 'pool' || !layer.trained) continue
    part.fill(0)
    const [D, E] = [left[layer.index], right[layer.index]]
    if (layer.kind === 'dense') addDensePart(state, layer, left, right, part)
    else addConvPart(state, layer, D, E, part)
    if (D === E) mirrored(part, n)
    for (let at = 0; at < K.length; at++) K[at] += part[at]
    onLayer?.(layer.index, part)
  }
  return K
}

/** Block (c, c') of K = JJᵀ: ⟨∇f_c(x_i), ∇f_c'(x_j)⟩, n×n. */
export function gramBlock(state: GramState, c: number, c2: number, onLayer?: OnLayer): Float64Array {
  const left = classSlice(state, c)
  return gramOf(state, left, c2 === c ? left : classSlice(state, c2), onLayer)
}

function addDensePart(state: GramState, layer: DenseLayer, left: Slice, right: Slice, part: Float64Array): void {
  const { net, theta, X, n, pass } = state
  const [D, E] = [left[layer.index], right[layer.index]]
  const m = layer.outSize
  if (pass || layer.index > 0) layer.numerics.addProduct(part, 0, n, rowsOf(D, m), columnsOf(E, m), n, n, m, 1, D === E)
  else addHiddenProducts(wideLayers(net)!, theta, X, n, left[1], right[1], part)
  const A = inputGram(state, layer)
  for (let at = 0; at < part.length; at++) part[at] *= A[at]
}

function inputGram(state: GramState, layer: DenseLayer): Float64Array {
  const { n, inputs, pass, X } = state
  const known = inputs.get(layer.index)
  if (known) return known
  const k = layer.inSize
  const a = pass?.a[layer.index] ?? X
  const A = new Float64Array(n * n).fill(layer.biases ? 1 : 0)
  layer.numerics.addProduct(A, 0, n, rowsOf(a, k), columnsOf(a, k), n, n, k, layer.scale * layer.scale, true)
  inputs.set(layer.index, mirrored(A, n))
  return A
}

function addConvPart(state: GramState, layer: ConvLayer, D: Float64Array, E: Float64Array, part: Float64Array): void {
  const { n } = state
  const width = tapsOf(layer) + (layer.biases ? 1 : 0)
  const group = Math.max(1, Math.min(layer.output.channels, Math.floor(state.limits.gradients / (n * width))))
  for (let first = 0; first < layer.output.channels; first += group) {
    const count = Math.min(group, layer.output.channels - first)
    const J = filterGradients(state, layer, D, first, count)
    const J2 = D === E ? J : filterGradients(state, layer, E, first, count)
    layer.numerics.addProduct(part, 0, n, rowsOf(J, count * width), columnsOf(J2, count * width), n, n, count * width, 1, D === E)
  }
}

/** Per-sample gradients of `count` filters: n × (count·taps, then count biases). */
function filterGradients(state: GramState, layer: ConvLayer, D: Float64Array, first: number, count: number): Float64Array {
  const taps = tapsOf(layer)
  const width = count * (taps + (layer.biases ? 1 : 0))
  const J = new Float64Array(state.n * width)
  const cols = new Float64Array(taps * placesOf(layer))
  for (let i = 0; i < state.n; i++) {
    patches(layer, state.pass!.a[layer.index], i * layer.inSize, cols)
    addSample(layer, D, i, cols, J, i * width, i * width + count * taps, first, count, true)
  }
  return J
}

/** A with its lower triangle copied to the upper, in place. */
function mirrored(A: Float64Array, n: number): Float64Array {
  // In squares that stay in the nearest cache: columns of a large matrix would each miss it.
  const side = 32
  for (let top = 0; top < n; top += side)
    for (let left = 0; left <= top; left += side)
      for (let i = top; i < Math.min(n, top + side); i++) for (let j = left; j < Math.min(i, left + side); j++) A[j * n + i] = A[i * n + j]
  return A
}
