import { expect, it, vi } from 'vitest'
import { LIGHT } from '../../charts'
import { recordingContext } from '../../charts/testing'
import { alignmentSpec } from './alignment/spec'
import { ANSWERS } from './answers/spec'
import { ATTENTION } from './attention/spec'
import { confusionSpec } from './confusion/spec'
import { CYCLES } from './cycles/spec'
import { DIAGONALS } from './diagonals/spec'
import { DIRECTIONS } from './directions/spec'
import { displacementSpec } from './displacement/spec'
import { EIGENVALUES } from './eigenvalues/spec'
import { energySpec } from './energy/spec'
import { ensembleSpec } from './ensemble/spec'
import { escapeSpec } from './escape/spec'
import { flatnessSpec } from './flatness/spec'
import type { Border } from './frame/border'
import { withKept } from './frame/kept'
import type { AnyPanel } from './frame/spec'
import { tableOf } from './frame/table'
import { GAP } from './gap/spec'
import { gridSpec } from './grid/spec'
import { INTRINSIC } from './intrinsic/spec'
import { landscapeSpec } from './landscape/spec'
import { LAYERS } from './layers/spec'
import { lossSpec } from './loss/spec'
import { Strip } from './loss/strip/strip'
import { MARGIN } from './margin/spec'
import type { View } from './reading/view'
import { reshuffledSpec } from './reshuffled/spec'
import { SCATTER } from './scatter/spec'
import { sectionsSpec } from './sections/spec'
import { Sections } from './sections/state'
import { seedsSpec } from './seeds/spec'
import { sharpSpec } from './sharp/spec'
import { SHARPNESS } from './sharpness/spec'
import { EDGE_TRIALS } from './sharpness/trialsSpec'
import { spectrumSpec } from './spectrum/spec'
import { stabilitySpec } from './stability/spec'
import { SUCCESS } from './success/spec'
import { SWEEP } from './sweep/spec'
import { temperatureSpec } from './temperature/spec'
import { numbersIn } from './testing/drawnNumbers.fixture'
import { borders, parabola } from './testing/formulas.fixture'
import { withRuns } from './testing/kept.fixture'
import * as views from './testing/panelViews.fixture'
import { VARIANCE } from './variance/spec'

const drawn: unknown[] = []
// Charts are told what to draw; here they remember it.
vi.mock('../../charts', async original => {
  const charts = await original<Record<string, unknown>>()
  const axis = { px: (v: number) => v, value: (v: number) => v, domain: [0, 1] }
  const layout = {
    plot: { x: 0, y: 0, width: 300, height: 200 },
    x: axis,
    y: axis,
    hits: [],
    empty: false,
    point: (x: number, y: number) => [x, y],
  }
  const remember = (_ctx: unknown, _box: unknown, ...told: unknown[]) => {
    drawn.push(...told)
    return layout
  }
  const pictures = Object.keys(charts).filter(name => name.endsWith('Chart'))
  return { ...charts, ...Object.fromEntries(pictures.map(name => [name, remember])) }
})
vi.stubGlobal('window', { addEventListener() {} })

type Column = (name: string) => number[]
interface Case {
  readonly spec: AnyPanel
  readonly view: View
  /** What follows from the columns by a formula that the documents state. */
  follows?(column: Column): number[]
  /** Keys that are numbers here. */
  readonly keep?: readonly string[]
}

const border = { k: 1 } as Border
const zip = (a: number[], b: number[], of: (x: number, y: number) => number) => a.map((x, i) => of(x, b[i] ?? Number.NaN))
const LINEAR = 's=linear-anisotropic&n=40&d=5'
const EDGES = 's=edge-of-stability&batches=4&edge=on'

