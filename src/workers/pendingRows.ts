import { elementAt } from '../lib/values'

/** Rows held back for a page that does not acknowledge: beyond this every other one is dropped. */
const MAX_PENDING = 1024

/** The rows of every arm that have not been sent. */
export class PendingRows {
  private rows: Float64Array[][]

  constructor(arms: number) {
    this.rows = Array.from({ length: arms }, () => [])
  }

  /** A row per arm. */
  add(rows: readonly Float64Array[]): void {
    for (const [a, row] of rows.entries()) elementAt(this.rows, a).push(row)
    if (elementAt(this.rows, 0).length > MAX_PENDING) this.rows = this.rows.map(kept => kept.filter((_, i) => i % 2 === 1))
  }

  /** Forgets what lies after a step. */
  cut(step: number): void {
    this.rows = this.rows.map(rows => rows.filter(row => elementAt(row, 0) <= step))
  }

  /** Per arm all rows, `width` numbers each, one after the other; none is held then. */
  take(width: number): Float64Array[] {
    return this.rows.map(rows => {
      const packed = new Float64Array(rows.length * width)
      for (const [i, row] of rows.splice(0).entries()) packed.set(row, i * width)
      return packed
    })
  }
}
