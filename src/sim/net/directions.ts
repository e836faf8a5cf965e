import { type Eigh, eigh as plainEigh } from '../../lib/eigen'
import { largestEigen } from '../../lib/lanczos'
import { times } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { FULL_SIDE, rankOf } from '../metrics/geometry'
import { jvp, vjp } from './derivatives'
import type { GramState } from './gram'
import { eachRootBlock, type Roots, rootsOf } from './roots'

/** Largest nQ for which K̃ is put together; beyond, Lanczos multiplies by it through J̃ and J̃ᵀ. */
const ASSEMBLED = 4096

/** Leading eigenpairs of G. */
export interface Directions {
  /** λ_1 ≥ … of G, at most the wanted k, zero eigenvalues left out. */
  readonly lambda: Float64Array
  /** Row k is J v_k, n·C entries. */
  readonly images: Float64Array
}

export interface DirectionOptions {
  /** K of a scalar net, where it is known already. */
  readonly K?: Float64Array | null
  readonly eigh?: Eigh
  readonly assembled?: number
}

/**
 * The k leading eigenpairs of G through K̃/n = J̃J̃ᵀ/n (nQ×nQ), decomposed whole up to a side of 256 and by Lanczos beyond;
 * v_k = J̃ᵀu_k/√(nλ_k), so J v_k = √(nλ_k) u_k for the squared loss.
 */
export function topDirections(state: GramState, k: number, options: DirectionOptions = {}): Directions {
  const { net, n } = state
  const roots = rootsOf(state)
  const side = n * roots.Q
  const eigh = options.eigh ?? plainEigh
  const limit = options.assembled ?? ASSEMBLED
  const matrix = options.K ?? (roots.Q === 1 || side <= limit ? assemble(state, roots) : null)
  const start = normals(new Float64Array(side), 0, STREAM.probe)
  const apply = (x: Float64Array, y: Float64Array) => y.set(matrix ? times(matrix, x, side, side) : viaJacobian(state, roots, x))
  const { values, vectors } = matrix && side <= FULL_SIDE ? eigh(matrix, side) : largestEigen(apply, side, k, start, 1e-13, eigh)
  const count = Math.min(k, rankOf(values))
  const lambda = values.slice(0, count).map(v => v / n)
  const images = new Float64Array(count * n * net.outputs)
  for (let l = 0; l < count; l++) {
    const u = vectors.subarray(l * side, (l + 1) * side)
    const root = Math.sqrt(values[l]!)
    const image = net.loss === 'squared' ? u.map(v => v * root) : throughWeights(state, roots, u).map(v => v / root)
    images.set(image, l * n * net.outputs)
  }
  return { lambda, images }
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
  const n = r.length / outputs
  let second = 0
  let mean = 0
  for (let i = 0; i < n; i++) {
    let s = 0
    for (let c = 0; c < outputs; c++) s += r[i * outputs + c]! * image[i * outputs + c]!
    second += (s * s) / n
    mean += s / n
  }
  return (second - (centred ? mean * mean : 0)) / (twoL * curvature)
}

function assemble(state: GramState, roots: Roots): Float64Array {
  const { n } = state
  const { Q } = roots
  const side = n * Q
  const A = new Float64Array(side * side)
  eachRootBlock(state, roots, (q, s, block) => {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const v = block[i * n + j]!
        A[(i * Q + q) * side + j * Q + s] = v
        A[(j * Q + s) * side + i * Q + q] = v
      }
  })
  return A
}

/** J J̃ᵀx, n×C. */
function throughWeights({ net, theta, X, n }: GramState, { Q, F }: Roots, x: Float64Array): Float64Array {
  const C = net.outputs
  const u = new Float64Array(n * C)
  for (let i = 0; i < n; i++)
    for (let q = 0; q < Q; q++) for (let c = 0; c < C; c++) u[i * C + c]! += F[(i * Q + q) * C + c]! * x[i * Q + q]!
  return jvp(net, theta, X, vjp(net, theta, X, u))
}

function viaJacobian(state: GramState, roots: Roots, x: Float64Array): Float64Array {
  const { n, net } = state
  const { Q, F } = roots
  const C = net.outputs
  const image = throughWeights(state, roots, x)
  const y = new Float64Array(n * Q)
  for (let i = 0; i < n; i++)
    for (let q = 0; q < Q; q++) for (let c = 0; c < C; c++) y[i * Q + q]! += F[(i * Q + q) * C + c]! * image[i * C + c]!
  return y
}
