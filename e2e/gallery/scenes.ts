import type { Box, Cov2, Ctx, Grid, HeatmapData, LandscapeArm, LineData, PlaneDomain, Series } from '../../src/charts'
import {
  directionChart,
  ellipsePoints,
  energyChart,
  equalAspect,
  fitChart,
  fitDomain,
  heatmapChart,
  heatRange,
  landscapeChart,
  lineChart,
  lossChart,
  magnificationFor,
  scatterChart,
  timeline,
} from '../../src/charts'
import type { ArmRun } from './run'
import { lcg, problem, runArm } from './run'
import { sharesAndSweeps } from './sharesAndSweeps'
import { spectra } from './spectra'

export interface Scene {
  readonly id: string
  readonly title: string
  readonly sizes: readonly (readonly [number, number])[]
  readonly draw: (ctx: Ctx, box: Box) => void
  readonly series?: readonly Series[]
  readonly name?: string
}

const task = problem(200, 20, 7)
const sgd = runArm(task, 'SGD', 90, 1, t => (t < 34 ? 0.3 : 0.38), 3)
const gd = runArm(task, 'GD', 90, 0, () => 1.9, 3)
const bold = runArm(task, 'GD', 90, 0, () => 2.07, 3)
const slow = runArm(task, 'GD', 60, 0, () => 0.05, 3)
const cyclic = runArm(task, 'SGD + CLR', 2000, 4, t => 0.05 + 0.4 * Math.abs(((t / 400) % 1) * 2 - 1), 9)
const long = runArm(task, 'GD + isotropic noise', 2000, 16, () => 0.2, 5)
const longSgd = runArm(task, 'SGD', 2000, 1, () => 0.12, 12)
const longGd = runArm(task, 'GD', 2000, 0, () => 0.05, 13)

const line = (run: ArmRun, y: ArrayLike<number>, color: number): Series => ({
  x: run.step,
  y,
  length: run.step.length,
  color,
  label: run.label,
})
const events = [{ x: 34, label: 'η 0.30 → 0.38' }]
const sizes = [
  [290, 200],
  [520, 240],
] as const

const alignment: LineData = {
  series: [line(sgd, sgd.mu, 0), line(gd, gd.mu, 1)],
  bands: [{ lo: 0.55, hi: 1.58, label: 'certificate: every θ of this data set' }],
  refs: [{ y: 1, label: 'Σ = 2L·G' }],
}
const flatness: LineData = {
  series: [
    {
      ...line(
        sgd,
        sgd.step.map(() => 1.0),
        0,
      ),
      label: 'λ₁',
      color: 0,
      dash: [],
    },
    {
      ...line(
        sgd,
        sgd.step.map(t => 1.26 + 0.02 * Math.sin(t / 5)),
        1,
      ),
      label: '‖G‖',
      color: 1,
    },
  ],
  refs: [
    { y: 1.62, label: '√(B/μ)/η (SGD)', color: 0 },
    { y: 1.05, label: '2/η (GD)', color: 1 },
    { y: 3.6, label: 'Tr G', fit: false },
  ],
}
const loss = {
  series: [line(sgd, sgd.loss, 0), line(bold, bold.loss, 1)],
  rates: [line(sgd, sgd.rate, 0), line(bold, bold.rate, 1)],
  events,
  cursor: 62,
}
const four = [line(longSgd, longSgd.loss, 0), line(longGd, longGd.loss, 1), line(long, long.loss, 2), line(cyclic, cyclic.loss, 3)]
const broken = sgd.loss.map((v, t) => (t > 20 && t < 28 ? Number.NaN : t > 70 ? Number.POSITIVE_INFINITY : v))

const certificate = {
  length: 20,
  lo: Float64Array.from({ length: 20 }, (_, k) => 0.72 - 0.008 * k),
  hi: Float64Array.from({ length: 20 }, (_, k) => 2.1 + 0.35 * Math.abs(Math.sin(k * 1.7)) + (k === 12 ? 4 : 0)),
}
const random = lcg(4)
const g50 = (shift: number) => Float64Array.from({ length: 50 }, () => 0.75 + shift + 0.5 * random() + 0.3 * random() ** 4)
const arms4 = ['SGD', 'GD', 'GD + isotropic', 'SGD + CLR']

const size = 64
const grid = (view: PlaneDomain, sharp: number, flat: number): Grid => {
  const values = new Float64Array(size * size)
  const at = ([lo, hi]: readonly [number, number], i: number) => lo + ((hi - lo) * i) / (size - 1)
  for (let j = 0; j < size; j++)
    for (let i = 0; i < size; i++) values[j * size + i] = 0.01 + (sharp * at(view.x, i) ** 2 + flat * at(view.y, j) ** 2) / 2
  return { values, nx: size, ny: size, x: view.x, y: view.y }
}
const landscapeArms = (runs: readonly ArmRun[], until: number): LandscapeArm[] =>
  runs.map((run, i) => ({
    label: run.label,
    color: i,
    path: { x: run.w1, y: run.w8, length: Math.min(until, run.step.length) },
    ...(i === 0 && { noise: run.cov as Cov2, curvature: run.matched as Cov2 }),
  }))
