import { expect, it } from 'vitest'
import { decodeLink } from '../scenario'
import { chooseBackend, reasonFor } from './backends/choose'
import type { Machine } from './backends/machine/machine'
import { PLAIN_MACHINE } from './backends/machine/plain'
import { createReferenceBackend } from './backends/reference'
import type { Backend } from './backends/types'
import { createWasmBackend } from './backends/wasm'
import { loadData } from './load'
import { checkNetworks, networkTrial, trustNetworks } from './networkTrial'

const backendOf = (changes: Partial<Machine>): Backend => ({
  ...createReferenceBackend(),
  machine: async () => ({ ...PLAIN_MACHINE, ...changes }),
})

it('trusts wasm in both precisions', async () => {
  const wasm = await createWasmBackend()
  expect(await checkNetworks(wasm, 'f64')).toBe('')
  expect(await checkNetworks(wasm, 'f32')).toBe('')
})

it('says by how much a machine is wrong, and where', async () => {
  const first = backendOf({
    linear: (map, theta, a, bias, plus) => {
      const z = PLAIN_MACHINE.linear(map, theta, a, bias, plus)
      return map.table ? PLAIN_MACHINE.multiply(z, PLAIN_MACHINE.block(new Float64Array(z.rows * z.width).fill(1.001), z.width)) : z
    },
  })
  expect(await checkNetworks(first, 'f64')).toMatch(
    /^its self-check fails: .* of a convolutional net is off by \d\.\de-\d, allowed is 1e-12$/,
  )
  const curved = backendOf({ bend: () => null })
  expect(await checkNetworks(curved, 'f64')).toMatch(/a product with H of a two-layer net/)
  await expect(trustNetworks(curved)).rejects.toThrow(/computes wrong numbers: its self-check fails/)
})

it('times a network on the backends that pass', async () => {
  const scenario = decodeLink('s=two-layer&n=20&d=4&m=8')
  const { backend, reason } = await chooseBackend(networkTrial(scenario, await loadData(scenario, undefined), 2), ['wasm', 'reference'])
  expect(['wasm', 'reference']).toContain(backend.id)
  expect(reason).toMatch(/^auto: (wasm|reference) [\d.e-]+ ms, (wasm|reference) [\d.e-]+ ms \(.*× as long\)$/)
})

it('tells the ratio that was measured', () => {
  const timed = [
    { id: 'wasm', ms: 2, refused: '' },
    { id: 'webgpu', ms: 6.2, refused: '' },
    { id: 'webgl', ms: Number.NaN, refused: 'SwiftShader is a software adapter' },
  ] as const
  expect(reasonFor(timed)).toBe('auto: wasm 2.0 ms, webgpu 6.2 ms (3.1× as long), webgl refused (SwiftShader is a software adapter)')
})
