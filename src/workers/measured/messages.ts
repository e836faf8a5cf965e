/** What the page and the worker that reads measurements of a model say to each other: one question, progress, one answer. */

import type { NpyArray } from '../../lib/npz'
import type { Columns } from '../../scenario'
import type { FileLike } from '../../sim/files/own'
import type { Checkpoint } from '../../sim/measured/contract'
import type { MeasuringSettings } from '../../sim/measured/measure'
import type { Failure } from '../protocol'

export interface ToMeasured {
  readonly files: readonly FileLike[]
  readonly settings: MeasuringSettings
}

/** A checkpoint, as the page speaks of it. */
export interface CheckpointFacts extends Pick<Checkpoint, 'step' | 'n' | 'outputs' | 'p' | 'kind' | 'lr' | 'batchSize' | 'nTrain'> {
  /** Name of its file. */
  readonly file: string
  /** Whether its numbers have no more digits than float32. */
  readonly single: boolean
}

/** Rows of all checkpoints, in the order of their steps. */
export interface MeasuredCourse {
  readonly columns: Columns
  readonly checkpoints: readonly CheckpointFacts[]
  /** Checkpoints × columns. */
  readonly rows: Float64Array
  /** Eigenvalues of G at every checkpoint that are known, largest first. */
  readonly spectra: readonly Float64Array[]
  /** spectra.npz as the command line writes it. */
  readonly arrays: Readonly<Record<string, NpyArray>>
  /** A hash of the rows, and one of the files. */
  readonly fingerprint: string
  readonly digest: string
  /** Names of arrays that say nothing here. */
  readonly ignored: readonly string[]
  /** What may be wrong with the numbers, in a sentence each. */
  readonly notes: readonly string[]
}

export type FromMeasured =
  /** The share of all that has been read. */
  | { readonly type: 'progress'; readonly share: number; readonly at: number; readonly of: number }
  | { readonly type: 'done'; readonly course: MeasuredCourse }
  | { readonly type: 'failed'; readonly failure: Failure }

export type { MeasuringSettings }
