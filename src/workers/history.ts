import { elementAt } from '../lib/values'
import type { Snapshot } from '../sim/simulation'

/** Numbers kept at most, over all arms: 64 MB each for the history of θ and for the checkpoints. */
const KEPT_NUMBERS = 1 << 23

/**
 * What a run keeps of its past: θ at measured steps, so that paths can be drawn on another plane, and snapshots to seek
 * from. Both thin themselves by dropping every other entry when the budget is reached.
 */
export class RunHistory {
  private points: { step: number; thetas: readonly Float64Array[] }[] = []
  private snapshots: Snapshot[] = []
  private pointSpacing = 1
  private snapshotSpacing = 64

  /** Numbers in θ of all arms, and in a snapshot of them with all that their optimizers keep. */
  constructor(
    private readonly pointSize: number,
    private readonly snapshotSize: number,
  ) {}

  /** Whether θ of this step is wanted. */
  wantsPoint(step: number): boolean {
    if (2 * this.pointSize > KEPT_NUMBERS) return false
    const last = this.points.at(-1)
    return !last || step >= last.step + this.pointSpacing
  }

  addPoint(step: number, thetas: readonly Float64Array[]): void {
    this.points.push({ step, thetas })
    while (this.points.length > 2 && (this.points.length * this.pointSize > KEPT_NUMBERS || this.points.length > 8192)) {
      this.points = this.points.filter((_, i) => i % 2 === 0)
      this.pointSpacing *= 2
    }
  }

  wantsSnapshot(step: number): boolean {
    const last = this.snapshots.at(-1)
    // Where a second one would not fit, the start alone is kept.
    if (last && 2 * this.snapshotSize > KEPT_NUMBERS) return false
    return !last || step >= last.step + this.snapshotSpacing
  }

  addSnapshot(snapshot: Snapshot): void {
    this.snapshots.push(snapshot)
    while (this.snapshots.length > 1 && (this.snapshots.length * this.snapshotSize > KEPT_NUMBERS || this.snapshots.length > 256)) {
      this.snapshots = this.snapshots.filter((_, i) => i % 2 === 0)
      this.snapshotSpacing *= 2
    }
  }

  /** The latest snapshot at or before a step. */
  before(step: number): Snapshot | undefined {
    return this.snapshots.findLast(s => s.step <= step)
  }

  get newest(): Snapshot | undefined {
    return this.snapshots.at(-1)
  }

  /** Forgets what lies after a step: its future has changed. */
  cut(step: number): void {
    this.points = this.points.filter(p => p.step <= step)
    this.snapshots = this.snapshots.filter(s => s.step <= step)
  }

  /** Per arm (step, x, y) triples under a projection. */
  paths(arms: number, project: (theta: Float64Array) => readonly [number, number]): Float64Array[] {
    return Array.from({ length: arms }, (_, a) => {
      const path = new Float64Array(3 * this.points.length)
      for (const [i, { step, thetas }] of this.points.entries()) path.set([step, ...project(elementAt(thetas, a))], 3 * i)
      return path
    })
  }

  get whole(): boolean {
    return this.pointSpacing === 1 || this.points.length > 64
  }
}
