/**
 * What the instructions allow on one core: float64 multiply-adds of plain WebAssembly SIMD with all operands in registers, and what
 * numpy's BLAS reaches in products of large matrices.
 */
import { nodeChild, pythonChild } from '../core/children'
import { type Contestant, race } from '../core/race'
import type { Cell, Row } from '../core/row'

const ROUNDS = 200_000
const SIDE = 1000

export async function rows(say: (row: Row) => void): Promise<void> {
  const blas = (precision: string): Contestant => ({
    who: `numpy ${precision}, products of ${SIDE}×${SIDE}`,
    child: pythonChild(1),
    job: { library: 'numpy', kind: 'product', side: SIDE, precision },
    per: 2 * SIDE ** 3,
  })
  // Two doubles at a time, four accumulators of two operations each: see assembly/peak.ts.
  const own: Contestant = { who: 'wasm SIMD f64, in registers', child: nodeChild(), job: { by: 'peak', rounds: ROUNDS }, per: 32 * ROUNDS }
  const cells = (await race([own, blas('f64'), blas('f32')])).map(rate)
  say({
    ...{ part: 'roofline', group: 'what the instructions allow', name: 'one core', unit: 'GFLOP/s', cells, targets: [] },
    note: 'Plain WebAssembly SIMD is 128 bits wide; in float32 it does twice its float64 figure.',
  })
}

/** Operations per second, in 10⁹, of milliseconds per operation. */
function rate(cell: Cell): Cell {
  if ('missing' in cell) return cell
  const { lower, median, upper } = cell
  return { ...cell, lower: 1e-6 / upper, median: 1e-6 / median, upper: 1e-6 / lower }
}
