/** Eigenvalues of K that repeat because the last weights do not reach all outputs, found without Lanczos. */

import { type Eigen, eigh } from '../../lib/eigen'
import { dot } from '../../lib/matrix'
import { type Program, scoped } from '../backends/machine/program'
import { rankOf } from '../metrics/geometry'
import { type GramState, gramOf, sliceOf } from './gram'
import { isAffine } from './layout'

/**
 * Repeated eigenvalues of K with several outputs and the squared loss, of which Lanczos would find one copy: a direction e
 * of the outputs that the last weights W do not reach (Wᵀe = 0) is moved by the last layer alone, so that R^n ⊗ e is an
 * invariant subspace of K, with the same eigenvalues for every such e.
 */
export interface Unreached {
  /** Orthonormal e (C entries each). */
  readonly directions: readonly Float64Array[]
  /** eᵀKe, n×n, whatever e. */
  readonly block: Float64Array
  /** Takes the part in those subspaces out of x (n·C), in place. */
  remove(x: Float64Array): Float64Array
}

/** The outputs' directions that the last weights do not reach; null where they reach all of them. */
export function* unreached(state: GramState): Program<Unreached | null> {
  const { net, theta, n } = state
  const C = net.outputs
  const last = net.layers[net.layers.length - 1]
  if (C === 1 || net.loss !== 'squared' || last.activation !== 'identity' || !isAffine(last)) return null
  const { weightAt, stride } = last.map
  const row = (c: number) => theta.subarray(weightAt + c * stride, weightAt + (c + 1) * stride)
  const { values, vectors } = eigh(
    Float64Array.from({ length: C * C }, (_, at) => dot(row(Math.floor(at / C)), row(at % C))),
    C,
  )
  const rank = rankOf(values)
  if (rank === C) return null
  const directions = Array.from({ length: C - rank }, (_, l) => vectors.subarray((rank + l) * C, (rank + l + 1) * C))
  const block = yield* scoped(net.machine, () => {
    const slice = sliceOf(state, raised(new Float64Array(n).fill(1), directions[0]))
    return gramOf.steps(state, slice, slice)
  })
  return {
    directions,
    block,
    remove(x) {
      for (let i = 0; i < n; i++)
        for (const e of directions) {
          const own = x.subarray(i * C, (i + 1) * C)
          const part = dot(own, e)
          for (let c = 0; c < C; c++) own[c] -= part * e[c]
        }
      return x
    },
  }
}

/** u ⊗ e, entry i·C + c. */
const raised = (u: Float64Array, e: Float64Array) =>
  Float64Array.from({ length: u.length * e.length }, (_, at) => u[Math.floor(at / e.length)] * e[at % e.length])

/** The k largest eigenpairs of K from those within reach and those of the block, which count once per unreached direction. */
export function withCopies(within: Eigen | null, { directions }: Unreached, block: Eigen, n: number, k: number): Eigen {
  const side = n * directions[0].length
  const found = Array.from(within?.values ?? [], (value, l) => ({
    value,
    vector: () => within!.vectors.subarray(l * side, (l + 1) * side),
  }))
  for (const [l, value] of block.values.entries())
    for (const e of directions) found.push({ value, vector: () => raised(block.vectors.subarray(l * n, (l + 1) * n), e) })
  const kept = found.sort((a, b) => b.value - a.value).slice(0, k)
  const vectors = new Float64Array(kept.length * side)
  for (const [l, { vector }] of kept.entries()) vectors.set(vector(), l * side)
  return { values: Float64Array.from(kept, e => e.value), vectors }
}
