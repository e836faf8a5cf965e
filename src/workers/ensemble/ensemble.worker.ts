import { createWasmBackend } from '../../sim/backends/wasm'
import { createEnsembles } from '../../sim/backends/wasm/ensemble'
import { failureOf } from '../failure'
import { assetsWith } from '../ownAssets'
import { openPort } from '../port'
import { Follower } from './follower'
import type { EnsembleAnswer, EnsembleRequest, FromEnsemble, ToEnsemble } from './messages'

// The entry of the ensemble's worker: one slice of work and one answer per message.
const port = openPort<EnsembleRequest, EnsembleAnswer>()

const follower = Promise.all([createWasmBackend(), createEnsembles()]).then(
  ([backend, make]) => new Follower({ backend, make, assets: assetsWith, now: () => performance.now() }),
)

async function answerTo(ask: ToEnsemble): Promise<FromEnsemble> {
  try {
    return await (await follower).take(ask)
  } catch (error) {
    return { type: 'failed', failure: failureOf(error) }
  }
}

port.listen(async ({ id, ask }) => port.post({ id, answer: await answerTo(ask) }))
