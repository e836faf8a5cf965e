import type { Scenario } from '../../scenario'
import type { OwnData } from '../../sim/files/own'
import type { Lattice } from '../../sim/plane'
import type { PlaceOfArm } from '../../sim/planes/laying'
import type { Question } from '../../sim/probe/probe'
import type { Sight } from '../../sim/simulation'
import type { Anew } from '../observer'
import type { Failure } from '../protocol'
import type { Told } from './planesTold'

/** What the simulation worker asks of the measuring one, in this order: first of all to open the run's problem. */
export type MeasuringAsk =
  | { readonly type: 'open'; readonly scenario: Scenario; readonly backend: 'wasm' | 'reference'; readonly own: OwnData | null }
  /** Rows of a run that stands there, with the changes and the view of `scenario`; on another plane from now on, where it is named, or on one laid at `at`. */
  | {
      readonly type: 'measure'
      readonly scenario: Scenario
      readonly sight: Sight
      readonly on?: Told | undefined
      readonly at?: PlaceOfArm | undefined
    }
  /** The plane of directions of G, laid anew where `anew` says so; spoken of by `id` from then on. */
  | { readonly type: 'plane'; readonly scenario: Scenario; readonly anew?: Anew | undefined; readonly id: number }
  /**
   * Between the others, which it does not wait for; given up when another is asked for. Takes a part of the time alone where the
   * processors are `busy`.
   */
  | { readonly type: 'landscape'; readonly lattice: Lattice; readonly busy: boolean; readonly on: Told }
  | { readonly type: 'probe'; readonly scenario: Scenario; readonly question: Question; readonly on?: Told | undefined }
  | { readonly type: 'certify' }

/** Whether vectors of an earlier message are read no longer once this one has come. */
export const letsGo = (ask: MeasuringAsk): boolean => ask.type === 'measure' || ('on' in ask && ask.on?.plane !== undefined)

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
