/** Some steps of every replica of a network, over as many workers as asked for, or on a GPU. */
import { Fingerprint } from '../../src/lib/fingerprint'
import { decodeLink } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import type { Assets } from '../../src/sim/load'
import { openNetworks } from '../../src/workers/ensemble/networks'
import { inPlace, type ShardTeam } from '../../src/workers/ensemble/shard'
import type { Make } from './jobs'
import type { Precision } from './shapes'

export interface NetReplicaJob {
  readonly link: string
  readonly R: number
  readonly precision: Precision
  readonly workers: number
  readonly steps: number
  /** A GPU that steps them in as many groups as there are workers asked for. */
  readonly gpu?: 'webgpu' | 'webgl'
}

/** Makes jobs of a team of so many workers, or of a GPU that lives as long as its worker. */
export function netReplicasWith(teamOf: (workers: number) => Promise<ShardTeam>, assets: Assets): Make {
  let opened: Promise<ShardTeam> | null = null
  const onGpu = async (id: 'webgpu' | 'webgl') => inPlace({ backend: await createBackend(id), assets: () => assets })
  return async request => {
    const { link, R, precision, workers, steps, gpu } = request as NetReplicaJob
    const scenario = decodeLink(`${link}&arms=sgd&R=${R}&precision=${precision}&steps=1000000`)
    if (gpu) opened ??= onGpu(gpu)
    const team = gpu && opened ? { ...(await opened), workers } : await teamOf(workers)
    const replicas = await openNetworks(scenario, [], team)
    let step = 0
    return {
      async run() {
        step += steps
        await replicas.advanceTo(step, scenario)
      },
      fingerprint: async () =>
        new Fingerprint()
          .add(await replicas.row())
          .add(await replicas.escapes())
          .digest(),
      dispose: () => replicas.dispose(),
    }
  }
}