const sections = new Sections(() => {})
const models = [
  { loss: views.fresh(), slope: 0.2, G: 1.5, H: 1.2 },
  { loss: views.fresh(), slope: 0.1, G: 1, H: 1 },
]
const section = {
  s: [-0.5, 0, 0.5, 1, 1.5],
  loss: views.freshMany(5),
  projected: { loss: views.freshMany(5), off: 3 },
  models,
  k: 0,
  length: 2,
}
sections.take({ section, from: 4, to: 10, arm: 'SGD', color: 0, names: ['SGD at step 4', 'SGD'] } as never, '')

const confused = () => {
  const view = views.fullView('s=mlp-mnist-10')
  const arms = view.arms.map(() => ({ train: views.freshMany(110), test: views.freshMany(110) }))
  view.traces.setConfusion({ step: 7, found: { by: 'place', classes: 10, arms } } as never)
  return view
}

const net = 's=transformer-hops'
const attention = () => {
  const view = views.fullView(net, { hops: 3 })
  const { model } = view.scenario
  const places = 4
  const weights = () => {
    const all = views.freshMany(model.blocks * model.heads * places * places)
    for (const i of all.keys()) if (i % places > Math.floor(i / places) % places) all[i] = 0
    return all
  }
  const arms = view.arms.map(() => ({ weights: weights(), outputs: views.freshMany(view.scenario.data.symbols) }))
  view.traces.setAttention({ step: 7, question: 4, count: 12, unseen: true, tokens: [1, 2, 1, 3], answer: 2, arms } as never)
  return view
}

const landscape = () => {
  const view = views.fullView('s=escape-trained')
  const paths = view.arms.map(arm =>
    Float64Array.from(
      [0, 4, 10].flatMap(step =>
        ['path_x', 'path_y']
          .map(name => arm.trace.table.value(arm.trace.table.indexOf(step), view.columns!.at[name as 'path_x']))
          .flatMap((v, i) => (i === 0 ? [step, v] : [v, 0])),
      ),
    ),
  )
  view.traces.setPlane({ ...view.traces.plane!, id: 1, paths })
  return view
}

const strip = new Strip()

