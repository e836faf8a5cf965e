import { NewFile } from './files'

/** The shortest text that reads back to the same float64, as Python, numpy and pandas read it. */
export function numberText(v: number): string {
  if (Number.isNaN(v)) return 'nan'
  if (!Number.isFinite(v)) return v > 0 ? 'inf' : '-inf'
  return Object.is(v, -0) ? '-0' : String(v)
}

/** metrics.csv of one arm: a header, then a row per measured step. */
export class MetricsFile {
  private readonly file: NewFile
  private lastStep = -1

  constructor(path: string, names: readonly string[]) {
    this.file = new NewFile(path)
    this.file.text(`${names.join(',')}\n`)
  }

  /** Adds the row of a step unless it is there already: after a divergence the arm stands still. */
  add(step: number, row: Float64Array): void {
    if (step <= this.lastStep) return
    this.lastStep = step
    this.file.text(`${Array.from(row, numberText).join(',')}\n`)
  }

  finish(): void {
    this.file.finish()
  }

  discard(): void {
    this.file.discard()
  }
}
