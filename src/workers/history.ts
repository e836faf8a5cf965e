import type { Snapshot } from '../sim/simulation'

/** Numbers kept at most, over all arms: 64 MB. */
const KEPT_NUMBERS = 1 << 23

/**
 * What a run keeps of its past: snapshots to seek from. They thin themselves by dropping every other one when the budget is
 * reached.
 */
export class RunHistory {
  private snapshots: Snapshot[] = []
  private spacing = 64
  /** The step of the newest change, and the snapshot of it, which is kept however the others thin: a drag comes back there. */
  private branch = -1
  private atBranch: Snapshot | undefined

  /** Numbers in a snapshot of all arms, with all that their optimizers keep. */
  constructor(private readonly size: number) {}

  wantsSnapshot(step: number): boolean {
    return this.isDue(step) || (step === this.branch && !this.atBranch)
  }

  private isDue(step: number): boolean {
    const last = this.snapshots.at(-1)
    // Where a second one would not fit, the start alone is kept.
    if (last && 2 * this.size > KEPT_NUMBERS) return false
    return !last || step >= last.step + this.spacing
  }

  addSnapshot(snapshot: Snapshot): void {
    if (snapshot.step === this.branch) {
      this.atBranch = snapshot
      if (!this.isDue(snapshot.step)) return
    }
    this.snapshots.push(snapshot)
    while (this.snapshots.length > 1 && (this.snapshots.length * this.size > KEPT_NUMBERS || this.snapshots.length > 256)) {
      this.snapshots = this.snapshots.filter((_, i) => i % 2 === 0)
      this.spacing *= 2
    }
  }

  /** The latest snapshot at or before a step. */
  before(step: number): Snapshot | undefined {
    const { atBranch } = this
    const found = this.snapshots.findLast(s => s.step <= step)
    return atBranch && atBranch.step <= step && atBranch.step > (found?.step ?? -1) ? atBranch : found
  }

  get newest(): Snapshot | undefined {
    return this.before(Number.POSITIVE_INFINITY)
  }

  /** A change acts at a step: what lies after it is forgotten, for its future has changed. */
  branchAt(step: number): void {
    this.snapshots = this.snapshots.filter(s => s.step <= step)
    if (this.branch !== step) this.atBranch = this.snapshots.find(s => s.step === step)
    this.branch = step
  }
}
