/** Leading eigenpairs of a network's G and their images J v_k: `topDirections`. */

import type { Eigen, Eigh } from '../../lib/eigen'
import { FULL_SIDE } from '../../lib/eigen'
import { lanczosSteps, type Product } from '../../lib/lanczos'
import { axpy, dot } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { refineSteps } from '../../lib/refine'
import { type HostMatrix, onHost, placedOn, times, valuesOf } from '../backends/machine/hostMatrix'
import { type Program, program, read, scoped } from '../backends/machine/program'
import { rankOf } from '../metrics/geometry'
import { leadingEigen } from '../metrics/leadingEigen'
import { noiseForm } from '../metrics/noise'
import { jvp, jvps, vjps } from './derivatives'
import { classSlice, type GramState, gramParts, type Slice, vjpAt } from './gram'
import { tangentOf } from './pass'
import { unreached, withCopies } from './repeated'
import { eachRootBlock, placeBlock, type Roots, rootsOf } from './roots'

/** Largest nQ for which K̃ is assembled; beyond, Lanczos multiplies by it through J̃ and J̃ᵀ. */
export const ASSEMBLED = 4096

/** Share of the largest eigenvalue of a K̃ computed in float32 below which the others are rounding. */
const ROUNDING_F32 = 1e-6

/** Numbers of vectors like θ that are taken through the samples at once. */
const HELD = 2e7

/** Share of the largest eigenvalue below which products with J tell more of one than K̃ does. */
const SMALL = 1e-4

/** Leading eigenpairs of G. */
export interface Directions {
  /** λ_1 ≥ … of G, at most k, zero eigenvalues left out. */
  readonly lambda: Float64Array
  /** Row k is J v_k, n·C entries. */
  readonly images: Float64Array
  /**
   * Energy (u_k·r)²/n of residuals r (n×C) along every direction of G, sharpest first; null where only the leading ones are
   * known, and for other losses than the squared one, where r has no such parts. With `cut` the rank is cut off so many times as high.
   */
  energies(r: Float64Array, cut?: number): Float64Array | null
}

export interface TopDirectionsOptions {
  /** K̃, where it is known already. */
  readonly K?: HostMatrix | null
  /** x → K̃x, where that is known. */
  readonly product?: Product
  readonly eigh?: Eigh
  readonly assembled?: number
  /** Small eigenvalues anew by products with J; not where K is given in another unit. */
  readonly refined?: boolean
}

/**
 * The k leading eigenpairs of G through K̃/n = J̃J̃ᵀ/n (nQ×nQ), diagonalized exactly up to a side of 256 and by Lanczos beyond;
 * v_k = J̃ᵀu_k/√(nλ_k), so J v_k = √(nλ_k) u_k for the squared loss. In float64, where all eigenpairs are known, those shown below 1e-4λ_1 come
 * from products with J (`refineSteps`): off by ελ_1 as K̃ is, they would have no digits left for g.
 */
export const topDirections = program(function* (state: GramState, k: number, options: TopDirectionsOptions = {}): Program<Directions> {
  const { net, n } = state
  const C = net.outputs
  const roots = rootsOf(state)
  const copies = !state.streamed && alike(state) ? C : 1
  const side = copies > 1 ? n : n * roots.Q
  const limit = options.assembled ?? ASSEMBLED
  const known = copies > 1 ? yield* blockOf(state, classSlice(state, 0)) : options.K
  const { product } = options
  const few = !state.streamed && !product && (roots.Q === 1 || side <= limit)
  const matrix = known ?? (few ? yield* assemble(state, roots) : null)
  const K = matrix ?? (product ? stepped(product) : (x: Float64Array) => viaJacobian(state, roots, x))
  const solve = options.eigh ?? net.machine.eigh
  const rounding = net.machine.precision === 'f32' ? ROUNDING_F32 : side * Number.EPSILON
  const clear = (values: Float64Array, cut = 1) => rankOf(values, cut * rounding)
  const solved = yield* leadingApart(state, K, side, Math.ceil(k / copies), copies === 1, solve)
  const count = Math.min(k, copies * clear(solved.values))
  const exact = (options.refined ?? true) && matrix !== null && side <= FULL_SIDE && net.machine.precision === 'f64'
  const { values, vectors } = exact ? yield* refinedOf(state, roots, solved, side, Math.ceil(count / copies)) : solved
  const lambda = Float64Array.from({ length: count }, (_, l) => values[Math.floor(l / copies)] / n)
  const images = new Float64Array(count * n * C)
  const eachU = Array.from({ length: count }, (_, l) => vectors.subarray(l * side, (l + 1) * side))
  const pushed = net.loss === 'squared' ? null : yield* eachThroughWeights(state, roots, eachU)
  for (let l = 0; l < count; l++) {
    const from = Math.floor(l / copies)
    const u = vectors.subarray(from * side, (from + 1) * side)
    const root = Math.sqrt(values[from])
    const image = images.subarray(l * n * C, (l + 1) * n * C)
    if (copies > 1) for (let i = 0; i < n; i++) image[i * C + (l % copies)] = root * u[i]
    else image.set(pushed ? pushed[l].map(v => v / root) : u.map(v => v * root))
    if (pushed && exact) {
      // Rounding of v along directions before it weighs as much more as their λ are larger; F J v tells of it, which is orthogonal to their u.
      const rooted = fromOutputs(state, roots, image)
      for (let j = 0; j < l; j++) axpy(image, -dot(eachU[j], rooted) / Math.sqrt(values[j]), images.subarray(j * n * C, (j + 1) * n * C))
    }
  }
  const whole = net.loss === 'squared' && matrix !== null && side <= FULL_SIDE
  return { lambda, images, energies: (r, cut) => (whole ? residualEnergies(vectors, clear(values, cut), r, n, copies) : null) }
})

