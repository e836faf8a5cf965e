/** Σ against H along the eigenvectors of H, of the whole net and of single layers: `eigenLaws` (arXiv 2602.05600). */

import { eigh } from '../../lib/eigen'
import { dot } from '../../lib/matrix'
import { type Curvatures, denseOf } from './curvatures'
import { type DiagonalFit, fitDiagonal } from './diagonals'
import { leadingEigenvalues } from './leading'

/** Part of the trained parameters: all of them, or one layer's. */
export interface Block {
  /** 0 for all, else the layer from 1. */
  readonly layer: number
  readonly from: number
  readonly to: number
}

/** v_kᵀΣv_k ∝ λ_k^γ over the `count` largest eigenvalues of the block of H. */
export interface EigenLaw {
  readonly layer: number
  readonly count: number
  readonly fit: DiagonalFit | null
}

/** Eigenvalues that a law is fitted over: the choice matters, so that both are shown. */
export const CUT_OFFS = [50, 200] as const

/** Parameters of a block up to which all eigenvectors are computed: small eigenvalues, which a fit counts like large ones, are then as good. */
const WHOLE = 600
const SEARCH = { tolerance: 1e-6, limit: 1000, every: 40, copies: false } as const

/** A law per block and cut-off, as far as a block has so many positive eigenvalues; the last one over those that it has. */
export function eigenLaws(
  at: Curvatures,
  blocks: readonly Block[],
  report: (done: number, total: number) => void = () => {},
  whole = WHOLE,
): EigenLaw[] {
  const gradients = Array.from({ length: at.n }, (_, i) => at.sampleGradient(i))
  return blocks.flatMap((block, b) => {
    const { lambda, sigma } = alongEigenvectors(at, gradients, block, whole)
    report(b + 1, blocks.length)
    const counts = [...new Set(CUT_OFFS.map(cut => Math.min(cut, lambda.length)))]
    return counts.map(count => ({ layer: block.layer, count, fit: fitDiagonal(sigma.subarray(0, count), lambda.subarray(0, count)) }))
  })
}

/** The positive ones among the largest eigenvalues of the block of H, and v_kᵀΣv_k along their eigenvectors. */
function alongEigenvectors({ n, p, H }: Curvatures, gradients: readonly Float64Array[], { from, to }: Block, small: number) {
  const size = to - from
  const whole = new Float64Array(p)
  const product = (v: Float64Array) => {
    whole.set(v, from)
    return H(whole).slice(from, to)
  }
  const most = Math.min(size, CUT_OFFS[CUT_OFFS.length - 1])
  const search = () => leadingEigenvalues(product, size, most, { ...SEARCH, basis: Math.min(size, 3 * most) })
  const { values, vectors } = size <= small ? eigh(denseOf(product, size), size) : search()
  let count = 0
  while (count < most && values[count] > 0) count++
  const sigma = Float64Array.from({ length: count }, (_, k) => {
    const v = vectors.subarray(k * size, (k + 1) * size)
    let [mean, square] = [0, 0]
    for (const gradient of gradients) {
      const along = dot(v, gradient.subarray(from, to))
      mean += along / n
      square += (along * along) / n
    }
    return Math.max(0, square - mean * mean)
  })
  return { lambda: values.slice(0, count), sigma }
}
