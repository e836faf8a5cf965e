import { Fault } from '../lib/fault'

/** Where a command writes and how it is interrupted; injected, so that tests need no process. */
export interface Io {
  readonly out: (text: string) => unknown
  readonly err: (text: string) => unknown
  /** Whether a person watches stderr: progress is drawn only then. */
  readonly watched: boolean
  /** Aborted by SIGINT. */
  readonly interrupt: AbortSignal
}

export const EXIT = { done: 0, failed: 1, usage: 2 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What the user asked for cannot be: said in one sentence, exit 2. */
export class UsageError extends Fault {
  override readonly name = 'UsageError'
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, 'see noisescope --help', { ...options, sentence })
  }
}
