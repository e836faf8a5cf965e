import { describe, expect, it } from 'vitest'
import { atRest } from '../../lib/optimizers'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import type { MeasureSettings, ModelSettings, Scenario } from '../../scenario'
import type { DataSet } from '../data'
import { loadData } from '../load'
import { makeData } from '../makeData'
import { netOf, openNetwork } from '../network'
import { type Checked, compare, medianRatio } from '../testing/rounding.fixture'
import { scenarioOf } from '../testing/scenario.fixture'
import { constant } from '../testing/tape.fixture'
import { tapedMetrics } from '../testing/tapedMetrics.fixture'
import { tapedOutputs } from '../testing/tapedNet.fixture'
import { forward } from './derivatives'
import type { Net } from './layout'

const draw = (count: number, seed: number, index: number) => normals(new Float64Array(count), seed, STREAM.init, index)

interface Kind {
  readonly title: string
  readonly model: Partial<ModelSettings>
  readonly loss: 'squared' | 'cross-entropy'
  readonly n: number
  readonly C: number
  readonly cases: number
  readonly measure?: Partial<MeasureSettings>
}

const fixed = { kind: 'two-layer', m: 2, outer: 'fixed' } as const
const mlp = { kind: 'mlp', hidden: [2] } as const
const language = { kind: 'transformer', blocks: 1, width: 3, heads: 1, mlp: 2 } as const
const ofH = { curvature: 'H' } as const
const KINDS: readonly Kind[] = [
  { title: 'tanh units with H', model: { ...mlp, activation: 'tanh' }, loss: 'squared', n: 4, C: 1, cases: 12, measure: ofH },
  {
    title: 'softplus units with H, outer layer fixed',
    model: { ...fixed, activation: 'softplus' },
    loss: 'squared',
    n: 4,
    C: 2,
    cases: 12,
    measure: ofH,
  },
  {
    title: 'softmax on tanh units with H',
    model: { ...mlp, activation: 'tanh' },
    loss: 'cross-entropy',
    n: 4,
    C: 3,
    cases: 8,
    measure: ofH,
  },
  { title: 'softmax on tanh units', model: { ...mlp, activation: 'tanh' }, loss: 'cross-entropy', n: 4, C: 3, cases: 20 },
  { title: 'logistic on ReLU', model: { ...mlp, activation: 'relu' }, loss: 'cross-entropy', n: 5, C: 2, cases: 20 },
  { title: 'softmax, outer layer fixed', model: { ...fixed, activation: 'tanh' }, loss: 'cross-entropy', n: 5, C: 3, cases: 20 },
  { title: 'two outputs of softplus units', model: { ...mlp, activation: 'softplus' }, loss: 'squared', n: 3, C: 2, cases: 15 },
  { title: 'tanh units, two layers deep', model: { ...mlp, hidden: [2, 2], activation: 'tanh' }, loss: 'squared', n: 4, C: 1, cases: 15 },
  { title: 'attention and layer norm, softmax', model: { ...language, norm: 'on' }, loss: 'cross-entropy', n: 3, C: 3, cases: 5 },
  { title: 'attention, squared loss', model: { ...language, norm: 'off', activation: 'tanh' }, loss: 'squared', n: 3, C: 3, cases: 5 },
]

/** How far the k-th of the cases is from interpolation: the loss goes over some 60 decades. */
const closeness = (k: number, cases: number, loss: Kind['loss']) =>
  loss === 'squared' ? 10 ** (-16 + (16 * k) / (cases - 1)) : 10 ** ((1.9 * k) / (cases - 1))

async function problem({ model, loss, n, C, measure }: Kind, seed: number): Promise<{ scenario: Scenario; data: DataSet }> {
  if (model.kind === 'transformer') {
    const scenario = scenarioOf({ seed, model, data: { source: 'hops', n, symbols: 3, pairs: 1, hops: 1 }, measure: { k: 3, ...measure } })
    return { scenario: { ...scenario, model: { ...scenario.model, loss } }, data: await loadData(scenario, undefined) }
  }
  const scenario = scenarioOf({ seed, model, data: { n, d: 2 }, measure: { k: 3, ...measure } })
  const data = makeData(scenario.data, seed)
  return { scenario: { ...scenario, model: { ...scenario.model, loss } }, data: { ...data, outputs: C, y: new Float64Array(n * C) } }
}