function residualEnergies(vectors: Float64Array, rank: number, r: Float64Array, n: number, copies: number): Float64Array {
  const side = r.length / copies
  return Float64Array.from({ length: rank * copies }, (_, l) => {
    const from = Math.floor(l / copies) * side
    let s = 0
    for (let i = 0; i < side; i++) s += vectors[from + i] * r[i * copies + (l % copies)]
    return (s * s) / n
  })
}

/** All `side` eigenpairs of K̃, or of the block that it repeats, with the small ones among the first `count` anew. */
function* refinedOf(state: GramState, roots: Roots, found: Eigen, side: number, count: number): Program<Eigen> {
  const copies = (state.n * roots.Q) / side
  let from = 0
  while (from < count && found.values[from] >= SMALL * found.values[0]) from++
  if (from === count) return found
  return yield* refineSteps(found, side, [from, count], function* (xs) {
    // A block that repeats acts on one output as it does on all.
    const whole = copies > 1 ? xs.map(x => Float64Array.from({ length: side * copies }, (_, at) => (at % copies ? 0 : x[at / copies]))) : xs
    // Without the pass: the same bits whoever has computed K.
    const images = yield* eachThroughWeights({ ...state, pass: null }, roots, whole)
    return images.map(image => fromOutputs(state, roots, image).filter((_, at) => at % copies === 0))
  })
}

/** Whether G is the same block once per output, which Lanczos cannot tell from a single one: only a linear last layer is trained. */
function alike({ net }: GramState): boolean {
  return net.lowest === net.layers.length - 1 && net.loss === 'squared' && net.layers[net.lowest].activation === 'identity'
}

/** The leading eigenpairs of K̃; where Lanczos searches for them, repeated ones are separated by what makes them repeat. */
function* leadingApart(
  state: GramState,
  K: HostMatrix | ((x: Float64Array) => Program<Float64Array>),
  side: number,
  k: number,
  mixed: boolean,
  solve: Eigh | undefined,
): Program<Eigen> {
  const beyond = mixed && !state.streamed && (typeof K === 'function' || side > FULL_SIDE) ? yield* unreached(state) : null
  if (!beyond && typeof K !== 'function') return leadingOf(K, side, k, solve, toleranceOf(state, K))
  const product = typeof K === 'function' ? K : stepped(x => times(K, x))
  // Without slices nothing tells what makes eigenvalues repeat: then copies are searched for.
  const copies = state.streamed && state.net.loss === 'squared' && state.net.outputs > 1
  if (!beyond) return yield* lanczosSteps(product, side, k, { tolerance: toleranceOf(state, K), semidefinite: true, copies, solve })
  const { n } = state
  const { directions, remove, block } = beyond
  const start = (index: number) => remove(normals(new Float64Array(side), 0, STREAM.probe, index))
  // Weights of zero reach no output at all: then there is nothing else.
  const reached = state.net.outputs > directions.length
  const options = { tolerance: toleranceOf(state, K), semidefinite: true, start, solve }
  const inside = function* (x: Float64Array): Program<Float64Array> {
    return remove(yield* product(remove(x.slice())))
  }
  const within = reached ? yield* lanczosSteps(inside, side, k, options) : null
  return withCopies(within, beyond, leadingEigen(block, n, k, solve, toleranceOf(state, block)), n, k)
}

