import { describe, expect, it, vi } from 'vitest'
import { eigh } from '../../lib/eigen'
import { dot } from '../../lib/matrix'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { decodeLink } from '../../scenario'
import { createBackend } from '../backends/create'
import { PLAIN_MACHINE } from '../backends/machine/plain'
import { makeData } from '../makeData'
import { gaussNewtonProduct, gradient, jvp, vjp } from '../net/derivatives'
import { layNet, withMachine } from '../net/layout'
import { cnn, mlp, twoLayer } from '../net/spec'
import { createSimulation } from '../simulation'
import { scenarioOf } from '../testing/scenario.fixture'
import { Worst } from '../testing/worst.fixture'
import { factoredLocal } from './factored'
import { leadingPairs, timesG, timesSigma, traceSigma } from './local'
import { networkLocal } from './network'

const n = 5
const draw = (length: number, stream = 0) => normals(new Float64Array(length), 12, STREAM.init, stream)
const unit = { activation: 'tanh', slope: 0.1 } as const
const image = { channels: 1, height: 4, width: 4 }
const conv = { filters: 2, kernel: 3, stride: 1, padding: 1, pool: { pool: 'average', size: 2 } } as const

const NETS = {
  'a net with three outputs': layNet(mlp({ d: 3, hidden: [4], ...unit, bias: true, C: 3 })),
  'a net with cross-entropy': layNet(mlp({ d: 3, hidden: [4], ...unit, bias: true, C: 3, loss: 'cross-entropy' })),
  'a convolutional net': layNet(cnn({ input: image, blocks: [conv], ...unit, bias: true, C: 2 } as never)),
}

describe.each(Object.entries(NETS))('%s at one θ', (_, net) => {
  const X = draw(n * net.inputs, 1)
  const Y = Int32Array.from({ length: n }, (_, i) => i % net.outputs)
  const theta = draw(net.size, 2)
  const local = networkLocal(net, X, Y)(theta)
  const own = (i: number) => gradient(net, theta, X, Y, Int32Array.of(i))
  const worst = new Worst('local', 1e-11)
  const near = (got: ArrayLike<number>, want: ArrayLike<number>) => {
    expect(got.length).toBe(want.length)
    for (let i = 0; i < got.length; i++) worst.check('entry', got[i], want[i], 1)
  }

  it('mixes, measures and sums the gradients of single samples', () => {
    const w = draw(n, 3)
    const v = draw(net.size, 4)
    const g = Array.from({ length: n }, (_, i) => own(i))
    near(local.gradient, gradient(net, theta, X, Y))
    near(
      local.mix(w),
      theta.map((_, j) => g.reduce((s, row, i) => s + w[i] * row[j], 0)),
    )
    near(
      local.slopes(v),
      g.map(row => dot(row, v)),
    )
    near([local.traceSigma1()], [g.reduce((s, row) => s + dot(row, row), 0) / n])
    near(
      local.diagonalSigma1(),
      theta.map((_, j) => g.reduce((s, row) => s + row[j] * row[j], 0) / n),
    )
    near([local.diagonalSigma1().reduce((s, x) => s + x, 0)], [local.traceSigma1()])
  })

  it('has G = J̃ᵀJ̃/n, its trace and its diagonal', () => {
    const axis = (j: number) => theta.map((_, i) => (i === j ? 1 : 0))
    const columns = Array.from(theta, (_, j) => gaussNewtonProduct(net, theta, X, axis(j)))
    const v = draw(net.size, 5)
    near(timesG(local, v), gaussNewtonProduct(net, theta, X, v))
    near(
      local.diagonalG(),
      columns.map((column, j) => column[j]),
    )
    near([local.traceG()], [columns.reduce((s, column, j) => s + column[j], 0)])
    const u = draw(n * local.Q, 6)
    near([dot(local.pull(u), v)], [dot(u, local.push(v))])
    const G = Float64Array.from(columns.flatMap(c => [...c]))
    near(leadingPairs(local, 2, x => timesG(local, x)).values, eigh(G, net.size).values.slice(0, 2))
  })
})

it('a two-layer linear model agrees with the Jacobian of the network of the same form', () => {
  const { data: settings } = scenarioOf({ data: { n, d: 3, labelNoise: 0.4 } })
  const data = makeData(settings, 3)
  const theta = draw(2 * 3 + 2, 7)
  const net = layNet(mlp({ d: 3, hidden: [2], activation: 'identity', slope: 0, bias: false, C: 1 }))
  const local = factoredLocal({ kind: 'olm-two-layer', m: 2 }, data)(theta)
  const same = networkLocal(net, data.X, data.y)(theta)
  const v = draw(theta.length, 8)
  const pairs: [ArrayLike<number>, ArrayLike<number>][] = [
    [local.gradient, same.gradient],
    [local.push(v), jvp(net, theta, data.X, v)],
    [local.pull(draw(n, 9)), vjp(net, theta, data.X, draw(n, 9))],
    [local.slopes(v), same.slopes(v)],
    [
      [local.traceG(), local.traceSigma1(), traceSigma(local)],
      [same.traceG(), same.traceSigma1(), traceSigma(same)],
    ],
    [local.diagonalG(), same.diagonalG()],
    [local.diagonalSigma1(), same.diagonalSigma1()],
    [timesSigma(local, v), timesSigma(same, v)],
  ]
  for (const [got, want] of pairs) for (let i = 0; i < got.length; i++) expect(got[i]).toBeCloseTo(want[i], 11)
})

it('the machine holds the pass of a network at one θ, and each of several gives what it gave', async () => {
  const machine = await (await createBackend('wasm')).machine!('f64')
  const net = withMachine(layNet(mlp({ d: 3, hidden: [4], ...unit, bias: true, C: 2 })), machine)
  const at = networkLocal(net, draw(n * 3, 1), draw(2 * n, 2))
  const [w, u] = [draw(n, 5), draw(2 * n, 6)]
  const places = [3, 4, 5].map(stream => at(draw(net.size, stream)))
  const said = () => places.map(local => [local.mix(w), local.pull(u), local.traceSigma1(), local.traceG()])
  const once = said()
  const held = machine.usage()
  expect(said()).toEqual(once)
  expect(machine.usage()).toEqual(held)
})

it('steps with synthetic noise and rows of them leave nothing on the machine of a network', async () => {
  const scenario = decodeLink('s=two-layer&arms=sgd&xi=g-shaped&n=20&m=6&d=3&B=4&eta=0.01&backend=wasm')
  const sim = await createSimulation(scenario, await createBackend('wasm'))
  const after: number[] = []
  for (let rows = 0; rows < 3; rows++) {
    await sim.advance(5)
    await sim.measure()
    after.push(sim.usage().bytes)
  }
  expect(after).toEqual([after[0], after[0], after[0]])
  sim.dispose()
})

it('in panels of units a gradient is that of the net in one piece, without a product over pairs of samples', () => {
  const samples = 2000
  const net = layNet(twoLayer({ d: 1, m: 2001, ...unit, scaling: 'ntk', outer: 'trained' }))
  const gram = vi.spyOn(PLAIN_MACHINE, 'gram')
  const [theta, X, y] = [draw(net.size, 3), draw(samples, 4), draw(samples, 5)]
  expect(networkLocal(net, X, y)(theta).gradient).toEqual(gradient(net, theta, X, y))
  expect(gram).not.toHaveBeenCalled()
  gram.mockRestore()
})
