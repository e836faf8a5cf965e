/**
 * K = JJᵀ of a network block by block, layer by layer (THEORY.md §3): `openGram`, then `gramOf` slices, and `close` what it
 * holds. J is never formed.
 */

import type { Block, Held, Matrix, Vector } from '../backends/machine/machine'
import { type Program, program, read, scoped } from '../backends/machine/program'
import { readEach, summed, vjp } from './derivatives'
import { type AffineLayer, type DenseLayer, isAffine, type Net } from './layout'
import { addGradients, backward, outputsOf, type Pass, runForward, tangentOf } from './pass'
import { hiddenProducts, inPanels, runWide, wideLayers } from './wide'

/** Numbers of entries that may be held for the sake of speed. */
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
  /** θ on the net's machine. */
  readonly at: Vector
  readonly X: Float64Array
  readonly n: number
  /** f, n×C. */
  readonly outputs: Float64Array
  /** Null for a net that is evaluated in panels of units, and where it is streamed. */
  readonly pass: Pass | null
  /** J v of the vectors that were asked for, n×C. */
  readonly images: readonly Float64Array[]
  /** The seeds of ones, with D Dᵀ of the hidden layer for them, of a net with one output in panels of units. */
  readonly ones: { readonly slice: Slice; readonly outer: Matrix } | null
  /** Per dense layer scale²·AAᵀ (+ 1 with a bias), computed when first needed. */
  readonly inputs: Map<number, Matrix>
  readonly limits: Limits
  /** Whether samples are run again, block by block, wherever they are needed: then there are products with J, and no slices. */
  readonly streamed: boolean
  /** Keeps a handle until the state is closed. */
  hold<H extends Held>(held: H): H
  /** Frees all that the machine holds for it. */
  close(): void
}

/**
 * ∂(u_i·f_i)/∂z_l of every sample and layer, for one choice of u: a "slice" of the Jacobian, J_iᵀu_i, without forming it. Of
 * a net in panels u alone is held, twice.
 */
export type Slice = readonly Block[]

/** What layer l adds to a block. */
export type OnLayer = (layer: number, part: Float64Array) => void

/** Runs all n samples of X (n×d) through the net, and J v along with them. */
export const openGram = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  limits: Partial<Limits> = {},
  along: readonly Float64Array[] = [],
): Program<GramState> {
  const { machine, maps } = net
  const n = X.length / net.inputs
  const bounds = { ...GRAM_LIMITS, ...limits }
  const inputs = new Map<number, Matrix>()
  const holding = new Set<Held>()
  const hold = <H extends Held>(held: H): H => {
    holding.add(machine.keep(held))
    return held
  }
  const at = hold(machine.vector(theta, maps))
  const state = { net, theta, at, X, n, inputs, limits: bounds, streamed: false, hold, close: () => machine.free(...holding) }
  const vectors = () => along.map(v => machine.vector(v, maps))
  const wide = inPanels(net, n, bounds.activations)
  if (wide) {
    return yield* scoped(machine, function* () {
      const { f, inner, outer, images } = runWide(net, wide, at, X, n, vectors())
      if (inner) inputs.set(wide.head.index, hold(inner))
      const ones = outer && { slice: twice(hold(machine.block(new Float64Array(n).fill(1), 1))), outer: hold(outer) }
      return { ...state, outputs: yield* read(machine, f), images: yield* readEach(net, images), ones, pass: null }
    })
  }
  const pass = machine.scope(() => runForward(net, at, machine.gather(X, net.inputs, null, 0, n)))
  for (const block of [...pass.a, ...pass.slope, ...pass.kept.flat()]) if (block) hold(block)
  const images = yield* scoped(machine, () => {
    return readEach(
      net,
      vectors().map(v => tangentOf(net, at, v, pass)),
    )
  })
  return { ...state, outputs: yield* read(machine, outputsOf(pass)), images, ones: null, pass }
})

const twice = (seeds: Block): Slice => [seeds, seeds]

/** A streamed state at θ, which is on the net's machine already, with outputs f (n×C). */
export function streamedGram(net: Net, theta: Float64Array, at: Vector, X: Float64Array, outputs: Float64Array): GramState {
  const n = X.length / net.inputs
  const own = { inputs: new Map(), limits: GRAM_LIMITS, hold: net.machine.keep.bind(net.machine), close: () => {} }
  return { net, theta, at, X, n, outputs, images: [], ones: null, pass: null, streamed: true, ...own }
}

/** Opens a state, with J v of the vectors `along`, and closes it behind the body. */
export function* withGram<T>(
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  body: (state: GramState) => Program<T>,
  along: readonly Float64Array[] = [],
): Program<T> {
  const state = yield* openGram.steps(net, theta, X, {}, along)
  try {
    return yield* scoped(net.machine, () => body(state))
  } finally {
    state.close()
  }
}

/** The slice of seeds u (n×C). O(n·p) time, n·Σ widths memory. */
export function sliceOf(state: GramState, u: Float64Array): Slice {
  const { net, at, pass, ones } = state
  if (ones && u.every(v => v === 1)) return ones.slice
  const seeds = net.machine.block(u, net.outputs)
  return pass ? backward(net, at, pass, seeds) : twice(seeds)
}

