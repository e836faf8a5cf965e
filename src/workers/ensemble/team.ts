import { heartbeat } from '../heartbeat'
import { createPool } from '../pool/pool'
import type { Answer, WorkerLike } from '../workerClient'
import type { ShardAnswer, ShardAsk, ShardTeam } from './shard'

/** On the wire an ask and its answer carry the same number. */
export interface ToShard {
  readonly id: number
  readonly ask: ShardAsk
}

/** Shards over a pool of workers made by `spawn`; one that does without takes over where workers cannot be had. */
export function teamOf(spawn: () => WorkerLike, workers: number, alone: ShardTeam): ShardTeam {
  const pool = createPool<ToShard, Answer>(spawn, { name: 'replicas', workers, watching: heartbeat(), answerIn: answer => answer })
  let lost = false
  return {
    get workers() {
      return lost ? alone.workers : workers
    },
    async run(asks) {
      if (!lost)
        try {
          return await pool.run<ShardAnswer>(asks.map((ask, id) => ({ id, ask })))
        } catch (error) {
          if ((error as Error).name !== 'WorkerCrash') throw error
          lost = true
        }
      return alone.run(asks)
    },
    release() {
      pool.cancel()
      alone.release()
    },
  }
}
