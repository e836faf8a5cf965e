import type { Scenario } from '../../scenario'
import type { OwnData } from '../../sim/files/own'
import type { Lattice, Plane } from '../../sim/plane'
import type { PlaceOfArm } from '../../sim/planes/laying'
import type { Question } from '../../sim/probe/probe'
import type { Sight } from '../../sim/simulation'
import type { Anew } from '../observer'
import type { Failure } from '../protocol'

/** What the simulation worker asks of the measuring one, in this order: first of all to open the run's problem. */
export type MeasuringAsk =
  | { readonly type: 'open'; readonly scenario: Scenario; readonly backend: 'wasm' | 'reference'; readonly own: OwnData | null }
  /** Rows of a run that stands there, with the changes and the view of `scenario`; on `plane` from now on, where it is given, or on one laid at `at`. */
  | {
      readonly type: 'measure'
      readonly scenario: Scenario
      readonly sight: Sight
      readonly plane?: Plane | undefined
      readonly at?: PlaceOfArm | undefined
    }
  /** The plane of directions of G, laid anew where `anew` says so. */
  | { readonly type: 'plane'; readonly scenario: Scenario; readonly anew?: Anew | undefined }
  /**
   * On the last plane that was given with any message before it, and between the others, which it does not wait for; given up when another
   * is asked for. Takes a part of the time alone where the processors are `busy`.
   */
  | { readonly type: 'landscape'; readonly lattice: Lattice; readonly busy: boolean; readonly plane?: Plane | undefined }
  | { readonly type: 'probe'; readonly scenario: Scenario; readonly question: Question; readonly plane?: Plane | undefined }
  | { readonly type: 'certify' }

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
