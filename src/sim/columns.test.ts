import { describe, expect, it } from 'vitest'
import {
  type Check,
  type Checked,
  COLUMN_TEXTS,
  COLUMNS,
  type Column,
  type ColumnName,
  type ColumnText,
  checkScenario,
  type Filled,
  normalize,
  type Scenario,
  VECTORS,
  withData,
} from '../scenario'
import { gaussianColumns } from '../theory/gaussian'
import { readOwn } from './files/own'
import { text } from './files/testing'
import { fill, type Reading } from './reading'
import type { Simulation } from './simulation'
import { fromSecondDifferences } from './testing/columns/curvature.fixture'
import { fromMatrices } from './testing/columns/matrices.fixture'
import { fromQuadrature, fromTestSamples } from './testing/columns/population.fixture'
import { type Case, type Here, record } from './testing/columns/recording.fixture'
import { fromMinibatches, fromPath, fromSteps } from './testing/columns/steps.fixture'
import { ABSENT, ELSEWHERE, isSharp, meets, type Wanted } from './testing/columns/wanted.fixture'
import { scenarioOf } from './testing/scenario.fixture'

/** A second derivation of every column, by the name that the table gives it. */
const DERIVATIONS: { readonly [C in Check]: (here: Here) => Checked<C, Wanted> } = {
  matrices: fromMatrices,
  'second differences': fromSecondDifferences,
  steps: fromSteps,
  minibatches: fromMinibatches,
  quadrature: fromQuadrature,
  'test samples': fromTestSamples,
  path: fromPath,
}

const sgd = { id: 'sgd', kind: 'sgd', eta: 0.05, B: 2 } as const
const gd = { id: 'gd', kind: 'gd', eta: 0.04 } as const
const net = { kind: 'two-layer', m: 3, activation: 'tanh', scaling: 'ntk', biases: 'on' } as const

/** Sixty points on three arms of a spiral, in a file of their own. */
const spiral = text(
  'a,b,class',
  ...Array.from({ length: 60 }, (_, i) => {
    const angle = (i % 3) * 2 + i / 20
    return `${(i / 60) * Math.cos(angle)},${(i / 60) * Math.sin(angle)},${'abc'[i % 3]}`
  }),
)
const classes = await readOwn([{ name: 'spiral.csv', size: spiral.length, slice: (a, b) => new Blob([spiral.slice(a, b)]) }], () => {})

const small = (sketch: Parameters<typeof scenarioOf>[0]): Scenario =>
  scenarioOf({ seed: 3, steps: 6, init: { kind: 'gaussian', scale: 0.8 }, arms: [sgd, gd], ...sketch })

const ofClasses = (s: Scenario): Scenario =>
  checkScenario(
    normalize({
      ...s,
      model: { ...s.model, kind: 'mlp', hidden: [3], activation: 'tanh', loss: 'cross-entropy' },
      data: { ...s.data, n: 8 },
    }),
  )

const CASES: readonly Case[] = [
  {
    title: 'linear, every kind of noise, a moving η and B',
    scenario: small({
      data: { n: 5, d: 3, spectrum: 'power-law', labelNoise: 0.3 },
      arms: [
        { ...sgd, sampling: 'with-replacement', schedule: 'cosine', period: 9 },
        gd,
        { ...sgd, id: 'shaped', noise: 'g-shaped' },
        { ...sgd, id: 'none', noise: 'none' },
      ],
      measure: { k: 5, batches: 30, edge: 'on' },
    }),
  },
  {
    title: 'linear, n < d, Σ₁, beside the minimum',
    scenario: small({
      data: { n: 4, d: 6 },
      init: { kind: 'near-minimum', scale: 0.2 },
      measure: { k: 3, sigma: 'uncentred' },
    }),
    begins: { sgd: 'planted', gd: 'planted' },
  },
  {
    title: 'diagonal, beside the minimum, with eigenvalues of H',
    scenario: small({
      model: { kind: 'olm-diagonal' },
      data: { n: 6, d: 3 },
      init: { kind: 'near-minimum', scale: 0.3 },
      measure: { k: 3, hessian: 2, batches: 21, edge: 'on' },
    }),
    begins: { sgd: 'planted', gd: 'planted' },
  },
  {
    title: 'two-layer linear, read with H',
    scenario: small({
      model: { kind: 'olm-two-layer', m: 2 },
      data: { n: 6, d: 3, labelNoise: 0.2 },
      measure: { k: 3, curvature: 'H', batches: 21, edge: 'on' },
    }),
  },
  {
    title: 'network, minibatches from step 2 on and a larger η from step 4 on',
    scenario: small({
      model: net,
      data: { n: 7, d: 3, teacher: 'tanh-units' },
      arms: [{ ...sgd, noise: 'none' }, gd],
      measure: { k: 3, hessian: 2 },
      events: [
        { step: 2, arm: 'sgd', field: 'noise', value: 'minibatch' },
        { step: 4, arm: 'gd', field: 'eta', value: 0.06 },
      ],
    }),
    begins: { sgd: 2, gd: 4 },
  },
  {
    title: 'network, Σ₁, read with H',
    scenario: small({
      model: net,
      data: { n: 7, d: 2 },
      measure: { k: 3, curvature: 'H', sigma: 'uncentred', batches: 40, edge: 'on', bylayer: 'on' },
    }),
  },
  {
    title: 'network, the outer layer fixed, 5 samples of 9',
    scenario: small({ model: { ...net, outer: 'fixed' }, data: { n: 9, d: 3 }, measure: { k: 3, of: 5 } }),
  },
  {
    title: 'network, estimated from probes beside as many directions as there are',
    scenario: small({ steps: 2, model: net, data: { n: 5, d: 3 }, measure: { k: 5, probes: 4 } }),
  },
  {
    title: 'wide network, Tr H from its layer',
    scenario: small({ steps: 2, model: { ...net, m: 52 }, data: { n: 4, d: 2 }, arms: [gd], measure: { k: 2, hessian: 1 } }),
  },
  {
    title: 'three classes of user data, cross-entropy',
    scenario: ofClasses(withData(small({ measure: { k: 3, batches: 100, edge: 'on', bylayer: 'on' } }), classes.info)),
    assets: { mnist: () => Promise.reject(new Error('no digits')), own: () => classes },
  },
  {
    title: 'a transformer with layer norm, cross-entropy',
    scenario: small({
      steps: 2,
      model: { kind: 'transformer', loss: 'cross-entropy', blocks: 1, width: 2, heads: 2, mlp: 3 },
      data: { source: 'hops', n: 6, symbols: 3, pairs: 2, hops: 2 },
      arms: [sgd],
      measure: { k: 3 },
    }),
  },
  {
    title: 'valley, with H',
    scenario: small({
      model: { kind: 'valley' },
      data: { n: 6, d: 2, spectrum: 'explicit', values: [1, 0.5], labelNoise: 0.2 },
      init: { kind: 'constant', scale: 0.7 },
      arms: [
        { ...sgd, eta: 0.01 },
        { ...gd, eta: 0.01 },
      ],
      measure: { k: 2, hessian: 2, batches: 21, edge: 'on' },
      view: { plane: 'parameters', i: 1, j: 2 },
    }),
  },
]

