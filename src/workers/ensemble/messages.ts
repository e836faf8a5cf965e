import type { Scenario } from '../../scenario'
import type { EnsembleMachine } from '../../sim/backends/ensemble'
import type { Failure, FileLike } from '../protocol'

/** Columns of an ensemble's rows. Losses are natural logarithms. */
export const ENSEMBLE_COLUMNS = [
  'step',
  'q01',
  'q10',
  'q50',
  'q90',
  'q99',
  'log_mean',
  'relative_error',
  'top_share',
  'D_q10',
  'D_q50',
  'D_q90',
  'D_mean',
  'lyapunov',
  'lyapunov_se',
  'since',
] as const
export type EnsembleColumn = (typeof ENSEMBLE_COLUMNS)[number]

/** Those of them that networks have. */
export const NETWORK_COLUMNS = ENSEMBLE_COLUMNS.slice(0, 9)

/** How replicas of a network are read. */
export interface NetReading {
  /** Samples that losses are the mean of. */
  readonly samples: number
  /** Steps between looks for escapes. */
  readonly every: number
  /** Workers that the replicas are spread over. */
  readonly workers: number
}

/** The page asks the ensemble to come to a step of a scenario; each ask is answered by one report or one failure. */
export interface ToEnsemble {
  readonly scenario: Scenario
  readonly step: number
  /** Where the cloud of energies is split; 0 where it is not wanted. */
  readonly split?: number
  /** Files of user data. */
  readonly files: readonly FileLike[]
}

/** Every replica at one step: log energies along the `split` sharpest directions of G, then along all others; R each. */
export interface ReplicaCloud {
  readonly step: number
  readonly split: number
  readonly logs: Float64Array
}

/** What a slice of work has brought. */
export interface EnsembleReport {
  readonly type: 'report'
  /** Rows after this step are void, before the new ones are appended. */
  readonly keep: number
  /** Names of the columns, and new rows, packed. */
  readonly columns: readonly EnsembleColumn[]
  readonly rows: Float64Array
  /** The same for the exact recursion of the data set: (step, log E[L]) pairs. */
  readonly keepExact: number
  readonly exact: Float64Array
  /** Why there is no exact recursion, or null. */
  readonly inexact: string | null
  /** First passages of all replicas (−1: not yet) for this threshold, once the ensemble has arrived; else null. */
  readonly escapes: Float64Array | null
  /** Once the ensemble has arrived, where it is wanted and known. */
  readonly cloud: ReplicaCloud | null
  readonly step: number
  readonly R: number
  /** null for linear models. */
  readonly net: NetReading | null
  /** What computes the replicas, and why, in words that go on after a colon. */
  readonly machine: EnsembleMachine & { readonly reason: string }
  /** log L at step 0. */
  readonly first: number
  /** ρ of the settings in force, once the ensemble has arrived and where it is quick; else NaN. */
  readonly rho: number
  /** Whether everything asked for is done. */
  readonly arrived: boolean
  /** Why the replicas could not follow any further, or null. */
  readonly refused: string | null
}

export type FromEnsemble = EnsembleReport | { readonly type: 'failed'; readonly failure: Failure }

/** On the wire an ask and its answer carry the same number. */
export interface EnsembleRequest {
  readonly id: number
  readonly ask: ToEnsemble
}
export interface EnsembleAnswer {
  readonly id: number
  readonly answer: FromEnsemble
}
