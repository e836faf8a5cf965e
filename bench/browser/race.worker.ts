/** Does jobs for bench/core/race.ts in a module worker, one request after the other. There is no CPU time here: wall time stands for it. */
import { createWasmBackend } from '../../src/sim/backends/wasm'
import { PAGE_ASSETS } from '../../src/workers/assets'
import { inPlace } from '../../src/workers/ensemble/shard'
import { teamOf } from '../../src/workers/ensemble/team'
import { jobServer, type Request } from '../core/jobs'
import { netReplicasWith } from '../core/netReplicas'
import { oursWith } from '../core/ours'
import { makeReplicas } from '../core/replicas'
import { rivalWith, tfjsReplicasWith } from '../rivals/rival'

async function loadWasm(): Promise<void> {
  const [{ env }, { setWasmPaths }, simd, threaded, plain] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-backend-wasm'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
  ])
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  // All three are asked for, whichever is used.
  setWasmPaths({
    'tfjs-backend-wasm-simd.wasm': simd.default,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded.default,
    'tfjs-backend-wasm.wasm': plain.default,
  })
}

const spawnShard = () => new Worker(new URL('../../src/workers/ensemble/shard.worker.ts', import.meta.url), { type: 'module' })
const netReplicas = netReplicasWith(
  async workers => teamOf(spawnShard, workers, inPlace({ backend: await createWasmBackend(), assets: () => PAGE_ASSETS })),
  PAGE_ASSETS,
)

const answer = jobServer(
  {
    ours: oursWith(PAGE_ASSETS),
    replicas: makeReplicas,
    netReplicas,
    rival: rivalWith(loadWasm),
    tfjsReplicas: tfjsReplicasWith(loadWasm),
  },
  { cpu: () => performance.now(), peak: () => Number.NaN },
)

addEventListener('message', async ({ data }: MessageEvent<Request>) => {
  postMessage(await answer(data))
})
