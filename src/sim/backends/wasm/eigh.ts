import { type Eigen, type Eigh, unconverged, unknownEigen } from '../../../lib/eigen'
import { Arena } from './arena'
import { compileKernels, instantiateKernels, type Kernels } from './module'

// Reflectors per block: BLOCK of assembly/tridiagonal.ts.
const BLOCK = 32
// Sweeps of rotations collected before they are applied.
const QL_SWEEPS = 32
// Memory is kept from call to call up to this size.
const KEPT_MEMORY = 64 * 0x100000

/**
 * A symmetric eigen-solver in WebAssembly: blocked Householder tridiagonalization, then implicit QL; reads the upper
 * triangle. The same bits everywhere. NaN throughout where the matrix is not finite.
 */
export async function createWasmEigh(): Promise<Eigh> {
  const module = await compileKernels()
  let kernels: Kernels | null = await instantiateKernels(module)
  return (A, n) => {
    if (!Number.isInteger(n) || n < 1 || A.length !== n * n) {
      throw new RangeError(`eigh needs an n×n matrix, n ≥ 1; got n = ${n} and ${A.length} entries`)
    }
    kernels ??= new WebAssembly.Instance(module, {}).exports as unknown as Kernels
    const result = solve(kernels, A, n)
    if (kernels.memory.buffer.byteLength > KEPT_MEMORY) kernels = null
    return result
  }
}

/** A power of two that brings the largest entry of the upper triangle near 1 (below 2); 0 for the zero matrix, NaN for one that is not finite. */
function scaleOf(A: Float64Array, n: number): number {
  let largest = 0
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      const size = Math.abs(A[i * n + j])
      if (!(size <= Number.MAX_VALUE)) return Number.NaN
      if (size > largest) largest = size
    }
  }
  if (largest === 0) return 0
  let scale = 1
  while (largest * scale >= 2) scale /= 2
  while (largest * scale < 1 && scale < 1e300) scale *= 2
  return scale
}

function solve(kernels: Kernels, A: Float64Array, n: number): Eigen {
  const scale = scaleOf(A, n)
  if (Number.isNaN(scale)) return unknownEigen(n, n)
  const arena = new Arena(kernels.memory, kernels.heapBase())
  const strips = Math.ceil(n / 8)
  const stride = strips % 16 === 0 ? 8 * strips + 8 : 8 * strips
  const ld = 8 * stride
  const fours = Math.ceil(n / 4) * 4
  const take = (doubles: number) => arena.take(8 * doubles, `An eigenvalue problem with n = ${n}`)
  const a = take(Math.max(fours * stride, n * 8 * strips))
  const p = take(fours * stride)
  const [d, e, tau, minus] = [take(fours), take(fours), take(fours), take(2 * BLOCK)]
  const panel = take(3 * BLOCK * stride)
  const [t, y] = [take(BLOCK * BLOCK), take(2 * 128 * BLOCK)]
  const [left, right] = [take(Math.max(fours * 2 * BLOCK, 128 * 256)), take(Math.max(fours * 2 * BLOCK, BLOCK * 256))]
  const room = QL_SWEEPS * n
  const [rotations, headers] = [take(2 * room), take(4 * QL_SWEEPS)]

  const matrix = arena.f64(a, fours * stride).fill(0)
  const identity = arena.f64(p, fours * stride).fill(0)
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) matrix[i * stride + j] = A[i * n + j] * scale
    identity[i * stride + i] = 1
  }
  arena.f64(minus, 2 * BLOCK).fill(-1)
  kernels.tridiagonalize(a, ld, n, d, e, tau, panel, left, right, minus)
  kernels.accumulate(a, ld, n, tau, p, panel, t, y, left, right, minus)
  kernels.toStrips(p, ld, n, strips, a)
  if (!kernels.ql(n, d, e, a, strips, rotations, room, headers, 4 * QL_SWEEPS)) throw unconverged(n)

  const found = arena.f64(d, n)
  const order = Array.from({ length: n }, (_, k) => k).sort((i, j) => found[j] - found[i] || i - j)
  for (let k = 0; k < n; k++) kernels.fromStrips(a, n, order[k], p + 8 * k * n)
  const values = Float64Array.from(order, k => (scale === 0 ? 0 : found[k] / scale))
  return { values, vectors: arena.f64(p, n * n).slice() }
}
