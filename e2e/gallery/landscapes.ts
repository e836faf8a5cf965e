import type { Cov2, Grid, LandscapeArm, PlaneDomain } from '../../src/charts'
import { ellipsePoints, equalAspect, fitDomain, landscapeChart, magnificationFor } from '../../src/charts'
import { numberAt as at } from '../../src/lib/values'
import type { ArmRun } from './run'
import { bold, four, gd, sgd } from './runs'
import type { Scene } from './scene'

const SIDE = 64
const grid = (view: PlaneDomain, sharp: number, flat: number): Grid => {
  const place = ([lo, hi]: readonly [number, number], i: number) => lo + ((hi - lo) * i) / (SIDE - 1)
  const values = Float64Array.from({ length: SIDE * SIDE }, (_, cell) => {
    const [x, y] = [place(view.x, cell % SIDE), place(view.y, Math.floor(cell / SIDE))]
    return 0.01 + (sharp * x ** 2 + flat * y ** 2) / 2
  })
  return { values, nx: SIDE, ny: SIDE, x: view.x, y: view.y }
}
const arm = (run: ArmRun, color: number, until: number): LandscapeArm => ({
  label: run.label,
  color,
  path: { x: run.w1, y: run.w8, length: Math.min(until, run.step.length) },
})
const pathsOf = (arms: readonly LandscapeArm[]) => arms.map(a => a.path)

const noise: Cov2 = sgd.cov
const planted = [{ ...arm(sgd, 0, 91), noise, curvature: sgd.matched }, arm(gd, 1, 91)]
const magnification = magnificationFor([noise], 2)
const view = fitDomain(pathsOf(planted), [ellipsePoints(noise, [at(sgd.w1, 90), at(sgd.w8, 90)], magnification)])
const bowl = grid(view, 1, 1 / 8)
const rugged: Grid = {
  ...bowl,
  values: Float64Array.from(bowl.values, (v, i) => v + 0.12 * (1 + Math.sin((i % SIDE) / 5) * Math.cos(i / SIDE / 6))),
}

const crowd = four.map((run, i) => ({ ...arm(run, i, 500), noise: [0.004, 0.001, 0.0005] as const }))
const crowdView = fitDomain(pathsOf(crowd), [])
const crowdBowl = grid(crowdView, 1, 1 / 8)

const runaway = [{ ...arm(sgd, 0, 91), noise, curvature: sgd.matched }, arm(bold, 1, 91)]
const runawayView = fitDomain(pathsOf(runaway), [], undefined, { clip: 1.5 })
const runawayBowl = grid(equalAspect(runawayView, 420, 325), 1, 1 / 8)

const [xTitle, yTitle] = ['⟨θ−θ*, v_1⟩', '⟨θ−θ*, v_8⟩']

/** The plane of two eigenvectors: loss, paths and ellipses. */
export const landscapes: readonly Scene[] = [
  {
    id: 'landscape-stretch',
    title: 'Landscape',
    sizes: [
      [300, 220],
      [400, 460],
      [760, 520],
    ],
    draw: (ctx, box) =>
      void landscapeChart(ctx, box, { grid: bowl, arms: planted, minimum: [0, 0] }, { view, magnification, xTitle, yTitle }),
  },
  {
    id: 'landscape-four',
    title: 'Four arms, long paths',
    sizes: [
      [360, 300],
      [1200, 800],
    ],
    draw: (ctx, box) =>
      void landscapeChart(ctx, box, { grid: crowdBowl, arms: crowd, minimum: [0, 0] }, { view: crowdView, magnification: 5, yTitle }),
  },
  {
    id: 'landscape-runaway',
    title: 'A diverging arm, equal aspect',
    sizes: [[460, 380]],
    draw: (ctx, box) =>
      void landscapeChart(
        ctx,
        box,
        { grid: runawayBowl, arms: runaway, minimum: [0, 0] },
        { view: runawayView, aspect: 'equal', magnification: 20, yTitle },
      ),
  },
  {
    id: 'landscape-rugged',
    title: 'A rugged surface',
    sizes: [[400, 380]],
    draw: (ctx, box) => void landscapeChart(ctx, box, { grid: rugged, arms: [] }),
  },
]
