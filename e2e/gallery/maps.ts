import { attentionChart, mapChart } from '../../src/charts'
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

/** Weights of a token that looks at the one `back` places before, as sharply as `power` says. */
const looking = (places: number, back: number, power: number) => {
  const weights = Array.from({ length: places * places }, (_, i) => {
    const [row, column] = [Math.floor(i / places), i % places]
    return column > row ? 0 : Math.exp(-power * Math.abs(row - back - column))
  })
  const whole = (row: number) => weights.slice(row * places, (row + 1) * places).reduce((sum, w) => sum + w, 0)
  return weights.map((w, i) => w / whole(Math.floor(i / places)))
}

/** Values on a grid of batch sizes and learning rates, and of tokens. */
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
  {
    id: 'attention',
    title: 'What the tokens of a question look at in three blocks, one cell pointed at',
    sizes: [
      [290, 150],
      [620, 260],
    ],
    draw: (ctx, box) =>
      void attentionChart(ctx, box, {
        tokens: ['B', 'C', 'D', 'E', 'E', 'B', 'D', '+2'],
        maps: [1, 3, 0].map((back, b) => ({ title: `block ${b + 1}`, short: `${b + 1}`, weights: looking(8, back, 0.5 + b) })),
        color: 0,
        mark: { map: 1, row: 7, column: 4 },
      }),
  },
]