const CASES: Readonly<Record<string, () => Case | readonly Case[]>> = {
  landscape: () => ({
    spec: landscapeSpec(
      () => {},
      () => {},
    ),
    view: landscape(),
    follows: column =>
      ['xx', 'xy', 'yy'].flatMap(form => [
        ...zip(column('noise_scale'), column(`sigma_${form}`), (scale, v) => scale * v),
        ...zip(
          zip(column('noise_scale'), column('loss'), (scale, L) => 2 * scale * L),
          column(`G_${form}`),
          (scale, v) => scale * v,
        ),
      ]),
  }),
  stability: () =>
    (['growth', 'escapes'] as const).map(mode => ({
      spec: stabilitySpec(mode, () => {}),
      view: views.withMap(views.fullView('s=stability-map')),
      keep: ['tone'],
      follows: column => [
        ...column('lyapunov').map(v => v / 0.15),
        ...['B', 'eta'].flatMap(of => borders(column(of).filter((_, i) => Number.isFinite(column('replicas')[i])))),
      ],
    })),
  ensemble: () => [
    {
      spec: ensembleSpec('fan'),
      view: views.withReplicas(views.fullView('s=escape-ensemble')),
      follows: column => {
        const [mean, error] = [column('log_L_mean').map(Math.exp), column('relative_error')]
        const [since, until] = [column('since').at(-1) ?? 0, column('step').at(-1) ?? 0]
        const from = column('log_L_q50')[column('step').indexOf(since)] ?? 0
        return [
          ...['q01', 'q10', 'q50', 'q90', 'q99', 'mean', 'exact'].flatMap(name => column(`log_L_${name}`).map(Math.exp)),
          ...[-1, 1].flatMap(sign => zip(mean, error, (v, e) => v * (1 + sign * e))),
          Math.exp(from + 2 * (column('lyapunov').at(-1) ?? 0) * (until - since)),
        ]
      },
    },
    {
      spec: ensembleSpec('escapes'),
      view: views.withReplicas(views.fullView('s=escape-ensemble')),
      follows: column => {
        const all = column('replica').length
        const left = column('escape_step').map((_, i, steps) => steps.filter(t => t > (steps[i] ?? 0) || Number.isNaN(t)).length)
        return left.map(count => count / all)
      },
    },
  ],
  sharp: () => [
    {
      spec: sharpSpec(border),
      view: views.withReplicas(views.withRecursions(views.fullView('s=escape'))),
      follows: column => [...column('energy_sharp').map(Math.log), ...column('energy_flat').map(Math.log)],
    },
    { spec: sharpSpec(border), view: views.fullView('s=escape-trained') },
  ],
  energy: () => [
    { spec: energySpec(border, () => false), view: views.fullView('s=escape'), keep: ['values'] },
    {
      spec: energySpec(border, () => true),
      view: views.fullView('s=escape'),
      keep: ['values'],
      follows: column => [1, 2, 3].flatMap(k => zip(column(`energy_${k}`), column('loss'), (e, L) => e / (2 * L))),
    },
  ],
  escape: () => ({ spec: escapeSpec(border), view: views.withRecursions(views.fullView('s=escape')) }),
  success: () => ({
    spec: SUCCESS,
    view: views.withStudy(views.fullView('s=zhu-2d'), 'success', [
      [{ noise: 'top-k' }, { successes: 713, repeats: 2000 }],
      [{ noise: 'isotropic' }, { successes: 37, repeats: 2000 }],
    ]),
  }),
  sweep: () => ({ spec: SWEEP, view: views.withSweep(views.fullView('s=deff-sweep')) }),
  grid: () => [
    ...(['median', 'mean'] as const).map(statistic => ({
      spec: gridSpec(statistic, () => {}),
      view: views.withGrid(views.fullView(`${LINEAR}&grid=eta=0.1,0.3,0.7&seeds=2`)),
      // Of two numbers the quartiles lie a quarter of the way between them, and the error is half of it.
      follows: (column: Column) => {
        const ends = column('loss').filter((_, i) => i % 4 > 1)
        const pairs = ends.flatMap((v, i) => (i % 4 < 2 ? [[v, ends[i + 2] ?? 0] as const] : []))
        return [...column('eta'), ...pairs.flatMap(([a, b]) => [0, 0.25, 0.5, 0.75, 1].map(share => a + share * (b - a)))]
      },
    })),
    {
      spec: gridSpec('median', () => {}),
      view: views.withGrid(views.fullView(`${LINEAR}&grid=eta=0.1,0.3;B=1,2`)),
      keep: ['column', 'row'],
      follows: (column: Column) => [...column('eta'), ...column('B')],
    },
  ],
  cycles: () => ({ spec: CYCLES, view: views.withCycles(views.fullView(`${LINEAR}&sgd.schedule=triangular`)) }),
  sections: () => ({
    spec: sectionsSpec(sections),
    view: views.fullView(LINEAR),
    follows: column => [...parabola(column('s'), column('parabola_G')), ...parabola(column('s'), column('parabola_H'))],
  }),
  diagonals: () => ({ spec: DIAGONALS, view: views.withDiagonals(views.fullView(LINEAR)) }),
  variance: () => ({
    spec: VARIANCE,
    view: views.withStudy(views.fullView(LINEAR), 'variance', [
      [{}, { variances: views.freshMany(4), widths: views.freshMany(4), psi: views.fresh(), psiError: views.fresh(), loss: views.fresh() }],
    ]),
    follows: column => column('psi').map(psi => -psi),
  }),
  temperature: () =>
    [false, true].map(response => ({
      spec: temperatureSpec(response),
      view: views.withTemperature(views.fullView('s=effective-temperature')),
      follows: column => column('T').map(Math.log),
    })),
  gap: () => {
    const view = views.fullView('s=stochastic-edge&study=gap')
    const parts = [4, 8, 16].map(B => {
      const scenario = { ...view.scenario, arms: view.scenario.arms.slice(1, 2).map(arm => ({ ...arm, B })) }
      const same = (v: number) => Float64Array.of(v, v * views.fresh())
      return [
        { scenario, steps: [5, 10] },
        { lambda: same(1.5), noise: same(0.8), curvature: same(2), loss: same(0.1), eta: 0.3, B, strength: 1 / B },
      ] as const
    })
    return { spec: GAP, view: views.withStudy(view, 'gap', parts) }
  },
  reshuffled: () =>
    [false, true].map(lags => {
      const view = views.fullView('s=effective-temperature')
      const part = {
        ...{ end: null, eta: 0.2, B: 4, M: 75, replicas: 64, lambda: views.freshMany(3), independent: views.freshMany(3) },
        ...{ expected: views.freshMany(3), ratio: views.estimate(3), correlation: views.estimate(4), formula: views.freshMany(4) },
      }
      return {
        spec: reshuffledSpec(lags),
        view: views.withStudy(view, 'reshuffled', [[views.alone(view.scenario), part]]),
        follows: column => [...column('correlation'), ...column('formula')].map(v => -v),
      }
    }),
  seeds: () =>
    (['loss', 'mu', 'lambda_1'] as const).map(column => ({ spec: seedsSpec(column), view: views.withSeeds(views.fullView(LINEAR)) })),
  margin: () => ({
    spec: MARGIN,
    view: views.withStudy(views.fullView(LINEAR), 'margin', [
      [
        { kind: 'ngd' },
        { end: null, kind: 'ngd', steps: Float64Array.of(3, 30), gaps: views.freshMany(2), margin: 0.2, fits: [], n: 40, d: 5 },
      ],
    ]),
  }),
  answers: () => ({ spec: ANSWERS, view: views.fullView(net, { hops: 3 }) }),
  attention: () => ({ spec: ATTENTION, view: attention() }),
  confusion: () => ({ spec: confusionSpec('test'), view: confused() }),
  alignment: () => [LINEAR, `${LINEAR}&sgd.xi=isotropic`].map(link => ({ spec: alignmentSpec(true), view: views.fullView(link) })),
  directions: () => ({ spec: DIRECTIONS, view: views.fullView(LINEAR), keep: ['band'] }),
  scatter: () => ({ spec: SCATTER, view: views.fullView(LINEAR), keep: ['band'] }),
  flatness: () =>
    [LINEAR, `${EDGES}&hessian=3`].map(link => ({
      spec: flatnessSpec({ sharpness: false }),
      view: views.fullView(link),
      follows: column => [-1, 1].flatMap(sign => zip(column('lambda_H_1'), column('lambda_H_error'), (v, e) => v + sign * e)),
    })),
  sharpness: () => [
    { spec: EDGE_TRIALS, view: views.withEdgeTest(views.fullView(EDGES)) },
    ...[EDGES, `${EDGES}&sgd.momentum=0.5`].map(link => ({
      spec: SHARPNESS,
      view: views.fullView(link),
      follows: (column: Column) => [
        ...[-2, 2].flatMap(by => zip(column('batch_sharpness'), column('batch_sharpness_se'), (v, e) => v + by * e)),
        ...['eta_star', 'eta_paper'].flatMap(name => column(name).map(eta => 2 / eta)),
      ],
    })),
  ],
  intrinsic: () => ({ spec: INTRINSIC, view: views.withIntrinsic(views.fullView('s=intrinsic-time')) }),
  loss: () => ({
    spec: lossSpec(strip),
    view: views.fullView('s=mlp-digits-small&sgd.schedule=triangular&sgd.period=6'),
    // The plan at the newest step, between two of its corners.
    follows: column => {
      const corners = column('loss').flatMap((loss, i) =>
        Number.isNaN(loss) ? [[column('step')[i] ?? 0, column('lr')[i] ?? 0] as const] : [],
      )
      const [b, a] = [corners.findIndex(([step]) => step > 10), corners.findIndex(([step]) => step > 10) - 1]
      const [[s0, y0], [s1, y1]] = [corners[a] ?? [0, 0], corners[b] ?? [1, 0]]
      return [y0 + ((10 - s0) / (s1 - s0)) * (y1 - y0)]
    },
  }),
  displacement: () => ({ spec: displacementSpec(border), view: views.fullView('s=escape-trained') }),
  layers: () => ({ spec: LAYERS, view: views.fullView('s=mlp-digits-small', { layers: 3, apart: 3 }) }),
  eigenvalues: () => {
    const view = views.fullView(EDGES)
    view.traces.measured = view.arms.flatMap(({ trace }) =>
      Array.from({ length: trace.table.length }, (_, row) => Float64Array.of(9 + row, 4.25, 0.5)),
    )
    return { spec: EIGENVALUES, view }
  },
  spectrum: () => ({ spec: spectrumSpec(false), view: views.withSpectrum(views.fullView(EDGES)), keep: ['grid', 'at'] }),
}

