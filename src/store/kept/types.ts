import type { ReadPoint } from '../../scenario'
import type { Columns, Divergence } from '../../workers/protocol'

/** What everything that is kept has. */
interface Named {
  /** Sixteen hexadecimal digits of what is kept but its name and note: the same thing is not kept twice. */
  readonly id: string
  readonly name: string
  readonly note: string
  /** When it was kept, ISO 8601 in UTC. */
  readonly savedAt: string
  /** Of the program that ran it. */
  readonly version: string
  /** The link's fragment: the scenario with its events, exactly. */
  readonly link: string
  /** A small picture as a data: address of a PNG; '' for none. */
  readonly thumbnail: string
}

/** A run as it is kept: everything that its panels need to show it again beside another, and the link that runs it anew. */
export interface KeptRun extends Named {
  readonly kind: 'run'
  /** The step that was on screen, where its rows end. */
  readonly step: number
  /** Of that step. */
  readonly fingerprint: string
  readonly columns: Columns
  readonly arms: readonly KeptArm[]
}

export interface KeptArm {
  readonly id: string
  /** Rows one after the other, `columns.width` values each, as in `ArmTrace.table`. */
  readonly rows: Float64Array
  readonly divergence: Divergence | null
}

/** A sweep over a grid as it is kept: its plan is in the link, and here are the runs that had come. */
export interface KeptSweep extends Named {
  readonly kind: 'sweep'
  /** Which sources computed its runs: others compute them anew. */
  readonly sources: string
  /** How many runs the plan has. */
  readonly runs: number
  readonly parts: readonly KeptPart[]
}

export interface KeptPart {
  /** What this browser finds it by, as a study's plan names it (`keptAs`). */
  readonly name: string
  readonly part: ReadPoint
}

export type Kept = KeptRun | KeptSweep

/** What a list shows: all but the numbers, and how many bytes those are. */
export type RunHead = Omit<KeptRun, 'columns' | 'arms'> & { readonly bytes: number }
/** The same of a sweep, with how many of its runs are here. */
export type SweepHead = Omit<KeptSweep, 'parts'> & { readonly bytes: number; readonly done: number }
export type KeptHead = RunHead | SweepHead

/** How many kept runs may lie beside the one on screen. */
export const MOST_COMPARED = 4
/** Characters of a name and of a note. */
export const LONGEST_NAME = 120
export const LONGEST_NOTE = 2000
