import type { Activity } from './ticker'

/** A measurement under way. */
export interface Look extends Activity {
  readonly step: number
  /** Its rows are not wanted any more: the run has changed, or the user has. */
  void: boolean
  givenUp: boolean
}

/** The way to a step that was asked for. */
export interface Way extends Activity {
  readonly target: number
  /** Back to the nearest snapshot first, and measured anew at the end. */
  readonly seeks: boolean
  from: number | null
  arrived(): void
}

/** Milliseconds after which a measurement that is void is not waited for: whoever measures is replaced sooner than it would end. */
export const VOID_MS = 1000
