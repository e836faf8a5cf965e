// Every kernel works on byte addresses that the engine hands in; nothing here allocates.
export { configure, effective, rangeOf, residuals } from './problem'
export { advance } from './advance'
export { finish, macro, packCols, packRows } from './gemm'
export { peak } from './peak'

/** The first free address. */
export function heapBase(): usize {
  return __heap_base
}
