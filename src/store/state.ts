/**
 * The state of the page that changes seldom: what controls and bars show, held in a zustand store and read in React by
 * `useScopeState(s => s.step)`. Rows, paths and grids, which come with every frame, are in `traces.ts` instead. Only
 * `scope.ts` and its parts write here.
 */

import type { DataChoice } from '../lib/dataChoice'
import { elementAt } from '../lib/values'
import type { FieldValue, Scenario, Stopped } from '../scenario'
import type { CheckpointFacts, MeasuredCourse, MeasuringSettings } from '../workers/measured/messages'
import type { BackendInfo, DataInfo, Proposal, RunStatus } from '../workers/protocol'
import type { StudyKind } from '../workers/studies/kinds'
import type { KeptRun } from './kept/types'
import type { Scope } from './scope'

interface Action {
  readonly label: string
  act(): void
  /** The fragment that opens the same where the page must be loaded anew for it. */
  readonly link?: string
}

/** What the page says to the user: an error carries what to do, a notice what happened. */
export interface Message {
  readonly kind: 'error' | 'notice'
  readonly text: string
  readonly field?: string
  /** A question: whether a run is to be started all the same. */
  readonly asks?: true
  /** What the user can do about it with one press, in place of the message. */
  readonly action?: Action
  /** Something else that the user can do about it. */
  readonly also?: Action
}

/** How a study stands; absent before its first start. */
export type StudyStatus =
  | { readonly phase: 'running'; readonly done: number; readonly total: number; readonly since: number }
  | { readonly phase: 'done'; readonly seconds: number }
  | { readonly phase: 'cancelled' }
  /** What was kept of it before a reload is there. */
  | { readonly phase: 'kept' }
  | { readonly phase: 'failed'; readonly text: string }

/** How files are meant, as far as it has been answered. */
export interface Asking {
  readonly proposal: Proposal
  /** What the user has said of it. */
  readonly asked: Partial<DataChoice>
  /** Whether they are being read as was said last. */
  readonly busy: boolean
}

/** Files that are being read, and how much of them has been. */
interface Reading {
  readonly files: readonly string[]
  readonly share: number
  readonly since: number
  /** What is done with them, where it is not reading, and how to end it. */
  readonly what?: string
  cancel?(): void
}

/** Measurements of a model of the user's own, on screen in place of the run. */
export interface MeasuredState {
  /** What the panels read. */
  readonly scope: Scope
  readonly files: readonly string[]
  readonly checkpoints: readonly CheckpointFacts[]
  /** What was asked of η and B. */
  readonly given: MeasuringSettings['given']
  /** spectra.npz as the command line writes it. */
  readonly arrays: MeasuredCourse['arrays']
  readonly digest: string
  /** Goes back to the run. */
  close(): void
}

/** User data. */
export interface OwnState {
  /** What was opened, the newest first. */
  readonly known: readonly DataInfo[]
  /** What the user is asked about files that were opened, or asks about them; null where nothing is asked. */
  readonly asking: Asking | null
  readonly reading: Reading | null
  /** Digest of the data that the scenario on screen wants and that are not here. */
  readonly missing: string | null
  /** Digest of the data that this browser keeps for a reload. */
  readonly kept: string | null
  /** Why the data that were opened last are not kept; null where they are. */
  readonly notKept: string | null
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
  /** What ended the run at the step on screen, before its last one. */
  readonly stopped: Stopped | null
  readonly backend: BackendInfo | null
  /** Number of parameters. */
  readonly p: number
  readonly message: Message | null
  readonly progress: { readonly what: string; readonly done: number; readonly total: number; readonly since: number } | null
  readonly studies: { readonly [K in StudyKind]?: StudyStatus | undefined }
  readonly own: OwnState
  readonly measured: MeasuredState | null
  /** Kept runs that lie beside the one on screen in every panel. */
  readonly compared: readonly KeptRun[]
  /** Where the user wants to go on the timeline while the run is still on its way. */
  readonly sought: number | null
  /** Where the energies of the replicas are split into sharp and flat; 0 while nobody looks at them. */
  readonly split: number
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
    stopped: null,
    backend: null,
    p: 0,
    message: null,
    progress: null,
    studies: {},
    own: { known: [], asking: null, reading: null, missing: null, kept: null, notKept: null },
    measured: null,
    compared: [],
    sought: null,
    split: 0,
    selectedArm: elementAt(scenario.arms, 0).id,
    wanted: {},
  }
}
