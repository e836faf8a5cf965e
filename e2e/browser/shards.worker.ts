import type { Precision } from '../../src/sim/backends/types'
import { createWasmBackend } from '../../src/sim/backends/wasm'
import { inPlace } from '../../src/workers/ensemble/shard'
import { teamOf } from '../../src/workers/ensemble/team'
import { story } from './shards.story'

export interface Ask {
  readonly workers: number
  readonly precision: Precision
  /** How many of the workers that are made die at once. */
  readonly broken: number
}

const backend = createWasmBackend()

addEventListener('message', async ({ data: { workers, precision, broken } }: MessageEvent<Ask>) => {
  let made = 0
  const dying = () => new Worker(URL.createObjectURL(new Blob(['throw new Error("it broke")'])))
  const spawn = () =>
    made++ < broken
      ? dying()
      : new Worker(new URL('../../src/workers/ensemble/shard.worker.ts', import.meta.url), { type: 'module', name: 'replicas' })
  try {
    const alone = inPlace({ backend: await backend, assets: () => undefined })
    const team = workers > 1 ? teamOf(spawn, workers, alone) : alone
    const told = await story(team, precision)
    postMessage(`${told} by ${team.workers}`)
  } catch (error) {
    postMessage({ error: String(error) })
  }
})
