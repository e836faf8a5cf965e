/**
 * What the page and the simulation worker say to each other. The page sends requests, each answered once with the result
 * that `Results` names for its type, or with a failure; the worker says the rest of its own accord (`Push`), above all
 * frames, of which the next comes only after an `ack`. To add a request: a line in `Request`, one in `Results`, and the case
 * in `runRequests.ts` that the type checker then asks for.
 */

import type { DataChoice } from '../lib/dataChoice'
import type { ArmChange, Columns, Scenario, Stopped } from '../scenario'
import type { Divergence } from '../sim/armRun'
import type { Attention } from '../sim/attentionMaps'
import type { BackendId, Precision } from '../sim/backends/types'
import type { Confusion } from '../sim/confusion'
import type { FileLike } from '../sim/files/own'
import type { DataInfo, Proposal } from '../sim/files/proposal'
import type { Certificate } from '../sim/metrics/certificate'
import type { Domain, Plane } from '../sim/plane'
import type { Section, StepNoise } from '../sim/probe/probe'
import type { Snapshot } from '../sim/simulation'
import type { Window } from './drawing'

/** What the page may ask of the worker. */
export type Request =
  /** Starts a run; replays to `toStep` before the first frame is shown as current. Refused as `Costly` where the user is to be asked, unless they have `agreed`; `from` is where another worker was. */
  | {
      readonly type: 'load'
      readonly scenario: Scenario
      readonly toStep?: number
      readonly play: boolean
      readonly agreed?: boolean
      readonly from?: Snapshot
    }
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'step'; readonly count: number }
  /** Steps per second, 0 for as fast as possible. */
  | { readonly type: 'speed'; readonly speed: number }
  /** A change in flight, recorded as an event at the present step, or in place of the one recorded at the step `since`, to which the run goes back. */
  | { readonly type: 'change'; readonly event: ArmChange; readonly since?: number }
  /** Settings that leave the run and its rows as they are: steps, measure.every, view. */
  | { readonly type: 'adopt'; readonly scenario: Scenario }
  | { readonly type: 'seek'; readonly step: number }
  /** Reads user data beside the run and keeps them by their digest; a reading under way gives way. What is not `asked` is guessed. */
  | { readonly type: 'data'; readonly files: readonly FileLike[]; readonly asked?: Partial<DataChoice> }
  /** The same, and says how the files are meant; where they cannot be read so, the proposal says why, and nothing is kept. */
  | { readonly type: 'propose'; readonly files: readonly FileLike[]; readonly asked?: Partial<DataChoice> }
  | { readonly type: 'cancel-data' }
  /** θ of every arm at the present step. */
  | { readonly type: 'state' }
  /** What every arm looks at in a question of the data, at the present step. */
  | { readonly type: 'attention'; readonly question: number }
  /** What every arm takes the samples for, at the present step. */
  | { readonly type: 'confusion' }
  /** L along a line: from a point along the k-th sharpest direction of G there, along an axis of the plane of the view, or to another point. */
  | {
      readonly type: 'section'
      readonly from: Spot
      readonly to: Spot | 'x' | 'y' | null
      readonly k: number
      readonly points: number
      readonly reach: number
    }
  /** The noise of an arm's step at a step, null for the present one, on the plane of the view; with so many draws. */
  | { readonly type: 'noise'; readonly arm: number; readonly step: number | null; readonly draws: number }
  /** The loss on a window of the plane, which is laid anew before where `anew`: then the answer says which it is. */
  | ({ readonly type: 'landscape'; readonly anew?: boolean } & Window)

/** A point of the run: where an arm is at a step, null for the present one; or the planted minimum. */
export type Spot = { readonly arm: number; readonly step: number | null } | 'minimum'

/** The answers' results by request type. */
export interface Results {
  load: RunInfo
  /** What the run does after the step under way; null where a frame says so at once. */
  play: RunStatus | null
  pause: RunStatus | null
  step: null
  speed: null
  change: Scenario
  /** null where it takes longer: it comes with a push of its own. */
  adopt: PlaneInfo | null
  seek: null
  data: DataInfo
  propose: Proposal
  'cancel-data': null
  state: { readonly step: number; readonly thetas: readonly Float64Array[] }
  /** null where the model has no attention. */
  attention: (Attention & { readonly step: number }) | null
  /** null where the targets are no classes. */
  confusion: { readonly step: number; readonly found: Confusion | null }
  /** With the steps of its ends; null where there is no such line. */
  section: { readonly section: Section | null; readonly from: number; readonly to: number }
  /** With the step that it is of. */
  noise: { readonly step: number; readonly noise: StepNoise }
  landscape: {
    readonly domain: Domain
    readonly nx: number
    readonly ny: number
    readonly grid: Float64Array
    /** The id of its plane, and the plane itself where it was laid anew. */
    readonly plane: number
    readonly laid: PlaneInfo | null
  }
}

