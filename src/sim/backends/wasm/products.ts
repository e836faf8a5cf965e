import type { Slices } from '../pause'
import { BLOCK_ROWS, multiply, type Pack, symmetric, takeScratch, type Workshop } from './blocked'
import { checkLength, type EngineMemory, sampleVector } from './engineMemory'
import { padded } from './layout'

function workshop(memory: EngineMemory, slices: Slices): Workshop {
  memory.scratch ??= takeScratch(memory.arena)
  return { kernels: memory.kernels, arena: memory.arena, scratch: memory.scratch, slices }
}

/** (1/n) Σ_i w_i x_i x_iᵀ, d×d; null weights are ones. */
export function moment(memory: EngineMemory, slices: Slices, weights: Float64Array | null): Promise<Float64Array> {
  const { kernels, arena, n, d, X, ld } = memory
  let at = 0
  if (weights) {
    checkLength('weights', weights, n)
    at = sampleVector(memory)
    arena.f64(at, n).set(weights)
  }
  const plain: Pack = (j, cols, i, depth, to) => kernels.packCols(X + i * ld + 8 * j, ld, cols, depth, 0, to)
  const weighted: Pack = (j, cols, i, depth, to) => kernels.packCols(X + i * ld + 8 * j, ld, cols, depth, at + 8 * i, to)
  return symmetric(workshop(memory, slices), d, n, weights ? weighted : plain, plain, 1 / n)
}

/** X M Xᵀ, n×n; M is d×d symmetric, null is the identity. X·M is formed for one block of rows at a time. */
export async function gram(memory: EngineMemory, slices: Slices, M: Float64Array | null): Promise<Float64Array> {
  const { kernels, arena, n, d, X, ld } = memory
  const shop = workshop(memory, slices)
  const rowsOfX: Pack = (i, rows, k, depth, to) => kernels.packRows(X + i * ld + 8 * k, ld, rows, depth, to)
  if (!M) return symmetric(shop, n, d, rowsOfX, rowsOfX, 1)
  checkLength('M', M, d * d)
  const width = padded(d)
  const wide = 8 * width
  memory.M ??= arena.take(width * wide, 'A d×d matrix')
  memory.XM ??= arena.take(BLOCK_ROWS * wide, 'A block of X·M')
  const { M: factor, XM: block } = memory
  const target = arena.f64(factor, width * width)
  for (let j = 0; j < d; j++) target.set(M.subarray(j * d, (j + 1) * d), j * width)
  const columnsOfM: Pack = (j, cols, k, depth, to) => kernels.packCols(factor + k * wide + 8 * j, wide, cols, depth, 0, to)
  const rowsOfBlock: Pack = (_, rows, k, depth, to) => kernels.packRows(block + 8 * k, wide, rows, depth, to)
  return symmetric(shop, n, d, rowsOfBlock, rowsOfX, 1, (i, count) => {
    const here: Pack = (_, rows, k, depth, to) => rowsOfX(i, rows, k, depth, to)
    return multiply(shop, count, d, d, here, columnsOfM, block, wide)
  })
}
