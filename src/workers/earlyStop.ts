import { type Columns, type Scenario, type Stopped, stopAt } from '../scenario'

/**
 * Where a run is to stop before its last step. Rows say so when they are read; the run asks before it takes steps. One that stopped
 * and is played on goes on to its end, until it goes back before that step or its course changes.
 */
export class EarlyStop {
  /** What the newest row that meets the scenario's rule says. */
  private met: Stopped | null = null
  private stopped: Stopped | null = null
  private passed = false

  /** A row per arm. */
  read(scenario: Scenario, rows: readonly Float64Array[], columns: Columns): void {
    this.met = stopAt(scenario, rows, columns) ?? this.met
  }

  /** Whether the run stops at a step, which is then what it stopped for. */
  stopsAt(step: number): boolean {
    const { met } = this
    if (this.passed || met?.step !== step) return false
    this.stopped = met
    return true
  }

  /** What the run stopped for at a step. */
  at(step: number): Stopped | null {
    return !this.passed && this.stopped?.step === step ? this.stopped : null
  }

  /** The run is played from a step. */
  goOn(step: number): void {
    if (this.at(step)) this.passed = true
  }

  /** The run goes to a step. */
  back(step: number): void {
    if (this.stopped && step < this.stopped.step) this.passed = false
  }

  /** From a step on the run or its rule is another. */
  cut(step: number): void {
    if (this.met && this.met.step >= step) this.met = null
    if (this.stopped && this.stopped.step >= step) this.stopped = null
    if (!this.stopped) this.passed = false
  }
}
