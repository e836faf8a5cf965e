import { Fault } from '../../lib/fault'
import type { Scenario } from '../../scenario'
import type { Backend, BackendId } from '../../sim/backends/types'
import type { Assets } from '../../sim/load'
import type { ToEnsemble } from './messages'
import { openNetworks } from './networks'
import { type GpuId, Placement } from './placement'
import type { Replicas } from './replicas'
import { inPlace, type ShardTeam } from './shard'

const TRIAL_STEPS = 4

type Made = [scenario: Scenario, files: ToEnsemble['files']]

/** Where replicas of networks are stepped: over a team on the processor, or all at once on a GPU. */
export class NetMakers extends Placement<Made, Replicas> {
  constructor(
    team: ShardTeam,
    make: (id: BackendId) => Promise<Backend>,
    assets: (files: ToEnsemble['files']) => Assets | undefined,
    now: () => number,
  ) {
    super({
      gpus: ['webgpu', 'webgl'],
      onProcessor: (scenario, files) => openNetworks(scenario, files, team),
      async openGpu(id: GpuId, quick: boolean) {
        const backend = await trusted(await make(id), quick)
        const { precision, device } = backend
        return {
          make: (scenario, files) => openNetworks(scenario, files, inPlace({ backend, assets }), { id, precision, device }),
          dispose: () => backend.dispose(),
        }
      },
      async trial(replicas, scenario) {
        await replicas.advanceTo(replicas.step + TRIAL_STEPS, scenario)
        await replicas.row()
      },
      now,
    })
  }
}

/** The backend, if it gets networks right and is, where `quick`, no processor in truth; else it is disposed. */
async function trusted(backend: Backend, quick: boolean): Promise<Backend> {
  try {
    if (quick && backend.software)
      throw new Fault(`${backend.device} is a software adapter`, `ask for ${backend.id} to use it all the same`)
    const { trustCopies } = await import('../../sim/ensemble/trust')
    await trustCopies(backend)
    return backend
  } catch (error) {
    backend.dispose()
    throw error
  }
}