/** Facts of a run that hold from its start to its end. */
export interface RunInfo {
  /** Counts the runs of this page: frames of an older run are to be ignored. */
  readonly run: number
  readonly p: number
  readonly backend: BackendInfo
  /** null while it is not known: it comes with a push of its own. */
  readonly plane: PlaneInfo | null
  /** Where each number of a row stands. */
  readonly columns: Columns
}

export interface BackendInfo {
  readonly id: BackendId
  readonly precision: Precision
  readonly device: string
  readonly software: boolean
  /** Why this backend computes: what was measured by *auto*, or what it replaced. */
  readonly reason: string
}

/** The landscape plane, what it says of itself, and the paths on it: per arm (step, x, y, distance from the plane) of the recorded steps. */
export interface PlaneInfo extends Pick<Plane, 'kind' | 'i' | 'j' | 'axes' | 'step' | 'shares' | 'compared'> {
  /** Counts the planes of a run: points and contours belong to one of them. */
  readonly id: number
  readonly anchor: Plane['anchorKind']
  readonly paths: readonly Float64Array[]
  /** False where earlier steps could not be kept for projection and the paths begin later. */
  readonly whole: boolean
}

export type RunStatus = 'running' | 'paused' | 'finished'

/** The newest picture: rows measured since the last frame, and the state of the run. Sent after the last one was acknowledged. */
export interface Frame {
  readonly run: number
  readonly step: number
  readonly status: RunStatus
  /** What the run stopped for at this step, before its last one. */
  readonly stopped?: Stopped | null
  /** Steps per second, measured; 0 while paused. */
  readonly rate: number
  /** Steps between measurements at present. */
  readonly every: number
  /** Of every arm's weights; '' while a run of millions of weights goes on. */
  readonly fingerprint: string
  /** The plane that the points of the paths are on; 0 before it is laid. */
  readonly plane: number
  /** The plane that the newest row was read on. */
  readonly rowsOn: number
  /** Rows, and points of the path (step, x, y, distance), since the last frame. */
  readonly arms: readonly { readonly rows: Float64Array; readonly path: Float64Array; readonly divergence: Divergence | null }[]
}

export interface Checkpoint {
  readonly snapshot: Snapshot
  readonly events: Scenario['events']
}

/** What the worker says of its own accord. */
export type Push =
  /** A sign of life: at the start, and whenever the page asks for one. */
  | { readonly type: 'alive' }
  | { readonly type: 'frame'; readonly frame: Frame }
  | { readonly type: 'certificate'; readonly run: number; readonly certificate: Certificate | null }
  | { readonly type: 'plane'; readonly run: number; readonly plane: PlaneInfo }
  /** How far something is that takes long (opening data, a replay, a measurement, a landscape), and for how many milliseconds it has been going on. */
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly what: string; readonly ms?: number }
  /** What share of the user's files has been read. */
  | { readonly type: 'data'; readonly share: number }
  /** Where the run could be taken up by another worker, and the changes recorded by then. */
  | ({ readonly type: 'checkpoint'; readonly run: number } & Checkpoint)
  | { readonly type: 'backend'; readonly run: number; readonly backend: BackendInfo }
  /** Something the user should know: a fallback; `ended` where no run is left and only another load goes on. */
  | { readonly type: 'notice'; readonly text: string; readonly ended?: true }

/** An error that crosses the worker's border with its cause; field, found and allowed come with a ScenarioError. */
export interface Failure {
  readonly name: string
  readonly message: string
  readonly field?: string
  readonly found?: string
  readonly allowed?: string
}

export type ToWorker =
  | { readonly kind: 'request'; readonly id: number; readonly request: Request }
  | { readonly kind: 'ack' }
  | { readonly kind: 'ping' }
  /**
   * Gives up what the page is waiting for: a load, whose request is answered with a failure named Cancelled, or a replay,
   * whose request is answered as done where it stands; with `reading` also a measurement or landscape.
   */
  | { readonly kind: 'cancel'; readonly reading?: boolean }
export type FromWorker =
  | { readonly kind: 'done'; readonly id: number; readonly result: Results[keyof Results] }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly kind: 'push'; readonly push: Push }

export type { BackendId, Certificate, Columns, DataInfo, Divergence, Domain, FileLike, Precision, Proposal, Section, Snapshot, StepNoise }
