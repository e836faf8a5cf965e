import { DisposedError } from '../../lib/fault'
import { failureOf } from '../failure'
import { heartbeat } from '../heartbeat'
import { createWorkerClient, type WorkerLike } from '../workerClient'
import type { EnsembleAnswer, EnsembleReport, EnsembleRequest, FromEnsemble, ToEnsemble } from './messages'

/** The page's end of an ensemble's worker. */
export interface EnsembleClient {
  /** Answered once, unless disposed before; the next ask goes out after the answer to the last. */
  ask(message: ToEnsemble): void
  dispose(): void
}

/** Starts the worker made by `spawn`; `onAnswer` gets a report, or a failure also where the worker dies. */
export function startEnsemble(spawn: () => WorkerLike, onAnswer: (answer: FromEnsemble) => void): EnsembleClient {
  let next = 0
  const worker = createWorkerClient<EnsembleRequest, EnsembleAnswer>(spawn, {
    name: 'ensemble',
    watching: heartbeat(),
    answerIn: ({ id, answer }) => (answer.type === 'failed' ? { id, failure: answer.failure } : { id, result: answer }),
  })
  return {
    ask(ask) {
      const id = next++
      worker.ask<EnsembleReport>(
        id,
        { id, ask },
        {
          resolve: onAnswer,
          reject: error => error instanceof DisposedError || onAnswer({ type: 'failed', failure: failureOf(error) }),
        },
      )
    },
    dispose: worker.dispose,
  }
}
