/**
 * A shard is some of an ensemble's networks on one worker. It is told where the run is, and brings its replicas there from
 * wherever it stands, if need be from the start: an answer depends on the message alone, so that a shard whose worker died is made
 * again by sending the message to another one.
 */

import { elementAt } from '../../lib/values'
import type { Scenario } from '../../scenario'
import type { Backend } from '../../sim/backends/types'
import type { Share } from '../../sim/ensemble/copies'
import type { NetReplicas } from '../../sim/ensemble/netReplicas'
import type { Assets } from '../../sim/load'
import type { FileLike } from '../protocol'

export interface ShardAsk {
  /** Names the problem, up to where it needs no other replicas. */
  readonly problem: string
  readonly scenario: Scenario
  readonly files: readonly FileLike[]
  readonly share: Share
  /** Another number where the replicas must begin again. */
  readonly generation: number
  readonly step: number
  /** Whether losses and escapes are wanted. */
  readonly reading: boolean
}

export interface ShardAnswer {
  readonly samples: number
  readonly every: number
  readonly read: { readonly logLosses: Float64Array; readonly escapes: Float64Array } | null
}

/** Who computes shards: answers in the order of the asks, as many in every run as there were workers in the first. */
export interface ShardTeam {
  /** At present. */
  readonly workers: number
  run(asks: readonly ShardAsk[]): Promise<ShardAnswer[]>
  /** Frees what is held; the team goes on. */
  release(): void
}

interface Means {
  readonly backend: Backend
  assets(files: readonly FileLike[]): Assets | undefined
}

/** A worker's end of a shard: one ask at a time. */
export function createShard({ backend, assets }: Means) {
  let held: { readonly key: string; readonly replicas: NetReplicas; generation: number } | null = null

  async function replicasOf({ problem, scenario, files, share, generation }: ShardAsk): Promise<NetReplicas> {
    const key = `${problem} ${share.first} ${share.count}`
    if (held?.key !== key) {
      held?.replicas.dispose()
      held = null
      // Ensembles of linear models do without.
      const { openNetReplicas } = await import('../../sim/ensemble/netReplicas')
      held = { key, replicas: await openNetReplicas(scenario, share, backend, assets(files)), generation }
    } else if (held.generation !== generation) {
      await held.replicas.reset(scenario.ensemble.threshold)
      held.generation = generation
    }
    return held.replicas
  }

  return {
    async answer(ask: ShardAsk): Promise<ShardAnswer> {
      const replicas = await replicasOf(ask)
      await replicas.advanceTo(ask.step, ask.scenario)
      const { samples, every } = replicas
      return { samples, every, read: ask.reading ? { logLosses: await replicas.logLosses(), escapes: replicas.escapes() } : null }
    },
    release(): void {
      held?.replicas.dispose()
      held = null
    },
  }
}

/** This worker alone, which steps one share after another. */
export function inPlace(means: Means): ShardTeam {
  const shards: ReturnType<typeof createShard>[] = []
  return {
    workers: 1,
    async run(asks) {
      const answers: ShardAnswer[] = []
      for (const [i, ask] of asks.entries()) {
        shards[i] ??= createShard(means)
        answers.push(await elementAt(shards, i).answer(ask))
      }
      return answers
    },
    release() {
      for (const shard of shards) shard.release()
    },
  }
}
