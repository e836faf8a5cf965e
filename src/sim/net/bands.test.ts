import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { norm } from '../../lib/matrix'
import { valuesOf } from '../backends/machine/hostMatrix'
import { createWasmBackend } from '../backends/wasm'
import { bandOf } from './bands'
import { bandCost, cutRows, joinBands, type Rows } from './cutBands'
import { jvps, measuredImages } from './derivatives'
import { gramOf, openGram, sliceOf } from './gram'
import { type Net, withMachine } from './layout'
import { instance, nets, normal } from './nets.fixture'
import { netNoise, noiseFromParts } from './noise'
import { mlp, twoLayer } from './spec'

const scalar = nets().filter(spec => spec.outputs === 1)

/** The layers' parts of K in one piece. */
function inOnePiece(net: Net, theta: Float64Array, X: Float64Array, along: readonly Float64Array[] = []) {
  const state = openGram(net, theta, X, {}, along)
  const ones = sliceOf(state, new Float64Array(state.n).fill(1))
  const parts = new Map<number, Float64Array>()
  gramOf(state, ones, ones, (layer, part) => parts.set(layer, part))
  const { outputs, images } = state
  state.close()
  return { parts, outputs, images }
}

function inBands(net: Net, theta: Float64Array, X: Float64Array, cuts: readonly Rows[], along: readonly Float64Array[] = []) {
  const n = X.length / net.inputs
  return joinBands(
    net,
    // As much of the inputs as a band is told.
    cuts.map(rows => bandOf(net, theta, X.slice(0, rows.to * net.inputs), rows, n, along)),
  )
}

const cutsOf = (n: number, at: readonly number[]): Rows[] => {
  const edges = [...new Set([0, ...at.map(a => a % n), n])].sort((a, b) => a - b)
  return edges.slice(1).map((to, k) => ({ from: edges[k], to }))
}

describe('bands of K', () => {
  it('have the bits of K in one piece, wherever they are cut', () => {
    fc.assert(
      fc.property(scalar, fc.integer({ min: 1, max: 13 }), fc.array(fc.nat(20), { maxLength: 4 }), fc.nat(1000), (spec, n, at, seed) => {
        const { net, theta, X, Y } = instance(spec, n, seed)
        const v = normal(net.size, seed, 9)
        const found = inBands(net, theta, X, cutsOf(n, at), [v, theta])
        const { parts, outputs, images } = inOnePiece(net, theta, X, [v, theta])
        expect(found.parts).toEqual(parts)
        expect(found.outputs).toEqual(outputs)
        expect(found.images).toEqual(jvps(net, theta, X, [v, theta]))
        expect(images).toEqual(found.images)
        const { K, ...noise } = noiseFromParts(net, outputs, Y, found.parts, true)
        const { K: whole, ...wanted } = netNoise(openGram(net, theta, X), Y, { perLayer: true, centred: true })
        expect(noise).toEqual(wanted)
        expect(K && valuesOf(K)).toEqual(whole && valuesOf(whole))
      }),
      { numRuns: 80, seed: 5 },
    )
  })

  const common = { d: 5, C: 1, loss: 'squared', bias: true } as const
  const WIDE = [
    twoLayer({ ...common, activation: 'tanh', m: 70_000, scaling: 'ntk', outer: 'trained' }),
    twoLayer({ ...common, activation: 'relu', m: 70_000, scaling: 'ntk', outer: 'fixed' }),
    mlp({ ...common, activation: 'identity', hidden: [70_000] }),
    mlp({ ...common, activation: 'gelu', hidden: [40, 30] }),
  ]
  it.each(['f64', 'f32'] as const)('and so they have in WebAssembly, a layer in panels of units among them, in %s', async precision => {
    const backend = await createWasmBackend()
    for (const spec of WIDE) {
      const { net: plain, theta, X } = instance(spec, 61, 4)
      const machine = await backend.machine!(precision)
      const net = withMachine(plain, machine)
      const v = normal(net.size, 4, 9)
      const { parts, outputs, images } = inOnePiece(net, theta, X, [v])
      const { held } = machine.usage()
      const found = inBands(net, theta, X, cutsOf(61, [20, 41]), [v])
      expect(found.outputs).toEqual(outputs)
      expect(found.parts).toEqual(parts)
      expect(found.images).toEqual(images)
      expect(images).toEqual(measuredImages(net, theta, X, [v]))
      const wanted = jvps(plain, theta, X, [v])[0]
      expect(norm(wanted.map((x, i) => x - images[0][i]))).toBeLessThan((precision === 'f64' ? 1e-13 : 3e-6) * norm(wanted))
      expect(machine.usage().held).toBe(held)
      machine.dispose()
    }
  })

  it('are cut so that each costs about the same', () => {
    const { net } = instance(
      twoLayer({ d: 50, C: 1, loss: 'squared', bias: false, activation: 'relu', m: 64, scaling: 'ntk', outer: 'trained' }),
      1,
      0,
    )
    const cost = bandCost(net, 2)
    for (const count of [1, 2, 4]) {
      const cuts = cutRows(1000, count, cost)
      expect(cuts.length).toBe(count)
      expect(cuts.map(c => c.from)).toEqual([0, ...cuts.slice(0, -1).map(c => c.to)])
      expect(cuts.at(-1)?.to).toBe(1000)
      const costs = cuts.map(({ from, to }) => (cost.pair * (to * to - from * from)) / 2 + cost.sample * to + cost.image * (to - from))
      expect(Math.min(...costs)).toBeGreaterThan(0.97 * Math.max(...costs))
    }
    expect(cutRows(3, 8, cost).length).toBe(3)
  })
})
