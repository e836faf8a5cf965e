import { engine as tfjs } from '@tensorflow/tfjs-core'
import { decodeLink } from '../../src/scenario'
import { createBackend } from '../../src/sim/backends/create'
import type { Backend, BackendId } from '../../src/sim/backends/types'
import { createWasmBackend } from '../../src/sim/backends/wasm'
import { createEnsembles } from '../../src/sim/backends/wasm/ensemble'
import { openNetReplicas } from '../../src/sim/ensemble/netReplicas'
import type { Assets } from '../../src/sim/load'
import { Follower } from '../../src/workers/ensemble/follower'
import { Makers } from '../../src/workers/ensemble/makers'
import type { EnsembleReport } from '../../src/workers/ensemble/messages'
import { NetMakers } from '../../src/workers/ensemble/netMakers'
import { inPlace } from '../../src/workers/ensemble/shard'
import { lose } from './machine.lost'

/** The backend, whose machines say that they hold no more numbers in one piece than `capacity`. */
const smaller = (backend: Backend, capacity: number): Backend => ({
  ...{ id: backend.id, precision: backend.precision, software: backend.software, device: backend.device },
  open: problem => backend.open(problem),
  machine: async precision => Object.defineProperty(await backend.machine!(precision), 'capacity', { value: capacity }),
  dispose() {},
})

/**
 * Replicas of a network on a device beside those of wasm: losses at every stop, escapes, and what two equal rounds leave behind. With
 * `capacity` the device is one that holds no more numbers in one piece.
 */
export async function replicas(link: string, stops: readonly number[], device: Backend, assets: Assets, capacity?: number) {
  const backend = capacity ? smaller(device, capacity) : device
  const scenario = decodeLink(link)
  const share = { first: 2, count: scenario.ensemble.R }
  const told = []
  const held: number[] = []
  for (const on of [backend, await createWasmBackend()]) {
    const replicas = await openNetReplicas(scenario, share, on, assets)
    const logs: number[] = []
    for (const step of stops) {
      await replicas.advanceTo(step, scenario)
      logs.push(...(await replicas.logLosses()))
    }
    told.push({ logs, escapes: [...replicas.escapes()] })
    if (on === backend)
      for (let round = 0; round < 2; round++) {
        await replicas.reset(scenario.ensemble.threshold)
        await replicas.advanceTo(3, scenario)
        await replicas.logLosses()
        held.push(tfjs().state.numTensors)
      }
    replicas.dispose()
  }
  return { told, held, after: tfjs().state.numTensors }
}

/** Follows a run with replicas on a device that is lost on the way, and with replicas on the processor: the last report of each. */
export async function lostReplicas(link: string, id: BackendId, lostAt: number, end: number) {
  const [wasm, exact] = [await createWasmBackend(), await createEnsembles()]
  const none = () => undefined
  let made: Backend | null = null
  const make = async () => {
    made = await createBackend(id)
    return made
  }
  let time = 0
  const now = () => time++
  const followerOf = () => {
    const nets = new NetMakers(inPlace({ backend: wasm, assets: none }), make, none, now)
    return new Follower({ backend: wasm, makers: new Makers(exact, () => Promise.reject(new Error('none')), now), nets, assets: none, now })
  }
  const reached = async (follower: Follower, backend: BackendId, step: number): Promise<EnsembleReport> => {
    for (;;) {
      const report = await follower.take({ scenario: { ...decodeLink(link), backend }, step, files: [] })
      if (report.arrived) return report
    }
  }
  const [follower, other] = [followerOf(), followerOf()]
  const before = await reached(follower, id, lostAt)
  if (made) lose(made)
  const after = await reached(follower, id, end)
  const wanted = await reached(other, 'wasm', end)
  return {
    machines: [before.machine, after.machine],
    escapes: [after.escapes, wanted.escapes].map(found => [...(found ?? [])]),
    rows: [after.rows, wanted.rows].map(found => [...found.slice(-after.columns.length)]),
  }
}
