/** Which of several processes this one is, and which points are therefore its own. */

import { ScenarioError } from '../../scenario'
import { UsageError } from '../faults'

export interface Shard {
  /** From 1 to `count`. */
  readonly index: number
  readonly count: number
  /** Who said so: --shard, or a variable of the environment. */
  readonly from: string
}

/** Shards at most. */
const MOST = 100_000
const ALLOWED = `i/n with i from 1 to n, or /n for the index that a scheduler sets, n at most ${MOST}`

/** An index that a scheduler has set, from 1, and how many there are where it says so. */
interface ArrayIndex {
  readonly index: number
  readonly count: number | null
  readonly from: string
}

/** Reads --shard, or else the array index of SLURM, AWS Batch or a Kubernetes indexed job; null where there is neither. */
export function readShard(text: string | undefined, env: NodeJS.ProcessEnv): Shard | null {
  const match = /^(\d{0,6})\/(\d{1,6})$/.exec(text ?? '')
  if (text !== undefined && !match) throw new ScenarioError('--shard', text, ALLOWED)
  if (match?.[1]) return checked({ index: Number(match[1]), count: Number(match[2]), from: '--shard' }, text ?? '')
  const set = arrayIndex(env)
  if (!set) {
    if (text === undefined) return null
    throw new ScenarioError('--shard', text, `i/n here, where no scheduler has set an index (${SET_BY.join(', ')})`)
  }
  const count = match ? Number(match[2]) : set.count
  if (count === null)
    throw new UsageError(
      `${set.from} is ${set.index - 1}, but how many shards there are is not said; add --shard /n, or --shard 1/1 to run every point`,
    )
  return checked({ ...set, count }, `${set.index}/${count}`)
}

function checked(shard: Shard, text: string): Shard {
  if (shard.count < 1 || shard.count > MOST || shard.index < 1 || shard.index > shard.count)
    throw new ScenarioError(shard.from, text, ALLOWED)
  return shard
}

const SET_BY = ['SLURM_ARRAY_TASK_ID', 'AWS_BATCH_JOB_ARRAY_INDEX', 'JOB_COMPLETION_INDEX'] as const

function arrayIndex(env: NodeJS.ProcessEnv): ArrayIndex | null {
  const from = SET_BY.find(name => env[name] !== undefined && env[name] !== '')
  if (!from) return null
  const whole = (name: string, otherwise: number | null): number | null => {
    const text = env[name]
    if (text === undefined || text === '') return otherwise
    if (!/^\d{1,9}$/.test(text)) throw new ScenarioError(name, text, 'a whole number')
    return Number(text)
  }
  const id = whole(from, 0) ?? 0
  if (from !== 'SLURM_ARRAY_TASK_ID') {
    const count = from === 'AWS_BATCH_JOB_ARRAY_INDEX' ? whole('AWS_BATCH_JOB_ARRAY_SIZE', null) : null
    return { index: id + 1, count, from }
  }
  // An array may begin anywhere and go in steps: 3-9:2 has the tasks 3, 5, 7 and 9.
  const [min, step] = [whole('SLURM_ARRAY_TASK_MIN', 0) ?? 0, whole('SLURM_ARRAY_TASK_STEP', 1) || 1]
  return { index: Math.floor((id - min) / step) + 1, count: whole('SLURM_ARRAY_TASK_COUNT', null), from }
}

/** Whether a point is the shard's: they are dealt out one by one, so that all have some of the dear ones. */
export const isOf = (shard: Shard | null, point: number) => !shard || point % shard.count === shard.index - 1
