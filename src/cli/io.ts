import type { Worker } from 'node:worker_threads'
import { ScenarioError } from '../scenario'
import { DataFileError } from '../sim/files/error'
import type { Disk } from './disk'
import { UsageError } from './faults'

/** Who watches work that takes long, and may end it. */
export interface Watcher {
  readonly err: (text: string) => unknown
  /** Whether a person watches stderr: progress is drawn only then. */
  readonly watched: boolean
  /** Aborted by SIGINT, SIGTERM and SIGHUP. */
  readonly interrupt: AbortSignal
}

/** Where a command writes and how it is interrupted; injected, so that tests need no process. */
export interface Io extends Watcher {
  readonly out: (text: string) => unknown
  readonly disk: Disk
  /** Variables of the environment: a scheduler says in them which shard of a sweep this is. */
  readonly env: NodeJS.ProcessEnv
  /** Starts this program in a thread, which serves a study or a crew as it is told. */
  thread(told: unknown): Worker
}

/** Whether an error is the fault of what was asked: exit 2. */
export const isAsked = (error: unknown) => [UsageError, ScenarioError, DataFileError].some(kind => error instanceof kind)

export const EXIT = { done: 0, failed: 1, usage: 2 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
