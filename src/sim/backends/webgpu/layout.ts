import type { Gpu } from './device'
import { groupSteps, type Summing } from './groups'
import { THREADS, threadSteps } from './threads'

/** Who works on a replica. */
export type Layout = { readonly kind: 'thread' } | { readonly kind: 'group'; readonly lanes: number; readonly summing: Summing }

/** Bytes of a thread's own arrays, at most (WGSL allows 8,192 in all). */
const PRIVATE_BYTES = 8000

/**
 * A thread per replica where the adapter is a processor in truth and w fits; else a workgroup: a single subgroup, or for long w and
 * where there are no subgroups one that sums through its memory.
 */
export function layoutFor(s: number, { software, subgroup }: Pick<Gpu, 'software' | 'subgroup'>): Layout {
  if (software && 8 * (s + 3) <= PRIVATE_BYTES) return { kind: 'thread' }
  if (subgroup >= 4 && s <= 32 * subgroup) return { kind: 'group', lanes: Math.min(32, subgroup), summing: 'subgroup' }
  return { kind: 'group', lanes: s <= 1024 ? 64 : 256, summing: 'barrier' }
}

/** The steps' WGSL for rows of `stride` floats (a multiple of four). */
export function codeOf(layout: Layout, stride: number): string {
  if (layout.kind === 'thread') return threadSteps(stride / 4)
  return groupSteps(stride, layout.lanes, Math.ceil(stride / layout.lanes), layout.summing)
}

/** Workgroups for so many replicas. */
export function groupsFor(layout: Layout, replicas: number): number {
  return layout.kind === 'thread' ? Math.ceil(replicas / THREADS) : replicas
}