/** θ and labels near which there is nothing left to learn: those of another θ, or the likeliest class with its odds raised. */
function near(net: Net, data: DataSet, seed: number, off: number): { theta: Float64Array; y: Float64Array } {
  const start = draw(net.size, seed, 3)
  if (net.loss === 'squared') {
    const shift = draw(net.size, seed, 4)
    return { theta: start.map((v, j) => v + off * shift[j]), y: forward(net, start, data.X) }
  }
  const last = net.layers[net.layers.length - 1]
  const theta = start.map((v, j) => (j >= last.weightAt ? off * v : v))
  const f = forward(net, theta, data.X)
  const C = net.outputs
  const top = (i: number) => f.subarray(i * C, (i + 1) * C).reduce((best, v, c) => (v > f[i * C + best] ? c : best), 0)
  return { theta, y: Float64Array.from({ length: f.length }, (_, k) => (k % C === top(Math.floor(k / C)) ? 1 : 0)) }
}

/** J, r and what else the metrics follow from, on the tape. */
function taped(net: Net, theta: Float64Array, { n, d, X, y }: DataSet, ofH: boolean) {
  const C = net.outputs
  const all = Array.from(theta, constant)
  const weights = net.layers.filter(l => l.trained).flatMap(l => all.slice(l.weightAt, l.weightAt + l.weights + l.biases))
  const samples = Array.from({ length: n }, (_, i) => i)
  const f = samples.map(i => tapedOutputs(net, all, X.subarray(i * d, (i + 1) * d)))
  const targets = samples.map(i => Array.from(y.subarray(i * C, (i + 1) * C), constant))
  return tapedMetrics(f, targets, weights, net.loss, ofH)
}

async function measured(kind: Kind, seed: number, off: number): Promise<{ checked: Checked[]; loss: number }> {
  const { scenario, data: plain } = await problem(kind, seed)
  const net = netOf(scenario, plain)
  const { theta, y } = near(net, plain, seed, off)
  const data = { ...plain, y }
  const dynamics = openNetwork(scenario, data)
  const { columns, engine } = dynamics
  const { row } = await dynamics.read(engine.addArm(atRest(theta)), theta, scenario.arms[0], 0, await dynamics.plane(scenario.view))
  engine.dispose()
  return { checked: compare(row, columns, taped(net, theta, data, scenario.measure.curvature === 'H')), loss: row[columns.at.loss] }
}

describe('bounds of rounding of networks against numbers of 500 bits', () => {
  const all: Checked[] = []
  const losses: number[] = []
  it.each(KINDS.map(kind => [kind.title, kind] as const))('%s: no error is larger than its bound', async (_, kind) => {
    const own: Checked[] = []
    for (let k = 0; k < kind.cases; k++) {
      const { checked, loss } = await measured(kind, k + 1, closeness(k, kind.cases, kind.loss))
      own.push(...checked)
      losses.push(loss)
      for (const { name, error, bound } of checked)
        expect(error <= bound || Number.isNaN(error), `${name}: ${error} > ${bound} at L = ${loss}, case ${k}`).toBe(true)
    }
    expect(own.some(({ name, error }) => name === 'mu' && error >= 0)).toBe(true)
    all.push(...own)
  })

  it('bounds are at most a hundred times the error in the median, over sixty decades of L', () => {
    const known = losses.filter(L => L > 0)
    expect(Math.log10(Math.max(...known) / Math.min(...known))).toBeGreaterThan(60)
    expect(medianRatio(all)).toBeLessThanOrEqual(100)
    for (const name of ['loss', 'mu', 'alpha', 'beta', 'rel_dist'])
      expect(medianRatio(all.filter(checked => checked.name === name)), name).toBeLessThanOrEqual(name === 'loss' ? 30 : 100)
  })
})
