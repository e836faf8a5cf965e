/**
 * The state of the page that changes seldom: what controls and bars show, held in a zustand store and read in React by
 * `useScopeState(s => s.step)`. Rows, paths and grids, which come with every frame, are in `traces.ts` instead. Only
 * `scope.ts` and its parts write here.
 */

import { elementAt } from '../lib/values'
import type { FieldValue, Scenario } from '../scenario'
import type { BackendInfo, DataInfo, RunStatus } from '../workers/protocol'
import type { StudyKind } from '../workers/studies/kinds'

/** What the page says to the user: an error carries what to do, a notice what happened. */
export interface Message {
  readonly kind: 'error' | 'notice'
  readonly text: string
  readonly field?: string
}

/** How a study stands; absent before its first start. */
export type StudyStatus =
  | { readonly phase: 'running'; readonly done: number; readonly total: number; readonly since: number }
  | { readonly phase: 'done'; readonly seconds: number }
  | { readonly phase: 'cancelled' }
  | { readonly phase: 'failed'; readonly text: string }

/** User data. */
export interface OwnState {
  /** What was opened, the newest first. */
  readonly known: readonly DataInfo[]
  readonly reading: { readonly files: readonly string[]; readonly share: number; readonly since: number } | null
  /** Digest of the data that the scenario on screen wants and that are not here. */
  readonly missing: string | null
  /** Digest of the data that this browser keeps for a reload. */
  readonly kept: string | null
}

/** The low-rate state of the page; high-rate data live in Traces. */
export interface ScopeState {
  readonly scenario: Scenario
  readonly status: RunStatus | 'loading' | 'failed'
  /** The step on screen. */
  readonly step: number
  /** The last step reached; the timeline's end. */
  readonly lastStep: number
  /** Measured steps per second. */
  readonly rate: number
  /** Steps between measurements at present. */
  readonly every: number
  readonly fingerprint: string
  readonly backend: BackendInfo | null
  /** Number of parameters. */
  readonly p: number
  readonly message: Message | null
  readonly progress: { readonly what: string; readonly done: number; readonly total: number; readonly since: number } | null
  readonly studies: { readonly [K in StudyKind]?: StudyStatus | undefined }
  readonly own: OwnState
  /** Where the user wants to go on the timeline while the run is still on its way. */
  readonly sought: number | null
  /** The arm whose values the sliders show; '' is all arms. */
  readonly selectedArm: string
  /** Changes in flight, by name, that the run has not yet taken or refused: what a slider shows under the hand. */
  readonly wanted: Readonly<Record<string, FieldValue>>
}

/** The state of a page that has opened nothing yet. */
export function initialState(scenario: Scenario): ScopeState {
  return {
    scenario,
    status: 'loading',
    step: 0,
    lastStep: 0,
    rate: 0,
    every: 1,
    fingerprint: '',
    backend: null,
    p: 0,
    message: null,
    progress: null,
    studies: {},
    own: { known: [], reading: null, missing: null, kept: null },
    sought: null,
    selectedArm: elementAt(scenario.arms, 0).id,
    wanted: {},
  }
}
