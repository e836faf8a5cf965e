import { describe, expect, it } from 'vitest'
import { atRest } from '../../lib/optimizers'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { columnsFor, type ModelSettings } from '../../scenario'
import { createReferenceBackend } from '../backends/reference'
import type { ModelSpec } from '../backends/types'
import type { DataSet } from '../data'
import { makeData } from '../makeData'
import { effectiveWeights, metricMatrix } from '../model'
import { openNetwork } from '../network'
import { refinedAt } from '../refined'
import { rowOf } from '../row'
import { Exact, exactMetrics, sumOf } from '../testing/exact.fixture'
import { type Checked, compare, medianRatio } from '../testing/rounding.fixture'
import { scenarioOf } from '../testing/scenario.fixture'
import { buildGeometry } from './geometry'
import { unitOf } from './units'

const draw = (count: number, seed: number, index: number) => normals(new Float64Array(count), seed, STREAM.init, index)
const exactOf = (values: Float64Array) => Array.from(values, Exact.of)
const TWO = Exact.of(2)

/** J (n rows) and r of a model through w = F(θ), y exactly w*·x where labels are planted. */
function exactly(model: ModelSpec, theta: Float64Array, { n, d, X, y, teacher }: DataSet, planted: boolean) {
  const [t, w] = [exactOf(theta), exactOf(teacher)]
  const m = model.kind === 'olm-two-layer' ? model.m : 0
  const rows = Array.from({ length: n }, (_, i) => exactOf(X.subarray(i * d, (i + 1) * d)))
  const F = Array.from({ length: d }, (_, j) =>
    model.kind === 'linear'
      ? t[j]
      : model.kind === 'olm-diagonal'
        ? t[j].times(t[j]).minus(t[d + j].times(t[d + j]))
        : sumOf(Array.from({ length: m }, (_, k) => t[m * d + k].times(t[k * d + j]))),
  )
  const J = rows.map(x => {
    if (model.kind === 'linear') return x
    if (model.kind === 'olm-diagonal')
      return [
        ...x.map((v, j) => TWO.times(t[j]).times(v)),
        ...x.map((v, j) =>
          Exact.of(-2)
            .times(t[d + j])
            .times(v),
        ),
      ]
    const hidden = Array.from({ length: m }, (_, k) => sumOf(x.map((v, j) => v.times(t[k * d + j]))))
    return [...Array.from({ length: m }, (_, k) => x.map(v => v.times(t[m * d + k]))).flat(), ...hidden]
  })
  const r = rows.map((x, i) =>
    sumOf(x.map((v, j) => v.times(planted ? F[j].minus(w[j]) : F[j]))).minus(planted ? Exact.of(0) : Exact.of(y[i])),
  )
  return exactMetrics(J, r, 1)
}

const SHAPES: readonly {
  readonly model: Partial<ModelSettings>
  readonly spec: ModelSpec
  readonly n: number
  readonly d: number
  readonly noise?: number
}[] = [
  { model: { kind: 'linear' }, spec: { kind: 'linear' }, n: 5, d: 2 },
  { model: { kind: 'linear' }, spec: { kind: 'linear' }, n: 3, d: 4 },
  { model: { kind: 'linear' }, spec: { kind: 'linear' }, n: 3, d: 6, noise: 0.5 },
  { model: { kind: 'linear' }, spec: { kind: 'linear' }, n: 6, d: 2, noise: 0.5 },
  { model: { kind: 'olm-diagonal' }, spec: { kind: 'olm-diagonal' }, n: 5, d: 3 },
  { model: { kind: 'olm-diagonal' }, spec: { kind: 'olm-diagonal' }, n: 2, d: 3, noise: 0.5 },
  { model: { kind: 'olm-two-layer', m: 2 }, spec: { kind: 'olm-two-layer', m: 2 }, n: 5, d: 2 },
  { model: { kind: 'olm-two-layer', m: 2 }, spec: { kind: 'olm-two-layer', m: 2 }, n: 3, d: 4 },
]

/** Distances from an interpolating θ: L goes over some 60 decades. */
const decades = (count: number) => Array.from({ length: count }, (_, c) => 10 ** (-16 + (30 * c) / (count - 1)))

