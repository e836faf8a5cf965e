import type { HeatmapData } from '../../src/charts'
import { energyChart, heatmapChart, heatRange, sharpChart } from '../../src/charts'
import { type ArmRun, lcg } from './run'
import { cyclic, gd, sgd } from './runs'
import type { Scene } from './scene'

const heat = (run: ArmRun, color: number): HeatmapData => ({
  values: run.energy,
  rows: 20,
  columns: run.step.length,
  x: run.step,
  label: run.label,
  color,
})
const [ofSgd, ofGd, ofCyclic] = [heat(sgd, 0), heat(gd, 1), heat(cyclic, 3)]
const range = heatRange([ofSgd, ofGd])

/** One escape: SGD's energies climb together, three times as much flat as sharp in the mean; GD's flat part dies. */
const random = lcg(4)
const escaping = (rate: number, fall: number, noise: number) => {
  const sharp = Float64Array.from({ length: 161 }, (_, t) => 4e-5 * 10 ** (rate * t) * (noise ? (random() + random()) ** 4 : 1))
  const flat = Float64Array.from({ length: 161 }, (_, t) => 1e-3 * 10 ** (fall * t) * (noise ? 0.15 + random() ** 2 : 1))
  return { sharp, flat, length: 161 }
}
const escapes = [
  { label: 'SGD', color: 0, at: 130, ...escaping(0.078, 0.073, 1) },
  { label: 'GD', color: 1, at: 130, ...escaping(0.08, -0.16, 0) },
]

/** Energy by direction and step. */
export const energies: readonly Scene[] = [
  ...Object.entries({ sgd: ofSgd, gd: ofGd, cyclic: ofCyclic }).map(
    ([name, data]): Scene => ({
      id: `heat-${name}`,
      title: 'Energy by direction and step',
      sizes: [
        [190, 200],
        [420, 260],
      ],
      draw: (ctx, box) => void heatmapChart(ctx, box, { ...data, cursor: 40 }, range && { range }),
    }),
  ),
  {
    id: 'energy',
    title: 'Energies of two arms with the border k',
    sizes: [
      [330, 160],
      [620, 260],
    ],
    draw: (ctx, box) => void energyChart(ctx, box, { panes: [ofSgd, ofGd], k: 3 }, range && { range }),
  },
  {
    id: 'sharp',
    title: 'Sharp against flat, with diagonals of constant D_k',
    sizes: [
      [290, 200],
      [330, 170],
      [620, 400],
    ],
    draw: (ctx, box) =>
      void sharpChart(
        ctx,
        box,
        escapes,
        [
          { ratio: 3.6, label: 'exact mean', color: 0 },
          { ratio: 1, label: 'paper’s bound, C = 1', dash: [1.5, 2.5] },
        ],
        { xTitle: 'energy along v_1', yTitle: 'energy in all flatter directions', unity: 'D_1 = 1' },
      ),
  },
]
