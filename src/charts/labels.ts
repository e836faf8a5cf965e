/** Names on one line, moved apart where they would touch. */
import { min, sum } from 'd3-array'
import { numberAt } from '../lib/values'

/** A label on one dimension: where it wants its centre, how long it is (both in pixels). */
export interface Wish {
  readonly at: number
  readonly size: number
  /** Higher survives when not all fit. */
  readonly priority?: number
}

/**
 * Centres for labels on one line so that none overlaps another and all lie within [lo, hi], moved as little as possible
 * (least squares, by pooling neighbours). Labels that cannot fit are NaN: the lowest priority goes first.
 */
export function deoverlap(wishes: readonly Wish[], lo: number, hi: number): number[] {
  const out = wishes.map(() => Number.NaN)
  const kept = wishes.map(({ at, size, priority = 0 }, i) => ({ i, at, size, priority })).filter(({ at }) => Number.isFinite(at))
  while (kept.length > 0 && sum(kept, wish => wish.size) > hi - lo + 1e-9) {
    const least = min(kept, wish => wish.priority)
    kept.splice(
      kept.findLastIndex(wish => wish.priority === least),
      1,
    )
  }
  kept.sort((a, b) => a.at - b.at || a.i - b.i)
  // A block of touching labels has one free number, its start: the mean of what its members ask for, kept inside.
  interface Block {
    members: typeof kept
    sum: number
    length: number
    start: number
  }
  const blocks: Block[] = []
  const settle = (b: Block) => {
    b.start = Math.max(lo, Math.min(hi - b.length, b.sum / b.members.length))
  }
  for (const wish of kept) {
    let right: Block = { members: [wish], sum: wish.at - wish.size / 2, length: wish.size, start: 0 }
    settle(right)
    for (let left = blocks.at(-1); left && left.start + left.length > right.start + 1e-9; left = blocks.at(-1)) {
      left.sum += right.sum - right.members.length * left.length
      left.members.push(...right.members)
      left.length += right.length
      settle(left)
      right = left
      blocks.pop()
    }
    blocks.push(right)
  }
  for (const b of blocks) {
    let at = b.start
    for (const { i, size } of b.members) {
      out[i] = at + size / 2
      at += size
    }
  }
  return out
}

/** The labels that fit within [lo, hi], each with its centre. */
export function placeLabels<T extends Wish>(labels: readonly T[], lo: number, hi: number): (T & { readonly centre: number })[] {
  const centres = deoverlap(labels, lo, hi)
  return labels.flatMap((label, i) => {
    const centre = numberAt(centres, i)
    return Number.isNaN(centre) ? [] : [{ ...label, centre }]
  })
}
