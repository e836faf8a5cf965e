/** The kernels of networks (`assembly/net.ts`), chosen by precision: addresses and counts are unsigned 32-bit integers passed as numbers. */

import type { Precision } from '../types'
import { compiled, type Instance, instantiated } from './module'
import { DEFLATED_BASE64 } from './netKernels.generated'

type Kernel = (...numbers: number[]) => number

const NAMES = [
  ...(['fromRows', 'toRows', 'mirror', 'gram', 'rowSums', 'timesFour', 'divide'] as const),
  ...(['descend', 'heavyBall', 'along', 'adam', 'rmsprop'] as const),
  ...(['forward', 'backward', 'weights', 'outer', 'convolve', 'spreadBack', 'sampleFilters', 'addFilters'] as const),
  ...([
    'multiply',
    'add',
    'combine',
    'relu',
    'leaky',
    'square',
    'fill',
    'smooth',
    'bend',
    'products',
    'contract',
    'lengths',
    'normalize',
    'causal',
    'maxima',
    'pick',
    'drop',
    'average',
    'spread',
  ] as const),
] as const

export type NetKernels = Readonly<Record<(typeof NAMES)[number], Kernel>> & {
  guard(from: number, lines: number, to: number): void
  scratchLines(rows: number): number
  innerFours(Q: number, pitch: number, groups: number, n: number, W: number, H: number): void
  subtractFours(Q: number, pitch: number, groups: number, n: number, W: number, H: number): void
  orthonormalize(W: number, n: number, R: number, least: number): void
}

export const compileNetKernels = () => compiled(DEFLATED_BASE64)

/** A fresh instance with its own memory, and its kernels of a precision. */
export async function instantiateNetKernels(
  module: WebAssembly.Module,
  precision: Precision,
): Promise<Instance & { readonly kernels: NetKernels }> {
  const all = await instantiated<Instance & NetKernels & Readonly<Record<string, Kernel>>>(module)
  const bits = precision === 'f64' ? 64 : 32
  const chosen = Object.fromEntries(NAMES.map(name => [name, all[`${name}${bits}`]])) as Record<(typeof NAMES)[number], Kernel>
  const { memory, heapBase, guard, scratchLines, innerFours, subtractFours, orthonormalize } = all
  return { memory, heapBase, kernels: { ...chosen, guard, scratchLines, innerFours, subtractFours, orthonormalize } }
}
