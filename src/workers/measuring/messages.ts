import type { Scenario } from '../../scenario'
import type { OwnData } from '../../sim/files/own'
import type { Sight } from '../../sim/simulation'
import type { Window } from '../observer'
import type { Failure } from '../protocol'

/** What the simulation worker asks of the measuring one, in this order: first of all to open the run's problem. */
export type MeasuringAsk =
  | { readonly type: 'open'; readonly scenario: Scenario; readonly backend: 'wasm' | 'reference'; readonly own: OwnData | null }
  /** Rows of a run that stands there, with the changes and the view of `scenario`. */
  | { readonly type: 'measure'; readonly scenario: Scenario; readonly sight: Sight }
  | { readonly type: 'plane'; readonly scenario: Scenario }
  | { readonly type: 'landscape'; readonly scenario: Scenario; readonly window: Window }
  | { readonly type: 'certify' }
  /** What lies after a step is no longer part of the run. Answered with null. */
  | { readonly type: 'cut'; readonly step: number }

export interface ToMeasuring {
  readonly id: number
  readonly ask: MeasuringAsk
}

/** An answer, or what share of it is done. */
export type FromMeasuring = { readonly id: number } & (
  | { readonly result: unknown }
  | { readonly failure: Failure }
  | { readonly share: number }
)
