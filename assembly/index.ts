// Every kernel works on byte addresses that the engine hands in; nothing here allocates.
export { configure, effective, rangeOf, residuals } from './problem'
export { advance } from './advance'
export { gradientAt } from './slope'
export { heapBase } from './heap'
export { finish, macro, packCols, packRows } from './gemm'
export { fromStrips, ql, toStrips } from './ql'
export { accumulate } from './reflectors'
export { tridiagonalize } from './tridiagonal'