/** Jᵀu = Σ_i J_iᵀu_i for u (n×C), length of θ, from the pass of the state. */
export const vjpAt = program(function* (state: GramState, u: Float64Array): Program<Float64Array> {
  const { net, theta, X, pass } = state
  if (!pass) return yield* vjp.steps(net, theta, X, u)
  return yield* summed(net, theta, (_, sum) => addGradients(net, pass, sliceOf(state, u), sum))
})

/** The slice of output c: u_i = e_c. */
export function classSlice(state: GramState, c: number): Slice {
  const { outputs: C } = state.net
  return sliceOf(
    state,
    Float64Array.from({ length: state.n * C }, (_, at) => (at % C === c ? 1 : 0)),
  )
}

/** A block of K and what the trained layers add to it, on a machine. */
export interface GramParts {
  readonly whole: Matrix
  readonly parts: readonly { readonly layer: number; readonly part: Matrix }[]
}

/**
 * ⟨J_iᵀu_i, J_jᵀw_j⟩ for all i, j (n×n, row i, column j) from the slices of u and w, layer by layer (THEORY.md §3): dense
 * (scale²AAᵀ + 1_bias) ∘ (D Eᵀ), maps at places through the layer's per-sample gradients. Equal slices are computed once.
 * The layers' parts are kept with `apart`.
 */
export function gramParts(state: GramState, left: Slice, right: Slice, apart: boolean): GramParts {
  const { n, net } = state
  const { machine } = net
  return machine.scope(() => {
    const parts: { layer: number; part: Matrix }[] = []
    let whole: Matrix | null = null
    for (const layer of net.layers) {
      if (!isAffine(layer) || !layer.trained) continue
      const part = machine.scope(() =>
        layer.kind === 'dense' ? densePart(state, layer, left, right) : placesPart(state, layer, left, right),
      )
      whole = machine.addMatrix(whole ?? machine.matrix(n, n, 0), part)
      if (apart) parts.push({ layer: layer.index, part })
      else machine.free(part)
    }
    return { whole: whole ?? machine.matrix(n, n, 0), parts }
  })
}

/** The same, read. */
export const gramOf = program(function* (state: GramState, left: Slice, right: Slice, onLayer?: OnLayer): Program<Float64Array> {
  const { machine } = state.net
  return yield* scoped(machine, function* () {
    const { whole, parts } = gramParts(state, left, right, onLayer !== undefined)
    for (const { layer, part } of parts) onLayer?.(layer, yield* read(machine, part))
    return yield* read(machine, whole)
  })
})

function densePart(state: GramState, layer: DenseLayer, left: Slice, right: Slice): Matrix {
  const { net, at, X, n, pass } = state
  const { machine } = net
  const [D, E] = [left[layer.index], right[layer.index]]
  const same = left === right
  if (layer.index === 0 && state.ones && same && left === state.ones.slice)
    return machine.multiplyMatrix(machine.addMatrix(machine.matrix(n, n, 0), state.ones.outer), inputGram(state, layer))
  const product = pass || layer.index > 0 ? machine.gram(D, E, 1, same) : hiddenProducts(net, wideLayers(net)!, at, X, n, left[1], right[1])
  return machine.multiplyMatrix(same ? machine.mirror(product) : product, inputGram(state, layer))
}

function inputGram(state: GramState, layer: DenseLayer): Matrix {
  const { net, n, inputs, pass, X } = state
  const known = inputs.get(layer.index)
  if (known) return known
  const { machine } = net
  const A = machine.scope(() => {
    const a = pass?.a[layer.index] ?? machine.gather(X, net.inputs, null, 0, n)
    return machine.mirror(machine.gram(a, a, layer.scale * layer.scale, true, machine.matrix(n, n, layer.biases ? 1 : 0)))
  })
  inputs.set(layer.index, state.hold(A))
  return A
}

function placesPart(state: GramState, layer: AffineLayer, left: Slice, right: Slice): Matrix {
  const { net, n, pass } = state
  const { machine } = net
  const { map, output, index } = layer
  const group = filtersTogether(layer, n, state.limits)
  const same = left === right
  let part: Matrix | undefined
  for (let first = 0; first < output.channels; first += group)
    part = machine.scope(() => {
      const J = (slice: Slice) =>
        machine.sampleGradients(map, slice[index], pass!.a[index], first, Math.min(group, output.channels - first))
      const D = J(left)
      return machine.gram(D, same ? D : J(right), 1, same, part)
    })
  return same ? machine.mirror(part!) : part!
}

/** Filters whose per-sample gradients, of n samples, are held together: part of the bits of a layer at several places. */
export function filtersTogether({ map, output, biases }: AffineLayer, n: number, { gradients }: Limits = GRAM_LIMITS): number {
  const width = map.taps + (biases ? 1 : 0)
  return Math.max(1, Math.min(output.channels, Math.floor(gradients / (n * width))))
}
