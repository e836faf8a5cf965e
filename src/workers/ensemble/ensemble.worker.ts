import { fetched } from '../../lib/fault'
import { createBackend } from '../../sim/backends/create'
import { createWasmBackend } from '../../sim/backends/wasm'
import { createEnsembles } from '../../sim/backends/wasm/ensemble'
import { failureOf } from '../failure'
import { assetsWith } from '../ownAssets'
import { poolSize } from '../pool/pool'
import { openPort } from '../port'
import { startsThroughPage } from '../starting'
import { Follower } from './follower'
import { Makers } from './makers'
import type { EnsembleAnswer, EnsembleRequest, FromEnsemble, ToEnsemble } from './messages'
import { NetMakers } from './netMakers'
import { inPlace } from './shard'
import { teamOf } from './team'

// The entry of the ensemble's worker: one slice of work and one answer per message.
const port = openPort<EnsembleRequest, EnsembleAnswer>()

const startOther = startsThroughPage()

const follower = Promise.all([createWasmBackend(), createEnsembles()]).then(([backend, exact]) => {
  const now = () => performance.now()
  const openGpu = async (quick: boolean) => {
    const code = await fetched('the replicas on a GPU', import('../../sim/backends/webgpu'))
    return code.createGpuEnsembles(exact, quick)
  }
  const alone = inPlace({ backend, assets: assetsWith })
  const workers = poolSize()
  const team = workers > 1 ? teamOf(() => startOther('replicas'), workers, alone) : alone
  const nets = new NetMakers(team, createBackend, assetsWith, now)
  return new Follower({ backend, makers: new Makers(exact, openGpu, now), nets, assets: assetsWith, now })
})

async function answerTo(ask: ToEnsemble): Promise<FromEnsemble> {
  try {
    return await (await follower).take(ask)
  } catch (error) {
    return { type: 'failed', failure: failureOf(error) }
  }
}

port.listen(async ({ id, ask }) => port.post({ id, answer: await answerTo(ask) }))
