import { csvLine } from '../lib/csv'
import { NewFile } from './files'

/** metrics.csv of one arm: a header, then a row per measured step. */
export class MetricsFile {
  private readonly file: NewFile
  private lastStep = -1

  constructor(path: string, names: readonly string[]) {
    this.file = new NewFile(path)
    this.file.text(csvLine(names))
  }

  /** Adds the row of a step unless it is there already: after a divergence the arm stands still. */
  add(step: number, row: Float64Array): void {
    if (step <= this.lastStep) return
    this.lastStep = step
    this.file.text(csvLine(row))
  }

  finish(): void {
    this.file.finish()
  }

  discard(): void {
    this.file.discard()
  }
}