/** All eigenpairs up to a side of 256, the k leading ones beyond. */
function leadingOf(K: HostMatrix, side: number, k: number, solve: Eigh | undefined, tolerance: number): Eigen {
  if (side <= FULL_SIDE) return leadingEigen(valuesOf(K), side, k, solve)
  return K.machine.leading?.(K.matrix, k, tolerance) ?? leadingEigen(x => times(K, x), side, k, solve, tolerance)
}

/** ‖K̃u − λu‖ over ‖K̃‖ to be reached: no more than K̃ in float32 deserves, and of products in float32 no more than they hold. */
function toleranceOf({ net }: GramState, K: unknown): number {
  if (net.machine.precision === 'f64') return 1e-13
  return typeof K === 'function' ? 1e-6 : 1e-8
}

/** A product that never pauses. */
const stepped = (product: Product) =>
  // biome-ignore lint/correctness/useYield: a program for those who ask for one
  function* (x: Float64Array): Program<Float64Array> {
    return product(x)
  }

/**
 * vᵀΣv/(2L·vᵀGv) from the image a = J v (n×C) and the residuals r (n×C): v·g_i = Σ_c r_ic a_ic. `curvature` is vᵀGv, λ_k for v_k.
 */
export function directionalAlignment(
  r: Float64Array,
  image: Float64Array,
  outputs: number,
  twoL: number,
  curvature: number,
  centred: boolean,
): number {
  return noiseForm(r, image, image, centred, outputs) / (twoL * curvature)
}

/** K̃ = J̃J̃ᵀ (nQ×nQ), whose eigenvalues over n are those of G that are not zero. */
export const assembled = program(function* (state: GramState): Program<Float64Array> {
  return valuesOf(yield* assemble(state, rootsOf(state)))
})

function* assemble(state: GramState, roots: Roots): Program<HostMatrix> {
  const { n } = state
  const { Q } = roots
  if (Q === 1) return yield* blockOf(state, roots.slice(0))
  const side = n * Q
  const A = new Float64Array(side * side)
  yield* eachRootBlock(state, roots, (q, s, block) => placeBlock(A, n, Q, q, s, block))
  return placedOn(state.net.machine, A, side)
}

const blockOf = (state: GramState, slice: Slice) => onHost(state.net.machine, gramParts(state, slice, slice, false).whole)

/** F_iᵀx_i, n×C: the seeds of J̃ᵀx. */
function seedsOf({ net, n }: GramState, { Q, F }: Roots, x: Float64Array): Float64Array {
  const C = net.outputs
  const u = new Float64Array(n * C)
  for (let i = 0; i < n; i++) for (let q = 0; q < Q; q++) for (let c = 0; c < C; c++) u[i * C + c] += F[(i * Q + q) * C + c] * x[i * Q + q]
  return u
}

/** J J̃ᵀx, n×C, from the pass of the state. */
function* throughWeights(state: GramState, roots: Roots, x: Float64Array): Program<Float64Array> {
  const { net, theta, at, pass } = state
  const { machine, maps } = net
  const v = yield* vjpAt.steps(state, seedsOf(state, roots, x))
  if (!pass) return yield* jvp.steps(net, theta, state.X, v)
  return yield* scoped(machine, () => read(machine, tangentOf(net, at, machine.vector(v, maps), pass)))
}

/** The same of every x; without a pass from two runs of the samples for as many as may be held. */
function* eachThroughWeights(state: GramState, roots: Roots, xs: readonly Float64Array[]): Program<Float64Array[]> {
  const { net, theta, X, pass } = state
  const images: Float64Array[] = []
  const most = pass ? 1 : Math.max(1, Math.floor(HELD / net.size))
  for (let from = 0; from < xs.length; from += most) {
    if (pass) images.push(yield* throughWeights(state, roots, xs[from]))
    else {
      const seeds = xs.slice(from, from + most).map(x => seedsOf(state, roots, x))
      images.push(...(yield* jvps.steps(net, theta, X, yield* vjps.steps(net, theta, X, seeds))))
    }
  }
  return images
}

/** F_if_i of images f (n×C), n·Q. */
function fromOutputs({ net, n }: GramState, { Q, F }: Roots, image: Float64Array): Float64Array {
  const C = net.outputs
  const y = new Float64Array(n * Q)
  for (let i = 0; i < n; i++)
    for (let q = 0; q < Q; q++) for (let c = 0; c < C; c++) y[i * Q + q] += F[(i * Q + q) * C + c] * image[i * C + c]
  return y
}

function* viaJacobian(state: GramState, roots: Roots, x: Float64Array): Program<Float64Array> {
  return fromOutputs(state, roots, yield* throughWeights(state, roots, x))
}
