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
  const kept = wishes.map((_, i) => i).filter(i => Number.isFinite(wishes[i].at))
  const size = (i: number) => wishes[i].size
  const total = () => kept.reduce((sum, i) => sum + size(i), 0)
  while (kept.length > 0 && total() > hi - lo + 1e-9) {
    let worst = 0
    kept.forEach((i, j) => {
      if ((wishes[i].priority ?? 0) <= ((wishes[kept[worst] as number] as Wish).priority ?? 0)) worst = j
    })
    kept.splice(worst, 1)
  }
  kept.sort((a, b) => wishes[a].at - wishes[b].at || a - b)
  // A block of touching labels has one free number, its start: the mean of what its members ask for, kept inside.
  interface Block {
    members: number[]
    sum: number
    length: number
    start: number
  }
  const blocks: Block[] = []
  const settle = (b: Block) => {
    b.start = Math.max(lo, Math.min(hi - b.length, b.sum / b.members.length))
  }
  for (const i of kept) {
    const block: Block = { members: [i], sum: wishes[i].at - size(i) / 2, length: size(i), start: 0 }
    settle(block)
    blocks.push(block)
    for (;;) {
      const right = blocks[blocks.length - 1] as Block
      const left = blocks[blocks.length - 2]
      if (!left || left.start + left.length <= right.start + 1e-9) break
      left.sum += right.sum - right.members.length * left.length
      left.members.push(...right.members)
      left.length += right.length
      settle(left)
      blocks.pop()
    }
  }
  for (const b of blocks) {
    let at = b.start
    for (const i of b.members) {
      out[i] = at + size(i) / 2
      at += size(i)
    }
  }
  return out
}
