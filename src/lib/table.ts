/**
 * Rows of numbers kept column by column, growing without bound in step but not in size: when `capacity` rows are reached
 * every other one is dropped, the newest always being kept.
 */
export class Table {
  private columns: Float64Array[]
  length = 0

  constructor(
    readonly width: number,
    private readonly capacity = 4096,
  ) {
    this.columns = Array.from({ length: width }, () => new Float64Array(64))
  }

  /** A live view of a column; take it anew after appending. */
  column(index: number): Float64Array {
    return this.columns[index].subarray(0, this.length)
  }

  value(row: number, index: number): number {
    return row >= 0 && row < this.length ? this.columns[index][row] : Number.NaN
  }

  /** Appends packed rows; one whose column 0 is known already takes the known one's place, others not beyond the last are skipped. */
  append(rows: Float64Array): void {
    for (let from = 0; from + this.width <= rows.length; from += this.width) {
      if (this.length > 0 && rows[from] <= this.columns[0][this.length - 1]) {
        const known = this.indexOf(rows[from])
        if (this.value(known, 0) === rows[from]) for (let c = 0; c < this.width; c++) this.columns[c][known] = rows[from + c]
        continue
      }
      if (this.length === this.capacity) this.thin()
      if (this.length === this.columns[0].length) this.grow()
      for (let c = 0; c < this.width; c++) this.columns[c][this.length] = rows[from + c]
      this.length++
    }
  }

  /** Row index of the last row whose column 0 is at most `value`; −1 if there is none. */
  indexOf(value: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const mid = (low + high) >> 1
      if (this.columns[0][mid] <= value) low = mid + 1
      else high = mid
    }
    return low - 1
  }

  /** Drops the rows whose column 0 is beyond `value`. */
  truncate(value: number): void {
    this.length = this.indexOf(value) + 1
  }

  private grow(): void {
    this.columns = this.columns.map(old => {
      const wider = new Float64Array(Math.min(this.capacity, old.length * 2))
      wider.set(old)
      return wider
    })
  }

  private thin(): void {
    const kept = this.length >> 1
    for (const column of this.columns) for (let i = 0; i < kept; i++) column[i] = column[2 * i + 1]
    this.length = kept
  }
}