const planted = landscapeArms([sgd, gd], 91)
const magnification = magnificationFor([planted[0].noise as Cov2], 2)
const place = [sgd.w1[90], sgd.w8[90]] as const
const view = fitDomain(
  planted.map(a => a.path),
  [ellipsePoints(planted[0].noise as Cov2, place, magnification)],
)
const bowl = grid(view, 1, 1 / 8)
const four4 = landscapeArms([longSgd, longGd, long, cyclic], 500).map(a => ({ ...a, noise: [0.004, 0.001, 0.0005] as Cov2 }))
const view4 = fitDomain(
  four4.map(a => a.path),
  [],
)
const bowl4 = grid(view4, 1, 1 / 8)
const runaway = landscapeArms([sgd, bold], 91)
const runawayView = fitDomain(
  runaway.map(a => a.path),
  [],
  undefined,
  { clip: 1.5 },
)
const bowl2 = grid(equalAspect(runawayView, 420, 325), 1, 1 / 8)
const rugged: Grid = { ...bowl, values: bowl.values.map((v, i) => v + 0.12 * (1 + Math.sin((i % size) / 5) * Math.cos(i / size / 6))) }

const heat = (run: ArmRun, color: number): HeatmapData => ({
  values: run.energy,
  rows: 20,
  columns: run.step.length,
  x: run.step,
  label: run.label,
  color,
})
const heats = [heat(sgd, 0), heat(gd, 1), heat(cyclic, 3)]
const heatSpan = heatRange(heats.slice(0, 2))