it('knows every panel', async () => {
  const { REGISTRY } = await import('./registry')
  expect(Object.keys(CASES).sort()).toEqual(REGISTRY.map(({ name }) => name).sort())
})

/** Draws a panel, and holds what it was told to draw against its numbers. */
async function expectInTable({ spec, view, follows, keep = [] }: Case): Promise<void> {
  expect(spec.missing?.(view)).toBeUndefined()
  const draw = () => spec.draw(recordingContext().ctx, { width: 300, height: 200, theme: LIGHT }, view, { still: true })
  draw()
  // What is drawn may be fetched for it.
  await vi.dynamicImportSettled()
  drawn.length = 0
  draw()
  const { header, rows } = await tableOf(spec, view)
  for (const row of rows) expect(row).toHaveLength(header.length)
  expect(new Set(header).size).toBe(header.length)
  const column: Column = of => {
    expect(header).toContain(of)
    return rows.map(row => (row[header.indexOf(of)] === '' ? Number.NaN : Number(row[header.indexOf(of)])))
  }
  const known = [...rows.flat().filter(v => typeof v === 'number'), ...(follows?.(column) ?? [])]
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
  const close = (v: number) => known.some(k => Math.abs(k - v) <= 1e-9 * Math.abs(v))
  const numbers = [...new Set(drawn.flatMap(told => numbersIn(told, new Set(keep))))].filter(v => Number.isFinite(v) && v !== 0 && v !== 1)
  expect(numbers.length).toBeGreaterThan(1)
  expect(numbers.filter(v => !close(v))).toEqual([])
  if (spec.timed) expect(column('time').some(Number.isFinite)).toBe(true)
}

