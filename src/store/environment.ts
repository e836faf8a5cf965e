import type { EnsembleClient } from '../workers/ensemble/client'
import type { FromEnsemble } from '../workers/ensemble/messages'
import type { MeasuredJob } from '../workers/measured/client'
import type { ToMeasured } from '../workers/measured/messages'
import type { Push } from '../workers/protocol'
import type { SimulationClient } from '../workers/simulationClient'
import type { Job, JobOptions } from '../workers/studies/job'
import type { JobKind, TaskOf } from '../workers/studies/kinds'

/** The page's address bar, injected so that tests need no browser. */
export interface LinkBar {
  write(fragment: string, mode: 'replace' | 'push'): void
}

export type StartStudy = <K extends JobKind>(kind: K, tasks: readonly TaskOf<K>[], options: JobOptions<K>) => Job

export type StartEnsemble = (onAnswer: (answer: FromEnsemble) => void) => EnsembleClient

/** Reads measurements in a worker of its own; told the share that is done, and which checkpoint (from 0) of how many is being read. */
export type StartMeasured = (asked: ToMeasured, onProgress: (share: number, at: number, of: number) => void) => MeasuredJob

/** What the store needs of the page around it. */
export interface Environment {
  /** Makes the client; `onPush` and `onCrash` are to be called for what the worker says by itself. */
  connect(onPush: (push: Push) => void, onCrash: (why: string) => void): SimulationClient
  readonly link: LinkBar
  /** Fetches what starts workers of studies and ensembles. */
  loadStarters(): Promise<{ readonly startStudy: StartStudy; readonly startEnsemble: StartEnsemble; readonly startMeasured: StartMeasured }>
  now(): number
  /** Resolves when the first picture is on screen: code that it does not need is fetched after that. */
  readonly pictured: Promise<void>
}
