import type { Scenario } from '../../scenario'
import type { EnsembleMachine } from '../../sim/backends/ensemble'
import type { EnsembleReport } from './messages'
import type { Recursion } from './recursion'

/** The replicas of a scenario as their follower sees them: think of a run that is many, and can go on, be read, and begin again. */
export interface Replicas extends Pick<EnsembleReport, 'R' | 'net' | 'columns' | 'first' | 'inexact'> {
  /** What computes them. */
  readonly machine: EnsembleMachine
  readonly step: number
  /** E[L] exactly, beside them; null where there is no such thing. */
  readonly recursion: Recursion | null
  /** Takes the steps up to `step` with the settings in force at each; returns why it stopped before, or null. */
  advanceTo(step: number, scenario: Scenario): Promise<string | null>
  /** What `columns` name, at the present step. */
  row(): Promise<number[]>
  /** First passage of every replica; −1 for not yet. */
  escapes(): Promise<Float64Array>
  /** Log energies of every replica along the k sharpest directions of G, then along all others; null where they are not known. */
  cloud(k: number): Promise<Float64Array | null>
  /** Back to the start with another threshold. */
  setThreshold(threshold: number): void | Promise<void>
  /** Back to the start. */
  reset(): void | Promise<void>
  dispose(): void
}
