import type { FromEnsemble, ToEnsemble } from './messages'

export interface EnsembleClient {
  /** One ask at a time: the next one after the answer to the last. */
  ask(message: ToEnsemble): void
  dispose(): void
}

/** Talks to an ensemble's worker, made by `spawn`; a worker that dies answers with a failure. */
export function startEnsemble(spawn: () => Worker, onAnswer: (answer: FromEnsemble) => void): EnsembleClient {
  const worker = spawn()
  let disposed = false
  worker.onmessage = ({ data }: MessageEvent<FromEnsemble>) => {
    if (!disposed) onAnswer(data)
  }
  worker.onerror = event => {
    event.preventDefault?.()
    const message = event.message || 'the worker of the ensemble could not be started'
    if (!disposed) onAnswer({ type: 'failed', failure: { name: 'WorkerCrash', message } })
  }
  return {
    ask: message => worker.postMessage(message),
    dispose() {
      disposed = true
      worker.terminate()
    },
  }
}
