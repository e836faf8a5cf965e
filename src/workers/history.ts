import { elementAt } from '../lib/values'
import type { Snapshot } from '../sim/simulation'

/** Numbers kept at most, over all arms: 64 MB each for the places and for the snapshots. */
const KEPT_NUMBERS = 1 << 23

/**
 * What a run keeps of its past: snapshots to seek from. They thin themselves by dropping every other one when the budget is
 * reached.
 */
export class RunHistory {
  private snapshots: Snapshot[] = []
  private spacing = 64

  /** Numbers in a snapshot of all arms, with all that their optimizers keep. */
  constructor(private readonly size: number) {}

  wantsSnapshot(step: number): boolean {
    const last = this.snapshots.at(-1)
    // Where a second one would not fit, the start alone is kept.
    if (last && 2 * this.size > KEPT_NUMBERS) return false
    return !last || step >= last.step + this.spacing
  }

  addSnapshot(snapshot: Snapshot): void {
    this.snapshots.push(snapshot)
    while (this.snapshots.length > 1 && (this.snapshots.length * this.size > KEPT_NUMBERS || this.snapshots.length > 256)) {
      this.snapshots = this.snapshots.filter((_, i) => i % 2 === 0)
      this.spacing *= 2
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
    this.snapshots = this.snapshots.filter(s => s.step <= step)
  }
}

/** θ at measured steps, so that paths can be drawn on another plane; thinned like snapshots. */
export class Places {
  private points: { step: number; thetas: readonly Float64Array[] }[] = []
  private spacing = 1

  /** Numbers in θ of all arms. */
  constructor(private readonly size: number) {}

  /** Whether θ of this step is wanted. */
  wants(step: number): boolean {
    if (2 * this.size > KEPT_NUMBERS) return false
    const last = this.points.at(-1)
    return !last || step >= last.step + this.spacing
  }

  add(step: number, thetas: readonly Float64Array[]): void {
    this.points.push({ step, thetas })
    while (this.points.length > 2 && (this.points.length * this.size > KEPT_NUMBERS || this.points.length > 8192)) {
      this.points = this.points.filter((_, i) => i % 2 === 0)
      this.spacing *= 2
    }
  }

  /** Forgets what lies after a step. */
  cut(step: number): void {
    this.points = this.points.filter(p => p.step <= step)
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
    return this.spacing === 1 || this.points.length > 64
  }
}
