import { readFile } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { atRest } from '../lib/optimizers'
import { STREAM } from '../lib/philox'
import { normals } from '../lib/random'
import { checkScenario, decodeLink, type Scenario } from '../scenario'
import { createWasmBackend } from './backends/wasm'
import { makeData } from './makeData'
import { forward } from './net/derivatives'
import { initialNetwork, netOf, openNetwork } from './network'
import { createSimulation, type Simulation } from './simulation'
import { Worst } from './testing/worst.fixture'

const errors = {
  K: new Worst('K in f32, Frobenius', 2e-6),
  mu: new Worst('μ in f32', 1e-6),
  lambda: new Worst('leading eigenvalues and g in f32', 1e-5),
  grid: new Worst('L on a grid of the landscape in f32', 1e-5),
  theta: new Worst('θ in f32 after 100 steps', 1e-4),
}
afterAll(() => {
  if (process.env.REPORT_ERRORS) for (const worst of Object.values(errors)) console.log(worst.report())
})

const assets = { mnist: async () => new Uint8Array(await readFile('public/data/mnist.bin')) }
const norm = (x: ArrayLike<number>) => Math.sqrt(Array.from(x).reduce((s, v) => s + v * v, 0))
const apart = (a: Float64Array, b: Float64Array) => norm(a.map((v, i) => v - b[i])) / norm(b)

const RATIOS = ['mu', 'alpha', 'beta', 'rel_dist'] as const

/** Every kind of network with every loss, smooth and not; learning rates at which nothing is chaotic. */
const LINKS = [
  's=two-layer&m=64&n=60&eta=0.05',
  's=two-layer&m=64&n=60&eta=0.05&activation=gelu&scaling=mean-field',
  's=random-features&m=64&n=60&eta=0.02',
  's=mlp-digits-small&n=60&eta=0.01',
  's=mlp-mnist&arms=sgd&B=4&n=60&hidden=24,16&activation=softplus&eta=0.01',
  's=mlp-mnist-10&arms=sgd&B=4&n=40&hidden=16&eta=0.02',
  's=mlp-mnist-10&arms=sgd&B=4&n=40&hidden=16&loss=squared&eta=0.01',
  's=cnn-mnist&arms=sgd&B=4&n=40&filters=3,4&eta=0.01&activation=tanh',
  's=cnn-mnist&arms=sgd&B=4&n=40&filters=3&eta=0.01&task=ten&loss=cross-entropy',
]

async function opened(scenario: Scenario): Promise<Simulation> {
  const backend = await createWasmBackend()
  return createSimulation(scenario, backend, assets)
}

describe('float32 against float64', () => {
  it.each(LINKS)('on the landscape, %s', async link => {
    const scenario = decodeLink(`v=1&${link}&steps=20`)
    const [f64, f32] = await Promise.all([opened(scenario), opened(checkScenario({ ...scenario, precision: 'f32' }))])
    await f32.advance(20)
    const { anchor, first, second } = await f32.layPlane()
    const places = normals(new Float64Array(26), 7, STREAM.probe)
    for (let k = 0; k < 26; k += 2) {
      const [x, y] = [places[k], places[k + 1]]
      const { grid } = await f32.landscape([x, x + 1, y, y + 1], 2, 2)
      for (let i = 0; i < 4; i++) {
        const [a, b] = [x + (i % 2), y + Math.floor(i / 2)]
        const want = f64.probe.lossAt(anchor.map((v, j) => v + a * first[j] + b * second[j]))
        errors.grid.check(link, grid[i], await want, await want)
      }
    }
    for (const sim of [f64, f32]) sim.dispose()
  })

  it.each(LINKS)('%s', async link => {
    const scenario = decodeLink(`v=1&${link}&steps=100`)
    const [f64, f32] = await Promise.all([opened(scenario), opened(checkScenario({ ...scenario, precision: 'f32' }))])
    expect([f64.precision, f32.precision]).toEqual(['f64', 'f32'])
    const [K, K32] = [await f64.gram(0), await f32.gram(0)]
    errors.K.check(`all/${link}`, apart(K32, K), 0, 1)
    const [row, row32] = [(await f64.measure())[0].row, (await f32.measure())[0].row]
    const { at, first, widths } = f64.columns
    const of = (name: 'mu' | 'alpha' | 'beta') => errors.mu.check(`${name}/${link}`, row32[at[name]], row[at[name]], row[at[name]])
    of('mu')
    of('alpha')
    of('beta')
    for (let k = 0; k < Math.min(5, widths.lambda); k++) {
      errors.lambda.check(`λ/${link}`, row32[first.lambda + k], row[first.lambda + k], row[first.lambda])
      errors.lambda.check(`g/${link}`, row32[first.g + k], row[first.g + k], row[first.g + k])
    }
    await Promise.all([f64.advance(100), f32.advance(100)])
    const [[a], [b]] = [await f64.states(), await f32.states()]
    errors.theta.check(`all/${link}`, apart(b.theta, a.theta), 0, 1)
    f64.dispose()
    f32.dispose()
  })

  it('loses no more near interpolation than its bound, and shows no number without digits', async () => {
    const scenario = decodeLink('s=two-layer&n=12&d=4&m=6&activation=tanh&k=3&arms=sgd')
    const backend = await createWasmBackend()
    const { X, ...drawn } = makeData(scenario.data, scenario.seed)
    // What both machines hold alike.
    const net = netOf(scenario, drawn)
    const [inputs, start] = [X.map(Math.fround), initialNetwork(net, scenario).map(Math.fround)]
    const y = forward(net, start, inputs).map(Math.fround)
    const shift = normals(new Float64Array(start.length), 3, STREAM.probe)
    const lost: boolean[] = []
    for (const off of [1, 1e-2, 1e-4, 1e-6, 1e-7]) {
      const theta = start.map((v, j) => Math.fround(v + off * shift[j]))
      const read = async (precision: 'f64' | 'f32') => {
        const machine = await backend.machine!(precision)
        const { columns, engine, read, plane } = openNetwork(scenario, { ...drawn, X: inputs, y }, machine)
        const { row } = await read(engine.addArm(atRest(theta)), theta, scenario.arms[0], 0, await plane(scenario.view))
        engine.dispose()
        return Object.fromEntries(RATIOS.map(name => [name, [row[columns.at[name]], row[columns.at[`${name}_rounding`]]]]))
      }
      const [exact, single] = [await read('f64'), await read('f32')]
      for (const name of RATIOS) {
        const [value, bound] = single[name]
        expect(bound, `${name} at ${off}`).toBeGreaterThan(1e-8)
        expect(
          !(Math.abs(value - exact[name][0]) > bound + exact[name][1]),
          `${name} = ${value} ± ${bound} for ${exact[name]} at ${off}`,
        ).toBe(true)
      }
      lost.push(Number.isNaN(single.mu[0]))
    }
    expect([lost[0], lost.at(-1)]).toEqual([false, true])
    backend.dispose()
  })

  it('leads to the same bits everywhere', async () => {
    const sim = await opened(decodeLink('v=1&s=mlp-mnist-10&arms=sgd&B=4&n=40&hidden=16&activation=gelu&precision=f32'))
    await sim.advance(50)
    expect(await sim.fingerprint()).toBe('64fe123c9f236a2e')
    sim.dispose()
  })
})
