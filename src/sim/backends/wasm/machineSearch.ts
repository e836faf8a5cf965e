/** The leading eigenpairs of a matrix in the memory of the wasm machine: `searchLeading`, Lanczos in blocks of four vectors. */

import ln from '@stdlib/math-base-special-ln'
import type { Eigen, Eigh } from '../../../lib/eigen'
import { CLOSED } from '../../../lib/krylov'
import type { Heap } from './machineHeap'
import type { NetKernels } from './machineKernels'
import { BlockKrylov, FOUR, type Stored } from './machineKrylov'

/** Vectors that a search may hold. */
const MOST = 512
/** Sizes of a matrix beyond which squares would leave the range of numbers. */
const [SMALLEST, LARGEST] = [1e-100, 1e100]

/**
 * The k largest eigenpairs of a positive semi-definite matrix, zeros left out: ‖Av − λv‖ ≤ tolerance·‖A‖. Where a Krylov space
 * closes early, another is opened beside it, until one has nothing larger than what is known. Null where that takes more than
 * 512 vectors, or where squares of its entries would leave the range of numbers.
 */
export function searchLeading(kernels: NetKernels, heap: Heap, A: Stored, k: number, tolerance: number, solve: Eigh): Eigen | null {
  const most = Math.min(MOST, Math.floor(A.n / FOUR) * FOUR)
  const space = new BlockKrylov(kernels, heap, A, most)
  try {
    return search(space, most, A.n, k, tolerance, solve)
  } finally {
    space.free()
  }
}

function search(space: BlockKrylov, most: number, n: number, k: number, tolerance: number, solve: Eigh): Eigen | null {
  let ritz: Eigen = { values: new Float64Array(0), vectors: new Float64Array(0) }
  for (let block = 0; space.size < most && space.open(block); block++) {
    const first = space.size
    const before = ritz.values[k - 1] ?? 0
    let last = { size: first, left: 1 }
    let closed = false
    for (let next = 2 * k + 16; !closed; ) {
      if (space.size === most) return null
      const rest = space.grow()
      const { size, scale } = space
      if (!(scale === 0 || (scale > SMALLEST && scale < LARGEST))) return null
      closed = rest.every(v => v === 0)
      if (!closed && size < next && size < most) continue
      ritz = solve(space.projected(), size)
      space.scale = Math.max(scale, ritz.values[0])
      if (closed) continue
      const left = residual(ritz, rest, size, k) / ritz.values[0]
      if (left <= tolerance) return pairs(space, ritz, k)
      // The residuals fall as they did since the last check, or faster.
      const rate = ln(last.left / left) / (size - last.size)
      next = size + Math.min(size / 5, rate > 0 ? ln(left / tolerance) / rate : size)
      last = { size, left }
    }
    const own = first === 0 ? ritz.values[0] : solve(space.projected(first), space.size - first).values[0]
    if (!(own > 0) || (block > 0 && own <= Math.max(before, CLOSED * space.scale))) return pairs(space, ritz, k)
  }
  return space.size === most && most < n ? null : pairs(space, ritz, k)
}

/** The leading Ritz pairs without what is zero. */
function pairs(space: BlockKrylov, { values, vectors }: Eigen, k: number): Eigen {
  const least = space.size * Number.EPSILON * values[0]
  const count = Math.min(k, values.filter(v => v > least).length)
  return { values: values.slice(0, count), vectors: space.combined(vectors, count) }
}

/** The largest ‖Av − λv‖ of the k leading Ritz pairs: the last entries of a vector times the factor of what follows. */
function residual({ vectors }: Eigen, rest: Float64Array, size: number, k: number): number {
  let largest = size < k ? Number.POSITIVE_INFINITY : 0
  for (let l = 0; l < Math.min(k, size); l++) {
    const end = vectors.subarray((l + 1) * size - FOUR, (l + 1) * size)
    let sum = 0
    for (let i = 0; i < FOUR; i++) {
      let part = 0
      for (let j = i; j < FOUR; j++) part += rest[i * FOUR + j] * end[j]
      sum += part * part
    }
    largest = Math.max(largest, Math.sqrt(sum))
  }
  return largest
}
