import { expect, it } from 'vitest'
import { parseScenario } from '../../scenario'
import type { Block } from '../../sim/backends/machine/machine'
import { PLAIN_MACHINE } from '../../sim/backends/machine/plain'
import { createReferenceBackend } from '../../sim/backends/reference'
import type { Backend, BackendId } from '../../sim/backends/types'
import { createWasmBackend } from '../../sim/backends/wasm'
import { NetMakers } from './netMakers'
import { inPlace } from './shard'

const scenario = parseScenario({
  version: 1,
  model: { kind: 'two-layer', m: 3 },
  data: { n: 6, d: 2 },
  arms: [{ id: 'sgd', kind: 'sgd', eta: 0.1, B: 1 }],
  ensemble: { R: 2, threshold: 10 },
})

/** Makers whose GPUs are the plain machine under the names of `there`. */
async function makersWith(there: readonly BackendId[], { software = false, machine = PLAIN_MACHINE } = {}) {
  const log: string[] = []
  const make = async (id: BackendId): Promise<Backend> => {
    if (!there.includes(id)) throw new Error(`no ${id}`)
    const dispose = () => void log.push(`${id} disposed`)
    return { ...createReferenceBackend(), ...{ id, precision: 'f32', device: 'X', software, machine: async () => machine, dispose } }
  }
  const none = () => undefined
  let time = 0
  const team = inPlace({ backend: await createWasmBackend(), assets: none })
  const makers = new NetMakers(team, make, none, () => time++)
  return { log, makers, placed: async (asked: Parameters<typeof makers.make>[0]) => (await makers.make(asked, scenario, [])).machine.id }
}

it('replicas of networks are stepped by the GPU that the scenario names, by wasm where there is none', async () => {
  const { makers, placed, log } = await makersWith(['webgl'])
  expect([await placed('webgl'), makers.reason]).toEqual(['webgl', 'chosen in the scenario'])
  expect([await placed('webgpu'), makers.reason]).toEqual(['wasm', 'no webgpu'])
  expect(log).toEqual(['webgl disposed'])
  expect([await placed('reference'), makers.reason]).toEqual(['wasm', 'replicas have no reference'])
})

it('auto races the first GPU that opens, and no software adapter', async () => {
  const { makers, placed } = await makersWith(['webgl'])
  await placed('auto')
  expect(makers.reason).toMatch(/^auto: .* than (wasm|WebGL)$/)
  const slow = await makersWith(['webgpu', 'webgl'], { software: true })
  expect([await slow.placed('auto'), slow.makers.reason]).toEqual(['wasm', 'X is a software adapter'])
  expect(slow.log).toEqual(['webgpu disposed', 'webgl disposed'])
})

it('a GPU that gets networks wrong is refused with the numbers', async () => {
  const machine = { ...PLAIN_MACHINE, residuals: (_loss: unknown, f: Block) => PLAIN_MACHINE.copy(f) }
  const { makers, placed, log } = await makersWith(['webgpu'], { machine })
  expect(await placed('webgpu')).toBe('wasm')
  expect(makers.reason).toMatch(/^X computes wrong numbers: its self-check fails: the gradients of copies of a two-layer net is off by/)
  expect(log).toEqual(['webgpu disposed'])
})
