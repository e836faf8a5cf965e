import { createWasmBackend } from '../../sim/backends/wasm'
import { failureOf } from '../failure'
import { assetsWith } from '../ownAssets'
import { openPort } from '../port'
import type { Answer } from '../workerClient'
import { createShard } from './shard'
import type { ToShard } from './team'

// The entry of a worker that steps some of an ensemble's networks: one answer per message.
const port = openPort<ToShard, Answer>()

const shard = createWasmBackend().then(backend => createShard({ backend, assets: assetsWith }))

async function answerTo({ id, ask }: ToShard): Promise<Answer> {
  try {
    return { id, result: await (await shard).answer(ask) }
  } catch (error) {
    return { id, failure: failureOf(error) }
  }
}

port.listen(async message => port.post(await answerTo(message)))
