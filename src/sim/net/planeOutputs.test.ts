import { expect, it } from 'vitest'
import { PLAIN_MACHINE } from '../backends/machine/plain'
import { createWasmMachine } from '../backends/wasm/machine'
import type { Plane } from '../plane'
import { forward } from './derivatives'
import { layNet, withMachine } from './layout'
import { instance, normal } from './nets.fixture'
import { outputsOnPlane } from './planeOutputs'
import { mlp, type NetSpec } from './spec'

const n = 150
const deep = mlp({ d: 120, C: 3, hidden: [20, 7], activation: 'tanh', bias: true, loss: 'squared' })
const alone: NetSpec = { ...deep, layers: deep.layers.slice(0, 1), outputs: 20 }
const unit = { activation: 'tanh', slope: 0 } as const
const inputsAbove: NetSpec = {
  input: { features: 100 },
  layers: [
    { kind: 'dense', out: 100, bias: true, trained: true, ...unit },
    { kind: 'add', from: 0, ...unit },
  ],
  outputs: 100,
  loss: 'squared',
}

const machines = { plain: PLAIN_MACHINE, 'wasm, f64': await createWasmMachine('f64'), 'wasm, f32': await createWasmMachine('f32') }

it.each(Object.entries(machines))('%s: outputs on a plane are those of a pass at each of its points', (name, machine) => {
  for (const spec of [deep, alone]) {
    const { net, theta, X } = instance(spec, n, 5)
    const on = withMachine(net, machine)
    const plane = { anchor: theta, first: normal(net.size, 1, 7), second: normal(net.size, 2, 7) } as unknown as Plane
    const before = machine.usage()
    const outputs = outputsOnPlane(on, X, plane)!()
    for (const [x, y] of [
      [0, 0],
      [0.3, -0.2],
      [-1.7, 2.4],
    ]) {
      const at = theta.map((v, i) => v + x * plane.first[i] + y * plane.second[i])
      const [want, got] = [forward(net, at, X), outputs.at(x, y)]
      const size = Math.max(...want.map(Math.abs))
      for (const [i, v] of want.entries()) expect(Math.abs(got[i] - v)).toBeLessThanOrEqual((name.endsWith('f32') ? 3e-5 : 1e-12) * size)
    }
    outputs.close()
    expect(machine.usage()).toEqual(before)
  }
})

it('takes whole passes at every point of a net whose first layer has few inputs, or whose inputs are seen further up', () => {
  const few = instance(mlp({ d: 12, C: 3, hidden: [20, 7], activation: 'tanh', bias: true, loss: 'squared' }), n, 5)
  const net = layNet(inputsAbove)
  for (const { net: plain, theta, X } of [few, { net, theta: normal(net.size, 3, 4), X: normal(n * 100, 5, 2) }]) {
    const on = withMachine(plain, machines['wasm, f64'])
    const plane = { anchor: theta, first: normal(plain.size, 1, 7), second: normal(plain.size, 2, 7) }
    const before = on.machine.usage()
    const outputs = outputsOnPlane(on, X, plane)!()
    const at = theta.map((v, i) => v + 0.3 * plane.first[i] - 0.2 * plane.second[i])
    expect([...outputs.at(0.3, -0.2)]).toEqual([...forward(plain, at, X)])
    outputs.close()
    expect(on.machine.usage()).toEqual(before)
  }
})
