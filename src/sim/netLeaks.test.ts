import { expect, it } from 'vitest'
import { atRest, DEFAULTS } from '../lib/optimizers'
import { createWasmMachine } from './backends/wasm/machine'
import { jvp } from './net/derivatives'
import { topDirections } from './net/directions'
import { openGram } from './net/gram'
import { hessianProduct } from './net/hessian'
import { withMachine } from './net/layout'
import { instance } from './net/nets.fixture'
import { netNoise } from './net/noise'
import { cnn, mlp, type NetSpec, twoLayer } from './net/spec'
import { createNetStepper } from './netStepper'

const block = { filters: 3, kernel: 3, padding: 1, pool: { pool: 'max', size: 2 } } as const
const SPECS: Record<string, NetSpec> = {
  'two layers': twoLayer({ d: 4, m: 9, activation: 'tanh', scaling: 'ntk', bias: true, outer: 'trained' }),
  classes: mlp({ d: 4, hidden: [5], activation: 'gelu', bias: true, C: 3, loss: 'cross-entropy' }),
  convolutions: cnn({ input: { channels: 1, height: 6, width: 6 }, blocks: [block], activation: 'relu', bias: true, C: 3 }),
}

it.each(Object.entries(SPECS))('steps, measurements and products leave nothing on the machine: %s', async (_, spec) => {
  const machine = await createWasmMachine('f64')
  const { net: plain, n, theta, X, Y } = instance(spec, 11, 1)
  const net = withMachine(plain, machine)
  const stepper = createNetStepper(net, X, Y)
  stepper.addArm(atRest(theta, 'adam'))
  const plan = { eta: new Float64Array(3).fill(1e-3), batch: Int32Array.from({ length: 6 }, (_, i) => i), batchSize: 2, settings: DEFAULTS }
  const measure = (limits: Parameters<typeof openGram>[3]) => {
    const state = openGram(net, theta, X, limits)
    machine.scope(() => {
      const { K } = netNoise(state, Y, { perLayer: true, assemble: true })
      topDirections(state, 3, { K })
      topDirections(state, 3, { assembled: 0 })
    })
    state.close()
  }
  const round = async () => {
    await stepper.advance(0, plan)
    await stepper.advance(0, { ...plan, batch: null, batchSize: n })
    measure({})
    measure({ activations: 0, gradients: 1, slices: 0 })
    jvp(net, theta, X, theta)
    hessianProduct(net, theta, X, Y, theta)
    return machine.usage()
  }
  expect(await round()).toEqual(await round())
})
