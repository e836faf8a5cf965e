import { directionChart, fitChart, scatterChart } from '../../src/charts'
import { lcg } from './run'
import { four, gd, SIZES, sgd, slow } from './runs'
import type { Scene } from './scene'

const certificate = {
  length: 20,
  lo: Float64Array.from({ length: 20 }, (_, k) => 0.72 - 0.008 * k),
  hi: Float64Array.from({ length: 20 }, (_, k) => 2.1 + 0.35 * Math.abs(Math.sin(k * 1.7)) + (k === 12 ? 4 : 0)),
}
const random = lcg(4)
const g50 = four.map((_, i) => Float64Array.from({ length: 50 }, () => 0.75 + 0.12 * i + 0.5 * random() + 0.3 * random() ** 4))

const cloud = (label: string, color: number, slope: number, n: number) => {
  const x = Float64Array.from({ length: n }, (_, i) => 10 ** (-3 + (4 * i) / n))
  const y = x.map((v, i) => v ** slope * 10 ** (0.4 * Math.sin(7 * i)))
  return { label, color, x, y, length: n, fit: { slope, intercept: 0 } }
}

/** Values by direction: alignment, and noise against curvature. */
export const directions: readonly Scene[] = [
  {
    id: 'direction-two',
    title: 'Directional alignment',
    sizes: SIZES,
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
        arms: g50.map((g, color) => ({ label: ['SGD', 'GD', 'GD + isotropic', 'SGD + CLR'][color] ?? '', color, g, length: 50 })),
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
    id: 'fit-power-laws',
    title: 'Two clouds and their power laws',
    sizes: [
      [300, 220],
      [460, 300],
    ],
    draw(ctx, box) {
      const clouds = [cloud('2L·G_ii', 0, 1, 150), cloud('E[h²]_ii', 1, 1.6, 40)]
      fitChart(ctx, box, clouds, { xTitle: 'H_ii', yTitle: 'Σ_ii', diagonal: true })
    },
  },
]
