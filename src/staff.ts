/** The workers that other workers ask the page for. */

import { employing, type Spawns } from './workers/staff'
import type { WorkerLike } from './workers/workerClient'

const SPAWNS: Spawns = {
  measuring: () => new Worker(new URL('./workers/measuring/measuring.worker.ts', import.meta.url), { type: 'module', name: 'measuring' }),
  'measuring part': () =>
    new Worker(new URL('./workers/measuring/hand.worker.ts', import.meta.url), { type: 'module', name: 'measuring part' }),
  replicas: () => new Worker(new URL('./workers/ensemble/shard.worker.ts', import.meta.url), { type: 'module', name: 'replicas' }),
}

/** A worker that may have others work for it. */
export const withStaff = (worker: Worker): WorkerLike => employing(worker, SPAWNS)
