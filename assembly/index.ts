// Every kernel works on byte addresses that the engine hands in; nothing here allocates.
export { configure, effective, rangeOf, residuals } from './problem'
export { advance } from './advance'
export { gradientAt } from './slope'
export { ensembleEnergies, ensembleSetup, ensembleSteps } from './ensemble'
export { finish, macro, packCols, packRows } from './gemm'
export { peak } from './peak'
export { fromStrips, ql, toStrips } from './ql'
export { accumulate } from './reflectors'
export { tridiagonalize } from './tridiagonal'

/** The first free address. */
export function heapBase(): usize {
  return __heap_base
}
