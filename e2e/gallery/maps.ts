import { mapChart } from '../../src/charts'
import type { Scene } from './scene'

const sizes = [1, 2, 4, 8, 16]
const etas = Array.from({ length: 16 }, (_, i) => 0.05 * 1.3 ** i)
const half = { size: Math.SQRT2, eta: Math.sqrt(1.3) }
const around = (centre: number, factor: number) => [centre / factor, centre * factor] as const
const cells = etas.flatMap(eta =>
  sizes.map(B => ({ x: around(B, half.size), y: around(eta, half.eta), tone: Math.tanh(Math.log((3 * eta) / Math.sqrt(B))) })),
)
const boundary = (label: string, color: number, scale: number) => ({
  label,
  color,
  x: sizes,
  y: sizes.map(B => scale * Math.sqrt(B)),
  length: 5,
})

/** Values on a grid of batch sizes and learning rates. */
export const maps: readonly Scene[] = [
  {
    id: 'map',
    title: 'Stability by batch size and learning rate, one cell pointed at',
    sizes: [
      [290, 220],
      [560, 320],
    ],
    draw: (ctx, box) =>
      void mapChart(
        ctx,
        box,
        {
          cells,
          lines: [boundary('mean square', 0, 0.3), boundary('typical run', 1, 0.45)],
          points: [{ x: 4, y: 0.4, color: 0 }],
          mark: { x: around(2, half.size), y: around(0.05 * 1.3 ** 9, half.eta), tone: 0 },
        },
        { xDomain: around(4, 4 * half.size), yDomain: [0.04, 3], xTitle: 'B', yTitle: 'η' },
      ),
  },
]
