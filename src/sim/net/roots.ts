/** Roots of the loss's curvature, through which cross-entropy looks like the squared loss. */

import { curvatureRoots, rootRank } from '../backends/machine/loss'
import { type Program, scoped } from '../backends/machine/program'
import { type GramState, gramOf, type OnLayer, type Slice, sliceOf } from './gram'

/**
 * The slices of J̃_i = F_iJ_i (Q×p), F_iᵀF_i = S_i: in terms of them every loss looks like the squared one, G = (1/n) Σ J̃_iᵀJ̃_i,
 * and the eigenvalues of G are those of K̃/n, K̃ = J̃J̃ᵀ (nQ×nQ, row i·Q + q).
 */
export interface Roots {
  readonly Q: number
  /** F, n×Q×C. */
  readonly F: Float64Array
  slice(q: number): Slice
}

export function rootsOf(state: GramState): Roots {
  const { net, n } = state
  const C = net.outputs
  const Q = rootRank(net)
  const F = curvatureRoots(net.loss, C, state.outputs, n)
  const width = net.layers.reduce((s, l) => s + l.outSize, 0)
  const kept: Slice[] = []
  const make = (q: number) => {
    const u = new Float64Array(n * C)
    for (let i = 0; i < n; i++) for (let c = 0; c < C; c++) u[i * C + c] = F[(i * Q + q) * C + c]
    return sliceOf(state, u)
  }
  const slice = (q: number) => {
    if (n * width * Q > state.limits.slices) return make(q)
    kept[q] ??= make(q).map(state.hold)
    return kept[q]
  }
  return { Q, F, slice }
}

/** Calls `visit` with every block (q, s), s ≤ q, of K̃; one block is alive at a time. */
export function* eachRootBlock(
  state: GramState,
  roots: Roots,
  visit: (q: number, s: number, block: Float64Array) => void,
  onLayer?: OnLayer,
): Program<void> {
  const { machine } = state.net
  for (let q = 0; q < roots.Q; q++)
    yield* scoped(machine, function* () {
      const left = roots.slice(q)
      for (let s = 0; s <= q; s++) {
        const block = yield* scoped(machine, () =>
          gramOf.steps(state, left, s === q ? left : roots.slice(s), s === q ? onLayer : undefined),
        )
        visit(q, s, block)
      }
    })
}

/** Writes block (q, s) of K̃ and its mirror image (s, q) to their places in the whole (nQ×nQ). */
export function placeBlock(K: Float64Array, n: number, Q: number, q: number, s: number, block: Float64Array): void {
  const side = n * Q
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const v = block[i * n + j]
      K[(i * Q + q) * side + j * Q + s] = v
      K[(j * Q + s) * side + i * Q + q] = v
    }
}
