import { describe, expect, it } from 'vitest'
import { atRest } from '../../lib/optimizers'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import type { PlanarKind, Scenario } from '../../scenario'
import type { DataSet } from '../data'
import { type Checked, compare, medianRatio } from '../testing/rounding.fixture'
import { scenarioOf } from '../testing/scenario.fixture'
import { constant, type Tape } from '../testing/tape.fixture'
import { tapedMetrics } from '../testing/tapedMetrics.fixture'
import { openPlanar } from './dynamics'

const KINDS = ['valley', 'two-basins', 'zhu-2d'] as const
const one = constant(1)

/** f of every sample on the tape, from the models' definitions; of Zhu et al. the side of the kink on which the sample is. */
function taped(kind: PlanarKind, { n, X, y }: DataSet, [u, v]: readonly Tape[]) {
  const samples = Array.from({ length: n }, (_, i) => [constant(X[2 * i]), constant(X[2 * i + 1])] as const)
  if (kind !== 'zhu-2d') {
    const phi = u
      .times(u)
      .minus(one)
      .times(u.times(u).plus(u).plus(u).plus(constant(2)))
      .over(constant(2))
    const f = samples.map(([a, b]) => [kind === 'valley' ? u.times(a.plus(v.times(b))) : phi.times(a).plus(v.times(b))])
    return { f, targets: Array.from(y, value => [constant(value)]) }
  }
  const f = samples.map(([a, b]) => {
    const [s, t] = [u.minus(a), v.minus(b)]
    const [p, q] = [s.minus(t).over(constant(2).root()), s.plus(t).minus(constant(2)).over(constant(2).root())]
    const sharp = constant(20).times(p).times(p).plus(constant(200).times(q).times(q))
    const [x, z] = [s.plus(one), t.plus(one)].map(w => w.times(constant(2).root()))
    const flat = x.times(x).plus(z.times(z))
    return flat.minus(sharp).value.positive ? [constant(20).root().times(p), constant(200).root().times(q)] : [x, z]
  })
  return { f, targets: f.map(() => [constant(0), constant(0)]) }
}

const CASES = 20

async function measured(kind: PlanarKind, curvature: Scenario['measure']['curvature'], k: number): Promise<Checked[]> {
  const scenario = scenarioOf({
    seed: k + 1,
    model: { kind },
    data: { n: 4, d: 2, labelNoise: kind !== 'zhu-2d' && k % 3 === 0 ? 0.3 : 0 },
    measure: { k: 2, curvature },
    init: { kind: 'near-minimum', scale: 0 },
  })
  const { data, theta0, columns, engine, plane, read } = openPlanar(scenario, kind)
  const off = normals(new Float64Array(2), k + 1, STREAM.init, 7)
  const distance = 10 ** (-16 + (17 * k) / (CASES - 1))
  const theta = theta0.map((v, j) => v + distance * off[j])
  const { row } = await read(engine.addArm(atRest(theta)), theta, scenario.arms[0], 0, await plane(scenario.view))
  const weights = Array.from(theta, constant)
  const { f, targets } = taped(kind, data, weights)
  return compare(row, columns, tapedMetrics(f, targets, weights, 'squared', curvature === 'H'))
}

describe('bounds of rounding of the models with two parameters against numbers of 500 bits', () => {
  const all: Checked[] = []
  it.each(KINDS.flatMap(kind => (['G', 'H'] as const).map(curvature => [kind, curvature] as const)))(
    '%s with %s: no error is larger than its bound',
    async (kind, curvature) => {
      for (let k = 0; k < CASES; k++) {
        const checked = await measured(kind, curvature, k)
        all.push(...checked)
        for (const { name, error, bound } of checked)
          expect(error <= bound || Number.isNaN(error), `${name}: ${error} > ${bound}, case ${k}`).toBe(true)
      }
    },
  )

  it('bounds are at most a hundred times the error in the median', () => {
    expect(all.filter(({ error }) => error > 0).length).toBeGreaterThan(300)
    for (const name of ['loss', 'mu', 'alpha', 'beta', 'rel_dist']) {
      const own = all.filter(checked => checked.name === name)
      expect(medianRatio(own), name).toBeLessThanOrEqual(100)
    }
  })
})
