/** A run of 24 networks, and all that is read of it, as text: the same wherever it is computed. */

import { decodeLink } from '../../src/scenario'
import type { Precision } from '../../src/sim/backends/types'
import { openNetworks } from '../../src/workers/ensemble/networks'
import type { ShardTeam } from '../../src/workers/ensemble/shard'

const LINK = 's=two-layer&arms=sgd&n=40&d=5&m=30&R=24&escape=1.01&at=30:sgd.eta:0.4'

export async function story(team: ShardTeam, precision: Precision): Promise<string> {
  const scenario = decodeLink(`${LINK}&precision=${precision}`)
  const replicas = await openNetworks(scenario, [], team)
  const told: unknown[] = [await replicas.row()]
  for (const step of [1, 30, 60]) {
    await replicas.advanceTo(step, scenario)
    told.push(await replicas.row(), [...(await replicas.escapes())])
  }
  told.push([...new Uint32Array(Float64Array.from(await replicas.row()).buffer)])
  replicas.dispose()
  return JSON.stringify(told)
}