async function factored(case_: (typeof SHAPES)[number], seed: number, distance: number): Promise<{ checked: Checked[]; loss: number }> {
  const { spec, n, d, noise = 0 } = case_
  const scenario = scenarioOf({ seed, model: case_.model, data: { n, d, labelNoise: noise }, measure: { k: Math.min(n, d) } })
  const data = makeData(scenario.data, seed)
  const start = draw(spec.kind === 'linear' ? d : spec.kind === 'olm-diagonal' ? 2 * d : 2 * d + 2, seed, 1)
  const off = draw(start.length, seed, 2)
  const planted = noise === 0
  // A θ that interpolates up to rounding: the teacher, or labels that are made for it.
  const w = effectiveWeights(spec, start, d)
  const set: DataSet = planted
    ? { ...data, teacher: w, y: data.y.map((_, i) => data.X.subarray(i * d, (i + 1) * d).reduce((s, x, j) => s + x * w[j], 0)) }
    : { ...data, y: data.y.map((_, i) => data.X.subarray(i * d, (i + 1) * d).reduce((s, x, j) => s + x * w[j], 0)) }
  const theta = start.map((v, j) => v + distance * off[j])
  const engine = await createReferenceBackend().open({ n, d, X: set.X, y: set.y, model: spec })
  const M = metricMatrix(spec, theta, d)
  const geometry = await buildGeometry(engine, set.X, n, d, M, Math.min(n, d))
  const refined = refinedAt(spec, theta, set, planted)
  const units = { r: unitOf(refined.r), G: 1 }
  const r = refined.r.map(v => v / units.r)
  const measured = { ...geometry, units, r, moments: await geometry.noise(r), plane: [r, r], point: [0, 0] } as const
  const columns = columnsFor({ k: Math.min(n, d) })
  const row = rowOf(columns, measured, { arm: scenario.arms[0], step: 0, p: theta.length, centred: true })
  refined.fill(row, columns, measured, M, { p: theta.length, centred: true, precision: 'f64' })
  engine.dispose()
  return { checked: compare(row, columns, exactly(spec, theta, set, planted)), loss: row[columns.at.loss] }
}

/** A ReLU network of three units on two inputs, its labels those of another θ, rounded. */
async function network(seed: number, distance: number, outer: 'fixed' | 'trained'): Promise<{ checked: Checked[]; loss: number }> {
  const [n, d, m] = [4, 2, 3]
  const scenario = scenarioOf({ seed, model: { kind: 'two-layer', m, activation: 'relu', outer }, data: { n, d }, measure: { k: 4 } })
  const data = makeData(scenario.data, seed)
  const probe = openNetwork(scenario, data)
  const start = draw(probe.theta0.length, seed, 3)
  const theta = start.map((v, j) => v + distance * draw(start.length, seed, 4)[j])
  const rows = Array.from({ length: n }, (_, i) => data.X.subarray(i * d, (i + 1) * d))
  const outputs = (t: Float64Array) =>
    rows.map(x =>
      Array.from({ length: m }, (_, k) => t[m * d + k] * Math.max(0, t[k * d] * x[0] + t[k * d + 1] * x[1])).reduce((a, b) => a + b, 0),
    )
  const net = probe.model.kind === 'network' ? probe.model.net : null
  const scale = net?.layers.map(layer => ('map' in layer ? layer.map.scale : 1)) ?? []
  const factor = scale.reduce((a, b) => a * b, 1)
  const y = Float64Array.from(outputs(start), v => factor * v)
  const dynamics = openNetwork(scenario, { ...data, y })
  const { columns, engine } = dynamics
  const handle = engine.addArm(atRest(theta))
  const { row } = await dynamics.read(handle, theta, scenario.arms[0], 0, await dynamics.plane(scenario.view))
  const [t, f] = [exactOf(theta), Exact.of(factor)]
  const J: Exact[][] = []
  const r: Exact[] = []
  for (const [i, x] of rows.entries()) {
    const [a, b] = exactOf(x)
    const z = Array.from({ length: m }, (_, k) => t[2 * k].times(a).plus(t[2 * k + 1].times(b)))
    const inner = z.map(v => (v.positive ? v : Exact.of(0)))
    const weights = z.flatMap((v, k) =>
      v.positive ? [f.times(t[m * d + k]).times(a), f.times(t[m * d + k]).times(b)] : [Exact.of(0), Exact.of(0)],
    )
    J.push(outer === 'fixed' ? weights : [...weights, ...inner.map(h => f.times(h))])
    r.push(f.times(sumOf(inner.map((h, k) => h.times(t[m * d + k])))).minus(Exact.of(y[i])))
  }
  engine.dispose()
  return { checked: compare(row, columns, exactMetrics(J, r, 1)), loss: row[columns.at.loss] }
}

describe('bounds of rounding against exact arithmetic, 200 cases', () => {
  const all: Checked[] = []
  const losses: number[] = []
  const take = ({ checked, loss }: { checked: Checked[]; loss: number }) => {
    all.push(...checked)
    losses.push(loss)
    for (const { name, error, bound } of checked)
      expect(error <= bound || Number.isNaN(error), `${name}: ${error} > ${bound} at L = ${loss}`).toBe(true)
  }

  it.each(
    SHAPES.map((shape, s) => [`${shape.spec.kind} n ${shape.n} d ${shape.d}${shape.noise ? ' noisy labels' : ''}`, s, shape] as const),
  )('%s: no error is larger than its bound', async (_, s, shape) => {
    for (const [c, distance] of decades(20).entries()) take(await factored(shape, 100 * s + c + 1, distance))
  })

  it.each(['fixed', 'trained'] as const)('ReLU network, outer layer %s: no error is larger than its bound', async outer => {
    for (const [c, distance] of decades(20).entries()) take(await network(c + 1, distance, outer))
  })

  it('bounds are at most a hundred times the error in the median, over sixty decades of L', () => {
    expect(losses).toHaveLength(200)
    const known = losses.filter(L => L > 0)
    expect(Math.log10(Math.max(...known) / Math.min(...known))).toBeGreaterThan(60)
    for (const name of new Set(all.map(c => c.name))) expect(medianRatio(all.filter(c => c.name === name)), name).toBeLessThanOrEqual(100)
  })
})
