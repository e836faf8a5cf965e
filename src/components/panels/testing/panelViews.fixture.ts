import { Table } from '../../../lib/table'
import { decodeLink, gridRuns, MAP, mapSizes, readGrid, type Scalar, type Scenario, type Vector } from '../../../scenario'
import type { EnsembleTrace, PartOf, StudyKind } from '../../../store'
import type { View } from '../reading/view'
import { columns, type Row, viewOfRows } from './view.fixture'

/** Views for every panel, full of numbers that are all different, so that one that is drawn is found nowhere by chance. */

let seed = 1
/** Between 0.5 and 1.5, never twice the same. */
export function fresh(): number {
  seed = (seed * 48271) % 2147483647
  return 0.5 + seed / 2147483647
}
export const freshMany = (length: number) => Float64Array.from({ length }, fresh)

const STEPS = [0, 4, 10]
const REPLICA_COLUMNS: EnsembleTrace['columns'] = [
  ...(['step', 'q01', 'q10', 'q50', 'q90', 'q99', 'log_mean', 'relative_error', 'top_share'] as const),
  ...(['D_q10', 'D_q50', 'D_q90', 'D_mean', 'lyapunov', 'lyapunov_se', 'since'] as const),
]
const K = 3

/** Three rows per arm with a number in every column. */
export function fullView(link: string, { layers = 0, hops = 0, apart = 0 } = {}): View {
  const scenario = decodeLink(link)
  const layout = columns(K, layers, hops, apart)
  const row = (step: number, i: number): Row => {
    const scalars = Object.keys(layout.at).map(name => [name, fresh()])
    const vectors = Object.keys(layout.first).map(name => [name, [...freshMany(layout.widths[name as Vector])]])
    const all = Object.fromEntries([...scalars, ...vectors]) as Row
    return {
      ...all,
      step,
      time: i + fresh() / 9,
      batch_size: 4,
      anchor_step: 4,
      ...({ trace_sigma: 1 } satisfies Partial<Record<Scalar, number>>),
    }
  }
  const view = viewOfRows(
    scenario,
    scenario.arms.map(() => STEPS.map(row)),
    K,
    layers,
    hops,
    apart,
  )
  view.traces.setCertificate({ mu: [fresh(), fresh()], g: freshMany(2 * K) })
  return view
}

/** The same with the parts of a study, whose tasks are told. */
export function withStudy<Kind extends StudyKind>(view: View, kind: Kind, parts: readonly (readonly [object, object])[]): View {
  view.traces.startStudy(
    kind,
    'key',
    parts.map(([task]) => ({ scenario: view.scenario, ...task }) as never),
  )
  for (const [index, [, part]] of parts.entries()) view.traces.addPart(kind, index, part as PartOf<Kind>)
  return view
}

export const alone = (scenario: Scenario, a = 0): { scenario: Scenario } => ({
  scenario: { ...scenario, arms: scenario.arms.slice(a, a + 1) },
})

export const estimate = (length: number) => ({ mean: freshMany(length), error: freshMany(length) })

export function withRecursions(view: View): View {
  const curve = () => ({ step: Float64Array.from(STEPS), loss: freshMany(3), energy: freshMany(9), D: freshMany(9) })
  const growth = { from: 0, eta: 0.3, B: 1, rho: 1.1, D: freshMany(K), rhoAligned: 1.05, rhoGaussian: 1.09 }
  const part = {
    arm: 'sgd',
    k: K,
    linear: true,
    exact: curve(),
    aligned: curve(),
    growth: [growth],
    reference: freshMany(K),
    until: 10,
    end: null,
  }
  return withStudy(view, 'curves', [[{ arm: 0 }, part]])
}

/** Four replicas that are read four times, three of which have escaped. */
export function withReplicas(view: View, split = 1): View {
  const rows = new Table(REPLICA_COLUMNS.length)
  for (const step of [0, 4, 8, 12])
    rows.append(
      Float64Array.from(REPLICA_COLUMNS, name =>
        name === 'step' ? step : name === 'since' ? 4 : name === 'relative_error' ? fresh() / 4 : fresh(),
      ),
    )
  const exact = new Table(2)
  for (const step of [0, 4, 8, 12]) exact.append(Float64Array.of(step, fresh()))
  view.traces.setEnsemble({
    ...{
      columns: REPLICA_COLUMNS,
      rows,
      exact,
      escapes: Float64Array.of(3, -1, 7, 7),
      step: 12,
      R: 4,
      net: null,
      machine: null,
      first: 0,
      rho: 1.1,
    },
    ...{ cloud: { step: 10, split, logs: freshMany(8) }, inexact: null, refused: null, failed: null },
  })
  return view
}

export function withMap(view: View): View {
  const facts = {
    etas: Array.from({ length: MAP.etas }, (_, i) => 0.01 * 1.1 ** i * (1 + fresh() / 100)),
    lambda1: fresh(),
    frobG: fresh(),
    mu: fresh(),
  }
  const cell = (at: number) => ({
    at,
    eta: facts.etas[at],
    replicas: 256,
    escaped: fresh() / 2,
    lyapunov: (at - 19.5) * fresh(),
    lyapunovError: fresh() / 9,
    growth: fresh(),
    fingerprint: `f${at}`,
  })
  return withStudy(
    view,
    'map',
    mapSizes(view.scenario.data.n).map((B, size) => [
      { size },
      { size, B, edge: fresh(), cells: facts.etas.map((_, at) => cell(at)), ...facts },
    ]),
  )
}

