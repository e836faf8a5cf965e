import {
  abs,
  concat,
  engine,
  env,
  getBackend,
  matMul,
  max,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  transpose,
} from '@tensorflow/tfjs-core'

/** Inner length from which tfjs-webgpu splits a matMul over workgroups that add with atomics, in no fixed order. */
const SPLIT_K = 2000
const MATMUL_REDUCE = 0
const MATMUL_PACKED = 3
const MAX_WORKGROUPS = 65535

/**
 * a·b for matrices, or for stacks of matrices (leading dimension). There is no transposed form on purpose: tfjs-webgpu 4.22
 * returns wrong numbers for some of them, so callers pass a materialised transpose.
 */
export function product<T extends Tensor2D | Tensor3D>(a: T, b: T): T {
  const inner = a.shape[a.shape.length - 1]
  if (getBackend() !== 'webgpu' || inner < SPLIT_K) return matMul(a, b) as T
  // Atomic float additions would make a replay differ in its last bits: choose a program with a fixed order instead.
  const m = a.shape[a.shape.length - 2]
  const n = b.shape[b.shape.length - 1]
  const tall = Math.min(m, n) === 1 && Math.max(m, n) <= MAX_WORKGROUPS
  env().set('WEBGPU_MATMUL_PROGRAM_TYPE', tall ? MATMUL_REDUCE : MATMUL_PACKED)
  try {
    return matMul(a, b) as T
  } finally {
    env().set('WEBGPU_MATMUL_PROGRAM_TYPE', -1)
  }
}

/** The last two dimensions exchanged, as a tensor with its own storage. */
export function transposed<T extends Tensor2D | Tensor3D>(a: T): T {
  return (a.shape.length === 2 ? transpose(a, [1, 0]) : transpose(a, [0, 2, 1])) as T
}

/** Smallest power of two that is at least n: few distinct sizes keep the pools of GPU buffers small. */
export function powerOfTwo(n: number): number {
  return 2 ** Math.ceil(Math.log2(n))
}

/** Largest absolute entry of tensors of one shape, as one value. */
export function largest(tensors: readonly Tensor[]): Tensor1D {
  const last = tensors[tensors.length - 1]
  const rows = powerOfTwo(tensors.length)
  const padded = Array.from({ length: rows }, (_, i) => tensors[i] ?? last)
  const stacked = rows === 1 ? last : concat(padded, 0)
  return reshape(max(max(abs(reshape(stacked, [rows, last.size])), 1)), [1])
}

/** Whether tfjs has made a backend of this name (asking tfjs itself would make one). */
export function isOpen(name: string): boolean {
  return name in engine().registry
}

/** Whether a factory of this name is registered. */
export function isKnown(name: string): boolean {
  return name in engine().registryFactory
}
