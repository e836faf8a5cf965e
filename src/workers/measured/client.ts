/** Reads measurements of a model in a worker of its own: `startMeasured`. */

import { createWorkerClient } from '../workerClient'
import type { FromMeasured, MeasuredCourse, ToMeasured } from './messages'

export interface MeasuredJob {
  /** Rejects with a WorkerFailure for what a file must not hold, with a DisposedError once cancelled. */
  readonly course: Promise<MeasuredCourse>
  cancel(): void
}

/** Tells `onProgress` the share that is done, and which checkpoint (from 0) of how many is being read. The worker ends with its answer. */
export function startMeasured(
  spawn: () => Worker,
  asked: ToMeasured,
  onProgress: (share: number, at: number, of: number) => void,
): MeasuredJob {
  const client = createWorkerClient<ToMeasured, FromMeasured>(spawn, {
    name: 'measuring',
    answerIn: message =>
      message.type === 'progress'
        ? null
        : { id: 0, ...(message.type === 'done' ? { result: message.course } : { failure: message.failure }) },
    onNews: message => message.type === 'progress' && onProgress(message.share, message.at, message.of),
  })
  const course = new Promise<MeasuredCourse>((resolve, reject) => client.ask(0, asked, { resolve, reject }))
  return { course: course.finally(() => client.dispose()), cancel: () => client.dispose() }
}