export function withSpectrum(view: View): View {
  const matrix = () => ({
    ...{ top: freshMany(2).sort().reverse(), errors: freshMany(2), density: { mean: freshMany(5), se: freshMany(5) }, exact: false },
    ...{
      smallest: { value: fresh(), error: fresh() },
      trace: { value: fresh(), se: fresh() },
      square: { value: fresh(), se: fresh() },
      above: { value: fresh(), se: fresh() },
    },
  })
  const part = {
    arm: 'sgd',
    step: 10,
    p: 8,
    threshold: fresh(),
    grid: freshMany(5).sort(),
    width: 0.1,
    probes: 8,
    steps: 20,
    H: matrix(),
    G: matrix(),
  }
  return withStudy(view, 'spectrum', [[{ arm: 'sgd', step: 10 }, part]])
}

/** What the study of intrinsic time gives for every arm, with shorter courses. */
export const withIntrinsic = (view: View): View => {
  const hyper = { along: freshMany(3), least: fresh(), most: fresh() }
  return withStudy(
    view,
    'intrinsic',
    view.scenario.arms.map(({ id }, arm) => {
      const curves = ['step', 'time', 'loss', 'forgetting', 'noise', 'flow', 'flowForgetting', 'flowNoise'].map(name => [
        name,
        freshMany(4).sort(),
      ])
      return [{ arm }, { arm: id, until: 4, floor: fresh(), hyper, ...Object.fromEntries(curves) }]
    }),
  )
}

/** Two draws of an edge test of the first arm, with shorter courses than theirs. */
export const withEdgeTest = (view: View): View =>
  withStudy(
    view,
    'edge-test',
    [0, 1].map(repeat => {
      const trials = (['none', 'eta', 'batch'] as const).map(push => ({
        ...{ push, eta: fresh(), B: 4, loss: freshMany(4), diverged: false, rise: fresh() },
      }))
      return [
        { repeat, step: 10 },
        { repeat, arm: view.scenario.arms[0]?.id, step: 10, before: freshMany(3), trials },
      ]
    }),
  )

export function withSweep(view: View): View {
  const layout = columns(K)
  const rows = () => view.scenario.arms.map(() => freshMany(layout.width))
  return withStudy(
    view,
    'sweep',
    [16, 64, 256].map(value => [
      { value },
      { columns: layout, start: rows(), end: rows(), certificate: { mu: [fresh(), fresh()], g: freshMany(2 * K) } },
    ]),
  )
}

export function withGrid(view: View): View {
  const { scenario } = view
  const names = ['loss', 'mu', 'lambda_1']
  const plan = readGrid(scenario.view)
  const runs = plan ? gridRuns(scenario, plan) : []
  const rows = () =>
    ['start', 'end'].flatMap((at, i) =>
      scenario.arms.map(({ id }) => ({ arm: id, at, step: 10 * i, values: [...freshMany(names.length)] })),
    )
  return withStudy(
    view,
    'grid',
    runs.map((run, i) => [run, { names, rows: rows(), steps: 10, fingerprint: `f${i}` }]),
  )
}

export function withCycles(view: View): View {
  const layout = columns(K)
  const passage = () => ({ sharp: fresh(), flat: fresh(), barrier: fresh() })
  const ends = () => [4, 10].map((step, i) => ({ cycle: i + 1, step, row: freshMany(layout.width), passage: i > 0 ? passage() : null }))
  return withStudy(
    view,
    'cycles',
    view.scenario.arms.map((_, a) => [alone(view.scenario, a), { columns: layout, ends: ends() }]),
  )
}

export function withDiagonals(view: View): View {
  const p = 6
  const diagonal = () => ({ values: freshMany(p), errors: freshMany(p) })
  const line = () => ({
    line: { slope: fresh(), slopeError: fresh(), intercept: fresh(), interceptError: fresh(), count: p, r2: 1 },
    scatter: 1,
  })
  const part = {
    twoL: fresh(),
    G: diagonal(),
    H: diagonal(),
    h2: diagonal(),
    sigma: freshMany(p),
    step: 10,
    p,
    fits: [line(), line(), line()],
    laws: [],
  }
  return withStudy(view, 'diagonals', [[alone(view.scenario), part]])
}

export function withTemperature(view: View): View {
  const directions = Int32Array.of(0, 1, 3, 4)
  const lags = Int32Array.of(2, 5)
  const many = directions.length * lags.length
  const part = {
    ...{
      end: null,
      eta: 0.2,
      B: 4,
      floor: 1,
      loss: 1.1,
      lambda: freshMany(5).sort().reverse(),
      exact: freshMany(5),
      aligned: freshMany(5),
      directions,
      lags,
    },
    response: freshMany(many),
    measured: { replicas: 16, drop: estimate(many), chi: estimate(many), T: estimate(directions.length), ratio: { value: 2, error: 0.1 } },
  }
  return withStudy(view, 'temperature', [[alone(view.scenario), part]])
}

export function withSeeds(view: View): View {
  const steps = [0, 4, 10]
  const parts = Array.from({ length: 4 }, (_, i) => ({
    seed: view.scenario.seed + i,
    arms: view.scenario.arms.map(() => ({ loss: freshMany(3), mu: freshMany(3), lambda_1: freshMany(3) })),
  }))
  return withStudy(
    view,
    'seeds',
    parts.map(part => [{ steps }, part]),
  )
}
