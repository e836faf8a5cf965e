import type { HeatmapData } from '../../src/charts'
import { energyChart, heatmapChart, heatRange } from '../../src/charts'
import type { ArmRun } from './run'
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
]