const withTheory = ({ columns, scenario }: Simulation, { row, population }: Reading) => {
  if (population) fill<'theory'>(row, columns, gaussianColumns(population, scenario.measure.sigma === 'centred'))
}

const compared = new Set<ColumnName>()

function compare(name: ColumnName, found: number, wanted: Wanted, place: string): void {
  if (wanted === ELSEWHERE) return
  if (!meets(found, wanted)) throw new Error(`${place}: ${name} is ${found}, its second derivation says ${wanted.from} … ${wanted.to}`)
  if (!Number.isNaN(found) && isSharp(found, wanted)) compared.add(name)
}

const isGroup = (name: ColumnName): name is (typeof VECTORS)[number] => (VECTORS as readonly ColumnName[]).includes(name)

describe('every column agrees with its second derivation', () => {
  it.each(CASES.map(c => [c.title, c] as const))('%s', async (_, scene) => {
    const { sim, here } = await record(scene, withTheory)
    for (const at of here) {
      const place = `${at.settings.id} at step ${at.step}`
      for (const derive of Object.values(DERIVATIONS))
        for (const [name, wanted] of Object.entries(derive(at)) as [ColumnName, Wanted | readonly Wanted[]][]) {
          if (!isGroup(name)) compare(name, at.row[sim.columns.at[name]], wanted as Wanted, place)
          else
            for (let i = 0; i < sim.columns.widths[name]; i++)
              compare(name, at.row[sim.columns.first[name] + i], (wanted as readonly Wanted[])[i] ?? ABSENT, `${place}, entry ${i + 1}`)
        }
    }
    sim.dispose()
  })

  it('in one case at least to a thousandth: none is filled by nobody, none goes unchecked', () => {
    expect((Object.keys(COLUMNS) as ColumnName[]).filter(name => !compared.has(name))).toEqual([])
  })
})

it('reads with H what the table says and nothing else', async () => {
  const scenario = small({ model: net, data: { n: 7, d: 2 }, measure: { k: 3, hessian: 3 } })
  const rows = await Promise.all(
    (['G', 'H'] as const).map(async curvature => {
      const { sim, here } = await record({ title: '', scenario: { ...scenario, measure: { ...scenario.measure, curvature } } }, withTheory)
      sim.dispose()
      return { columns: sim.columns, row: here[0].row }
    }),
  )
  const changed = (Object.keys(COLUMNS) as ColumnName[]).filter(name => {
    const values = rows.map(({ columns, row }) => row[isGroup(name) ? columns.first[name] : columns.at[name]])
    return COLUMNS[name].filledBy !== 'hessian' && !Object.is(values[0], values[1])
  })
  expect(changed).toEqual((Object.keys(COLUMNS) as ColumnName[]).filter(name => 'withH' in COLUMNS[name]))
  const [, { columns, row }] = rows
  const bounds = columns.withH.filter(name => COLUMNS[name].filledBy === 'rounding')
  expect(bounds.length).toBeGreaterThan(0)
  expect(bounds.filter(name => !(row[isGroup(name) ? columns.first[name] : columns.at[name]] > 0))).toEqual([])
})

it('the type checker refuses a column that is not whole, and a filler or a check that leaves one out', () => {
  const whole = { filledBy: 'state', checkedBy: 'matrices' } as const satisfies Column
  const { mu: _m, ...unexplained } = COLUMN_TEXTS
  const { checkedBy: _c, ...unchecked } = whole
  // @ts-expect-error without a meaning
  unexplained satisfies Record<ColumnName, ColumnText>
  // @ts-expect-error without a check
  unchecked satisfies Column
  // @ts-expect-error filled by nobody that there is
  ;({ ...whole, filledBy: 'nobody' }) satisfies Column
  // @ts-expect-error the filler forgets test_error
  ;({ test_loss: 1 }) satisfies Filled<'test set'>
  // @ts-expect-error the check forgets g_gaussian
  ;({ mu_gaussian: ABSENT }) satisfies Checked<'quadrature', Wanted>
  expect(Object.keys(whole).sort()).toEqual(Object.keys(COLUMNS.step).sort())
})
