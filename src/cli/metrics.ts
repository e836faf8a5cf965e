import { csvLine } from '../lib/csv'
import type { NewFile } from './files'

/** metrics.csv of one arm: a header, then a row per measured step. */
export class MetricsFile {
  private lastStep = -1

  constructor(
    private readonly file: NewFile,
    names: readonly string[],
  ) {
    file.text(csvLine(names))
  }

  /** Adds the row of a step unless it is there already: after a divergence the arm stands still. */
  add(step: number, row: Float64Array): void {
    if (step <= this.lastStep) return
    this.lastStep = step
    this.file.text(csvLine(row))
  }
}
