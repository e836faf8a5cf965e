/** Some steps of every replica of a network, over as many workers as asked for. */
import { Fingerprint } from '../../src/lib/fingerprint'
import { decodeLink } from '../../src/scenario'
import { openNetworks } from '../../src/workers/ensemble/networks'
import type { ShardTeam } from '../../src/workers/ensemble/shard'
import type { Make } from './jobs'
import type { Precision } from './shapes'

export interface NetReplicaJob {
  readonly link: string
  readonly R: number
  readonly precision: Precision
  readonly workers: number
  readonly steps: number
}

/** Makes jobs of a team of so many workers. */
export function netReplicasWith(teamOf: (workers: number) => Promise<ShardTeam>): Make {
  return async request => {
    const { link, R, precision, workers, steps } = request as NetReplicaJob
    const scenario = decodeLink(`${link}&arms=sgd&R=${R}&precision=${precision}&steps=1000000`)
    const replicas = await openNetworks(scenario, [], await teamOf(workers))
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
