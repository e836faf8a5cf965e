import type { EnsembleClient } from '../workers/ensemble/client'
import type { FromEnsemble } from '../workers/ensemble/messages'
import type { Push } from '../workers/protocol'
import type { SimulationClient } from '../workers/simulationClient'
import type { Job, JobOptions } from '../workers/studies/job'
import type { StudyKind, TaskOf } from '../workers/studies/kinds'

/** The page's address bar, injected so that tests need no browser. */
export interface LinkBar {
  write(fragment: string, mode: 'replace' | 'push'): void
}

export type StartStudy = <K extends StudyKind>(kind: K, tasks: readonly TaskOf<K>[], options: JobOptions<K>) => Job

export type StartEnsemble = (onAnswer: (answer: FromEnsemble) => void) => EnsembleClient

/** What the store needs of the page around it. */
export interface Environment {
  /** Makes the client; `onPush` and `onCrash` are to be called for what the worker says by itself. */
  connect(onPush: (push: Push) => void, onCrash: (why: string) => void): SimulationClient
  readonly link: LinkBar
  /** Fetches what starts workers of studies and ensembles. */
  loadStarters(): Promise<{ readonly startStudy: StartStudy; readonly startEnsemble: StartEnsemble }>
  now(): number
  /** Resolves when the first picture is on screen: code that it does not need is fetched after that. */
  readonly pictured: Promise<void>
}
