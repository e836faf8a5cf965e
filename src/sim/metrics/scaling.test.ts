import fc from 'fast-check'
import { expect, it } from 'vitest'
import { atRest } from '../../lib/optimizers'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { type DataSettings, isPlanar, type ModelSettings, type Scenario } from '../../scenario'
import { createReferenceBackend } from '../backends/reference'
import type { DataSet } from '../data'
import type { Dynamics } from '../dynamics'
import { openFactored } from '../factored'
import { makeData } from '../makeData'
import { factoredModel } from '../model'
import { openNetwork } from '../network'
import { planarData } from '../planar/data'
import { openPlanar } from '../planar/dynamics'
import { scenarioOf } from '../testing/scenario.fixture'

/** Powers of two by which J may differ: its fourth powers are sums of the curvature. */
const REACH = 230

const RATIOS = ['mu', 'alpha', 'beta', 'rel_dist', 'mu_isotropic', 'mu_proportional', 'd_eff'] as const

/** What becomes of a problem when residuals are 2^r times as large, and J is 2^J times; one choice gives both where they are bound to each other. */
interface Kind {
  readonly title: string
  readonly model: Partial<ModelSettings>
  readonly data: Partial<DataSettings>
  readonly outputs?: number
  scaled(theta: Float64Array, data: DataSet, r: number, J: number): { readonly theta: Float64Array; readonly data: DataSet }
}
const times = (values: Float64Array, exponent: number) => values.map(v => v * 2 ** exponent)
const bound: Kind['scaled'] = (theta, data, _, J) => ({ theta, data: { ...data, X: times(data.X, J), y: times(data.y, J) } })
/** f = Σ_k a_k φ(w_k·x) with a fixed: all of it goes with a. */
const outer =
  (m: number, d: number): Kind['scaled'] =>
  (theta, data, _, J) => ({
    theta: theta.map((v, j) => (j >= m * d ? v * 2 ** J : v)),
    data: { ...data, y: times(data.y, J) },
  })
const KINDS: readonly Kind[] = [
  ...[
    { n: 5, d: 8, labelNoise: 0.3 },
    { n: 9, d: 3, labelNoise: 0.3 },
  ].map(
    (data): Kind => ({
      title: `linear, n = ${data.n}`,
      model: { kind: 'linear' },
      data,
      scaled: (theta, set, r, J) => ({ theta: times(theta, r - J), data: { ...set, X: times(set.X, J), y: times(set.y, r) } }),
    }),
  ),
  { title: 'diagonal', model: { kind: 'olm-diagonal' }, data: { n: 7, d: 4, labelNoise: 0.3 }, scaled: bound },
  { title: 'two-layer linear', model: { kind: 'olm-two-layer', m: 2 }, data: { n: 6, d: 4, labelNoise: 0.3 }, scaled: bound },
  { title: 'valley', model: { kind: 'valley' }, data: { n: 6, d: 2, labelNoise: 0.3 }, scaled: bound },
  { title: 'two basins', model: { kind: 'two-basins' }, data: { n: 6, d: 2, labelNoise: 0.3 }, scaled: bound },
  {
    title: 'tanh units',
    model: { kind: 'two-layer', m: 3, activation: 'tanh', outer: 'fixed' },
    data: { n: 6, d: 3 },
    scaled: outer(3, 3),
  },
  {
    title: 'softplus units, two outputs',
    model: { kind: 'two-layer', m: 3, activation: 'softplus', outer: 'fixed' },
    data: { n: 6, d: 3 },
    outputs: 2,
    scaled: outer(3, 3),
  },
]

/** θ is drawn; labels, where there are none for so many outputs, too. */
async function ratiosAt(kind: Kind, seed: number, r: number, J: number, measure: Partial<Scenario['measure']>) {
  const scenario = scenarioOf({ seed, model: kind.model, data: kind.data, measure: { k: 2, ...measure } })
  const { outputs = 1 } = kind
  const { model } = scenario
  const drawn = isPlanar(model) ? planarData(scenario, model.kind) : makeData(scenario.data, seed)
  const y = outputs === 1 ? drawn.y : normals(new Float64Array(drawn.n * outputs), seed, STREAM.labelNoise)
  const factored = factoredModel(model)
  const opened = (data: DataSet): Dynamics | Promise<Dynamics> =>
    isPlanar(model)
      ? openPlanar(scenario, model.kind, data)
      : factored
        ? openFactored(scenario, data, factored, createReferenceBackend())
        : openNetwork(scenario, data)
  const plain = { ...drawn, outputs: isPlanar(model) ? drawn.outputs : outputs, y }
  const { theta0 } = await opened(plain)
  const { theta, data } = kind.scaled(normals(new Float64Array(theta0.length), seed, STREAM.init, 3), plain, r, J)
  const { engine, columns, read, plane } = await opened(data)
  const { row } = await read(engine.addArm(atRest(theta)), theta, scenario.arms[0], 0, await plane(scenario.view))
  engine.dispose()
  const at = (name: (typeof RATIOS)[number]) => row[columns.at[name]]
  return { loss: row[columns.at.loss], ratios: [...RATIOS.map(at), ...row.subarray(columns.first.g, columns.first.g + 2)] }
}

it.each(KINDS.map(kind => [kind.title, kind] as const))(
  '%s: ratios do not change with the units of outputs and features',
  async (_, kind) => {
    const losses: number[] = []
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(1000),
          r: fc.integer({ min: -498, max: 498 }),
          J: fc.integer({ min: -REACH, max: REACH }),
          sigma: fc.constantFrom('centred', 'uncentred'),
          curvature: fc.constantFrom('G', 'H'),
        }),
        async ({ seed, r, J, ...measure }) => {
          const wanted = await ratiosAt(kind, seed, 0, 0, measure)
          const found = await ratiosAt(kind, seed, r, J, measure)
          losses.push(found.loss)
          for (const [at, ratio] of found.ratios.entries()) {
            const name = RATIOS[at] ?? `g_${at - RATIOS.length + 1}`
            const want = wanted.ratios[at]
            expect(Number.isNaN(ratio), `${name} at 2^${r}, 2^${J}`).toBe(Number.isNaN(want))
            if (!Number.isNaN(want)) expect(Math.abs(ratio - want), `${name} at 2^${r}, 2^${J}`).toBeLessThanOrEqual(1e-12 * Math.abs(want))
          }
        },
      ),
      { numRuns: 40, seed: 3 },
    )
    expect(Math.log10(Math.max(...losses)) - Math.log10(Math.min(...losses))).toBeGreaterThan(200)
  },
)
