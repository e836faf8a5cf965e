import { expect, it } from 'vitest'
import { Fault } from '../../lib/fault'
import type { EnsembleKernel, RotatedProblem } from '../../sim/backends/ensemble'
import { Makers } from './makers'

/** Kernels that do nothing but let the clock go on by `ms` for a call. */
function parts({ ms = { wasm: 1, webgpu: 1 }, open = async () => {}, making = async () => {} } = {}) {
  let time = 0
  const log: string[] = []
  const kernelOf = (id: 'wasm' | 'webgpu'): EnsembleKernel => ({
    R: 4,
    machine: { id, precision: id === 'wasm' ? 'f64' : 'f32', device: '' },
    async advance() {
      time += ms[id]
    },
    read: async () => ({ energies: new Float64Array(12), exponents: new Int32Array(4), escapes: new Float64Array(4) }),
    state: async () => ({ w: new Float64Array(1), exponent: 0 }),
    reset: () => log.push(`${id} reset`),
    dispose: () => log.push(`${id} disposed`),
  })
  const makers = new Makers(
    async () => kernelOf('wasm'),
    async quick => {
      log.push(quick ? 'opened quick' : 'opened')
      await open()
      const make = async () => {
        await making()
        return kernelOf('webgpu')
      }
      return { machine: kernelOf('webgpu').machine, make, dispose: () => log.push('given back') }
    },
    () => time,
  )
  const make = async (asked: Parameters<Makers['make']>[0]) => (await makers.make(asked, {} as RotatedProblem, 4, 1, 12)).machine.id
  return { makers, make, log }
}

it('asks the GPU only where the scenario does, and gives it back afterwards', async () => {
  const { makers, make, log } = parts()
  expect([await make('wasm'), makers.reason]).toEqual(['wasm', 'chosen in the scenario'])
  expect([await make('webgl'), makers.reason]).toEqual(['wasm', 'replicas have no webgl'])
  expect(log).toEqual([])
  expect([await make('webgpu'), makers.reason]).toEqual(['webgpu', 'chosen in the scenario'])
  await make('webgpu')
  expect(log).toEqual(['opened'])
  await make('wasm')
  expect(log).toEqual(['opened', 'given back'])
})

it('says why the GPU does not compute', async () => {
  const wrong = new Fault('The GPU (X) computes wrong numbers: its replicas are off by 1e-2, allowed is 1e-5', 'choose wasm')
  const refused = parts({ open: () => Promise.reject(wrong) })
  expect([await refused.make('webgpu'), refused.makers.reason]).toEqual(['wasm', wrong.happened])
  const full = parts({ making: () => Promise.reject(new Fault('It does not fit', 'choose wasm')) })
  expect([await full.make('webgpu'), full.makers.reason]).toEqual(['wasm', 'It does not fit'])
})

it('leaves a GPU that failed alone until the backend is chosen anew', async () => {
  const { makers, make, log } = parts()
  await make('webgpu')
  makers.abandon('The GPU device was lost: reset')
  expect([await make('webgpu'), makers.reason]).toEqual([
    'wasm',
    'The GPU device was lost: reset; the replicas were taken up again on the processor',
  ])
  await make('wasm')
  expect(await make('webgpu')).toBe('webgpu')
  expect(log).toEqual(['opened', 'given back', 'opened'])
})

it('auto takes the quicker one, from the start, and disposes of the other', async () => {
  const slow = parts({ ms: { wasm: 1, webgpu: 5 } })
  expect([await slow.make('auto'), slow.makers.reason]).toEqual(['wasm', 'auto: 5.0× faster here than WebGPU'])
  expect(slow.log).toEqual(['opened quick', 'webgpu disposed', 'wasm reset'])
  const quick = parts({ ms: { wasm: 31, webgpu: 10 } })
  expect([await quick.make('auto'), quick.makers.reason]).toEqual(['webgpu', 'auto: 3.1× faster here than wasm'])
  expect(quick.log).toEqual(['opened quick', 'wasm disposed', 'webgpu reset'])
})
