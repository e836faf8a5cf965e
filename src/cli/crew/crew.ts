/** A crew of threads, one for each processor, who compute parts of long measurements while this thread hears the signals. */

import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { crewOf } from '../../workers/measuring/crew'
import { openHand } from '../../workers/measuring/hand'
import type { WorkerLike } from '../../workers/workerClient'

/** What a thread is told when it is made for a crew. */
export const FOR_A_CREW = { kind: 'crew' } as const

/** Made by `spawn` when the first task is there; whoever opens the crew ends it with `cancel`. */
export const openCrew = (spawn: (told: unknown) => Worker, threads = availableParallelism()) =>
  crewOf(() => new Thread(spawn(FOR_A_CREW)), threads, openHand)

/** A thread as a worker of a page. */
class Thread implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null
  onerror: WorkerLike['onerror'] = null
  onmessageerror: WorkerLike['onmessageerror'] = null

  constructor(private readonly thread: Worker) {
    thread.on('message', data => this.onmessage?.(new MessageEvent('message', { data })))
    thread.on('messageerror', () => this.onmessageerror?.(new MessageEvent('messageerror')))
    thread.on('error', error => this.failed(error instanceof Error ? error.message : String(error)))
  }

  postMessage(message: unknown): void {
    this.thread.postMessage(message)
  }

  terminate(): void {
    void this.thread.terminate()
  }

  private failed(message: string): void {
    const none = { error: null, filename: '', lineno: 0, colno: 0 }
    this.onerror?.(Object.assign(new Event('error'), { ...none, message }))
  }
}
