import { createWasmBackend } from '../../sim/backends/wasm'
import { createEnsembles } from '../../sim/backends/wasm/ensemble'
import { failureOf } from '../failure'
import { assetsWith } from '../ownAssets'
import { Follower } from './follower'
import type { FromEnsemble, ToEnsemble } from './messages'

// The entry of the ensemble's worker: one slice of work and one answer per message.
const scope = self as unknown as {
  postMessage(message: FromEnsemble): void
  onmessage: ((event: MessageEvent<ToEnsemble>) => void) | null
}

const follower = Promise.all([createWasmBackend(), createEnsembles()]).then(
  ([backend, make]) => new Follower({ backend, make, assets: assetsWith, now: () => performance.now() }),
)

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(await (await follower).take(data))
  } catch (error) {
    scope.postMessage({ type: 'failed', failure: failureOf(error) })
  }
}