export const scenes: readonly Scene[] = [
  {
    id: 'line-alignment',
    title: 'Loss alignment',
    sizes: [...sizes, [1200, 300]],
    series: alignment.series,
    name: 'loss alignment μ',
    draw: (ctx, box) => void lineChart(ctx, box, alignment, { xTitle: 'step', yTitle: 'μ', yHint: [0, 2] }),
  },
  {
    id: 'line-flatness',
    title: 'Flatness',
    sizes,
    draw: (ctx, box) => void lineChart(ctx, box, flatness, { xTitle: 'step', yTitle: 'eigenvalue', yHint: [0, 2] }),
  },
  {
    id: 'line-escape',
    title: 'Flat over sharp',
    sizes,
    draw: (ctx, box) =>
      void lineChart(
        ctx,
        box,
        {
          series: [line(sgd, sgd.flatOverSharp, 0), line(gd, gd.flatOverSharp, 1)],
          areas: [{ x: sgd.step, lo: sgd.flatOverSharp.map(v => v / 6), hi: sgd.flatOverSharp.map(v => v * 5), length: 91, color: 0 }],
          refs: [{ y: 0.6, label: 'C = 1: Σ_{i>1}λ_i^2 / λ_1^2' }],
          events,
        },
        { yLog: true, xTitle: 'step', yTitle: 'D_1' },
      ),
  },
  {
    id: 'loss-two',
    title: 'Loss and learning rate',
    sizes: [
      [290, 200],
      [560, 240],
      [1180, 330],
    ],
    series: loss.series,
    name: 'loss',
    draw: (ctx, box) => void lossChart(ctx, box, loss),
  },
  {
    id: 'loss-four',
    title: 'Four arms, 2000 steps',
    sizes: [
      [300, 200],
      [620, 320],
    ],
    series: four,
    name: 'loss',
    draw: (ctx, box) =>
      void lossChart(ctx, box, {
        series: four,
        rates: [line(longSgd, longSgd.rate, 0), line(longGd, longGd.rate, 1), line(long, long.rate, 2), line(cyclic, cyclic.rate, 3)],
        events: [
          { x: 500, label: 'B 1 → 4' },
          { x: 540, label: 'B 4 → 1' },
        ],
      }),
  },
  {
    id: 'line-broken',
    title: 'Gap and divergence',
    sizes: [[290, 200]],
    draw: (ctx, box) =>
      void lineChart(
        ctx,
        box,
        { series: [{ ...line(sgd, broken, 0) }, line(gd, gd.loss, 1)] },
        { yLog: true, xTitle: 'step', yTitle: 'L' },
      ),
  },
  {
    id: 'line-empty',
    title: 'Nothing yet',
    sizes: [[290, 160]],
    draw: (ctx, box) => void lineChart(ctx, box, { series: [] }, { xTitle: 'step', yTitle: 'μ', yHint: [0, 2], xDomain: [0, 100] }),
  },
  {
    id: 'direction-two',
    title: 'Directional alignment',
    sizes,
    draw: (ctx, box) =>
      void directionChart(ctx, box, {
        arms: [
          { label: 'SGD', color: 0, g: sgd.g, length: 20 },
          { label: 'GD', color: 1, g: gd.g, length: 20 },
        ],
        certificate,
      }),
  },
  {
    id: 'direction-fifty',
    title: 'Directional alignment, 50 directions, 4 arms',
    sizes: [
      [300, 200],
      [760, 300],
    ],
    draw: (ctx, box) =>
      void directionChart(ctx, box, {
        arms: arms4.map((label, i) => ({ label, color: i, g: g50(i * 0.12), length: 50 })),
        selected: 8,
      }),
  },
  {
    id: 'scatter',
    title: 'Noise against curvature',
    sizes: [
      [290, 220],
      [420, 420],
      [560, 300],
    ],
    draw: (ctx, box) =>
      void scatterChart(ctx, box, [
        { label: 'SGD', color: 0, x: sgd.curvature, y: sgd.noise, length: 20 },
        { label: 'GD, η = 0.05', color: 1, x: slow.curvature, y: slow.noise, length: 20 },
      ]),
  },
  {
    id: 'landscape-stretch',
    title: 'Landscape',
    sizes: [
      [300, 220],
      [400, 460],
      [760, 520],
    ],
    draw: (ctx, box) =>
      void landscapeChart(
        ctx,
        box,
        { grid: bowl, arms: planted, minimum: [0, 0] },
        { view, magnification, xTitle: '⟨θ−θ*, v_1⟩', yTitle: '⟨θ−θ*, v_8⟩' },
      ),
  },
  {
    id: 'landscape-four',
    title: 'Four arms, long paths',
    sizes: [
      [360, 300],
      [1200, 800],
    ],
    draw: (ctx, box) =>
      void landscapeChart(
        ctx,
        box,
        { grid: bowl4, arms: four4, minimum: [0, 0] },
        { view: view4, magnification: 5, yTitle: '⟨θ−θ*, v_8⟩' },
      ),
  },
  {
    id: 'landscape-runaway',
    title: 'A diverging arm, equal aspect',
    sizes: [[460, 380]],
    draw: (ctx, box) =>
      void landscapeChart(
        ctx,
        box,
        { grid: bowl2, arms: runaway, minimum: [0, 0] },
        { view: runawayView, aspect: 'equal', magnification: 20, yTitle: '⟨θ−θ*, v_8⟩' },
      ),
  },
  {
    id: 'landscape-rugged',
    title: 'A rugged surface',
    sizes: [[400, 380]],
    draw: (ctx, box) => void landscapeChart(ctx, box, { grid: rugged, arms: [] }),
  },
  ...heats.map(data => ({
    id: `heat-${data.label}`,
    title: 'Energy by direction and step',
    sizes: [
      [190, 200],
      [420, 260],
    ] as const,
    draw: (ctx: Ctx, box: Box) => void heatmapChart(ctx, box, { ...data, cursor: 40 }, heatSpan && { range: heatSpan }),
  })),
  ...sharesAndSweeps,
  ...spectra,
  {
    id: 'fit-power-laws',
    title: 'Two clouds and their power laws',
    sizes: [
      [300, 220],
      [460, 300],
    ],
    draw(ctx, box) {
      const cloud = (label: string, color: number, slope: number, n: number) => {
        const x = Float64Array.from({ length: n }, (_, i) => 10 ** (-3 + (4 * i) / n))
        const y = x.map((v, i) => v ** slope * 10 ** (0.4 * Math.sin(7 * i)))
        return { label, color, x, y, length: n, fit: { slope, intercept: 0 } }
      }
      fitChart(ctx, box, [cloud('2L·G_ii', 0, 1, 300), cloud('E[h²]_ii', 1, 1.6, 40)], { xTitle: 'H_ii', yTitle: 'Σ_ii', diagonal: true })
    },
  },
  {
    id: 'energy',
    title: 'Energies of two arms with the border k',
    sizes: [
      [330, 160],
      [620, 260],
    ],
    draw: (ctx, box) => void energyChart(ctx, box, { panes: heats.slice(0, 2), k: 3 }, heatSpan && { range: heatSpan }),
  },
  {
    id: 'timeline',
    title: 'Timeline',
    sizes: [
      [300, 28],
      [900, 40],
    ],
    draw: (ctx, box) =>
      void timeline(ctx, box, {
        last: 90,
        step: 70,
        events: [
          { x: 34, label: 'η 0.50 → 0.62' },
          { x: 38, label: 'B 1 → 4' },
          { x: 80, label: 'noise: isotropic' },
        ],
      }),
  },
]
