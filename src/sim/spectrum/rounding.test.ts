import { describe, expect, it } from 'vitest'
import { atRest } from '../../lib/optimizers'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import type { ModelSettings } from '../../scenario'
import { createReferenceBackend } from '../backends/reference'
import type { ModelSpec } from '../backends/types'
import type { DataSet } from '../data'
import { openFactored } from '../factored'
import { makeData } from '../makeData'
import { effectiveWeights } from '../model'
import { type Checked, compare, medianRatio } from '../testing/rounding.fixture'
import { scenarioOf } from '../testing/scenario.fixture'
import { constant, sumOfTapes, type Tape } from '../testing/tape.fixture'
import { tapedMetrics } from '../testing/tapedMetrics.fixture'

interface Kind {
  readonly model: Partial<ModelSettings>
  readonly spec: ModelSpec
  readonly n: number
  readonly d: number
  readonly labelNoise: number
}

const m = 2
const KINDS: readonly Kind[] = [
  { model: { kind: 'linear' }, spec: { kind: 'linear' }, n: 5, d: 2, labelNoise: 0 },
  { model: { kind: 'olm-diagonal' }, spec: { kind: 'olm-diagonal' }, n: 5, d: 3, labelNoise: 0 },
  { model: { kind: 'olm-diagonal' }, spec: { kind: 'olm-diagonal' }, n: 2, d: 3, labelNoise: 0.5 },
  { model: { kind: 'olm-two-layer', m }, spec: { kind: 'olm-two-layer', m }, n: 5, d: 2, labelNoise: 0 },
  { model: { kind: 'olm-two-layer', m }, spec: { kind: 'olm-two-layer', m }, n: 3, d: 4, labelNoise: 0.5 },
]
const CASES = 12

const draw = (count: number, seed: number, index: number) => normals(new Float64Array(count), seed, STREAM.init, index)

/** F(θ)·x on the tape. */
function taped({ spec, d }: Kind, t: readonly Tape[], x: readonly Tape[]): Tape {
  const weight = (j: number) => {
    if (spec.kind === 'linear') return t[j]
    if (spec.kind === 'olm-diagonal') return t[j].times(t[j]).minus(t[d + j].times(t[d + j]))
    return sumOfTapes(Array.from({ length: m }, (_, k) => t[m * d + k].times(t[k * d + j])))
  }
  return sumOfTapes(x.map((v, j) => v.times(weight(j))))
}

/** At a distance from a θ that interpolates, where rounding is bounded at all. */
async function measured(kind: Kind, seed: number, distance: number): Promise<Checked[]> {
  const { spec, n, d, labelNoise } = kind
  const scenario = scenarioOf({ seed, model: kind.model, data: { n, d, labelNoise }, measure: { k: 2, curvature: 'H' } })
  const drawn = makeData(scenario.data, seed)
  const start = draw(spec.kind === 'linear' ? d : spec.kind === 'olm-diagonal' ? 2 * d : m * d + m, seed, 1)
  const w = effectiveWeights(spec, start, d)
  const rows = Array.from({ length: n }, (_, i) => drawn.X.subarray(i * d, (i + 1) * d))
  const data: DataSet = { ...drawn, teacher: w, y: Float64Array.from(rows, x => x.reduce((s, v, j) => s + v * w[j], 0)) }
  const theta = start.map((v, j) => v + distance * draw(start.length, seed, 2)[j])
  const { columns, engine, plane, read } = await openFactored(scenario, data, spec, createReferenceBackend())
  const { row } = await read(engine.addArm(atRest(theta)), theta, scenario.arms[0], 0, await plane(scenario.view))
  engine.dispose()
  const weights = Array.from(theta, constant)
  const inputs = rows.map(x => Array.from(x, constant))
  const f = inputs.map(x => [taped(kind, weights, x)])
  const planted = (x: readonly Tape[]) => sumOfTapes(x.map((v, j) => v.times(constant(w[j]))))
  const targets = inputs.map((x, i) => [labelNoise === 0 ? planted(x) : constant(data.y[i])])
  return compare(row, columns, tapedMetrics(f, targets, weights, 'squared', true))
}

describe('bounds of rounding with H in the place of G against numbers of 500 bits', () => {
  const all: Checked[] = []
  it.each(KINDS.map((kind, at) => [`${kind.spec.kind} n ${kind.n} d ${kind.d}`, at, kind] as const))(
    '%s: no error is larger than its bound',
    async (_, at, kind) => {
      for (let k = 0; k < CASES; k++) {
        const checked = await measured(kind, 100 * at + k + 1, 10 ** (-16 + (5 * k) / (CASES - 1)))
        all.push(...checked)
        for (const { name, error, bound } of checked)
          expect(error <= bound || Number.isNaN(error), `${name}: ${error} > ${bound}, case ${k}`).toBe(true)
      }
      expect(all.some(({ name, error }) => name === 'mu' && error >= 0)).toBe(true)
    },
  )

  it('bounds are at most a hundred times the error in the median', () => {
    for (const name of ['loss', 'mu', 'alpha', 'beta', 'rel_dist'])
      expect(medianRatio(all.filter(checked => checked.name === name)), name).toBeLessThanOrEqual(100)
  })
})