it.each(Object.entries(CASES))('every number in the picture of %s is in its CSV, or follows from it', async (_, cases) => {
  for (const one of [cases()].flat()) await expectInTable(one)
})

const withTwins = (one: Case, other: Case): View => withRuns(one.view, other.view, { ...other.view, lastStep: 4 })

it.each(Object.entries(CASES))('so it is of %s with kept runs beside the run on screen', async (_, cases) => {
  const others = [cases()].flat()
  for (const [i, one] of [cases()].flat().entries()) {
    const view = withTwins(one, others[i] ?? one)
    const numbers = (spec: AnyPanel) => {
      drawn.length = 0
      spec.draw(recordingContext().ctx, { width: 300, height: 200, theme: LIGHT }, view, { still: true })
      return new Set(drawn.flatMap(told => numbersIn(told, new Set(one.keep))))
    }
    if (one.spec.kept === 'beside') {
      await expectInTable({ ...one, view, spec: withKept(one.spec, '') })
      expect(numbers(withKept(one.spec, '')).size).toBeGreaterThan(numbers(withKept(one.spec, '', () => false)).size)
    }
    if (one.spec.kept === 'instead') for (const id of ['', 'k1']) await expectInTable({ ...one, view, spec: withKept(one.spec, id) })
    if (!one.spec.kept) expect(withKept(one.spec, 'k1').sentence(view)).toContain('The run on screen alone.')
  }
})
