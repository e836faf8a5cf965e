import { rateChart, stackChart, sweepChart } from '../../src/charts'
import { numberAt as at } from '../../src/lib/values'
import type { Scene } from './scene'

const sweptN = [50, 100, 200, 500, 1000, 2000, 5000]

const shares = (count: number, tilt: number, dip = 0) => {
  const raw = Array.from({ length: count }, (_, l) =>
    Float64Array.from({ length: 91 }, (_, t) => {
      const dipped = l === 0 ? dip * Math.max(0, Math.sin(t / 20)) : 0
      return 1 + l * tilt * (1 - t / 120) + 0.1 * Math.sin(t / 9 + 2 * l) - dipped
    }),
  )
  const whole = Float64Array.from({ length: 91 }, (_, t) => raw.reduce((sum, r) => sum + at(r, t), 0))
  return raw.map(r => r.map((v, t) => v / at(whole, t)))
}
const stacks = (count: number, dip = 0) => ({
  x: Float64Array.from({ length: 91 }, (_, t) => t),
  length: 91,
  stacks: [
    { title: 'share of Tr G', parts: shares(count, 0.5) },
    { title: 'share of Tr(ΣG)', parts: shares(count, 0.9, dip) },
  ],
  names: Array.from({ length: count }, (_, l) => `${l + 1} · ${l < 2 ? 'conv' : 'dense'}`),
})

const counted = [
  { label: 'GD, no noise', rate: 0, reference: 0 },
  { label: 'isotropic', rate: 0.02, reference: 0.01 },
  { label: 'leading v of Σ', rate: 0.35, reference: 0.33 },
  { label: 'shaped like G', rate: Number.NaN, reference: 0.28 },
  { label: 'top eigenvector of G', rate: 0.41, reference: 0.4 },
]

/** Shares of several layers, and a field taken through several values. */
export const sharesAndSweeps: readonly Scene[] = [
  {
    id: 'sweep-n',
    title: 'A sweep over n, half done',
    sizes: [
      [290, 200],
      [520, 240],
    ],
    draw: (ctx, box) =>
      void sweepChart(
        ctx,
        box,
        {
          x: sweptN,
          arms: ['SGD', 'GD'].map((label, color) => ({
            label,
            color,
            start: sweptN.map((n, i) => (i < 5 ? 1 + (0.8 - 0.9 * color) / Math.sqrt(n / 10) : Number.NaN)),
            end: sweptN.map((n, i) => (i < 5 ? 1 - (1.1 - color) / Math.sqrt(n / 10) : Number.NaN)),
          })),
          band: {
            lo: sweptN.map(n => 1 - 3.3 / Math.sqrt(n)),
            hi: sweptN.map(n => 1 + 5.3 / Math.sqrt(n)),
            label: 'certificate: every θ of the data set',
          },
          second: { title: 'n/d_{eff}', labels: sweptN.map(n => (n / 36).toPrecision(2)) },
        },
        { xTitle: 'n', yTitle: 'μ', yHint: [0.5, 1.5], yLimit: [0, 6] },
      ),
  },
  {
    id: 'stack-layers',
    title: 'Shares of three layers',
    sizes: [
      [290, 200],
      [520, 240],
    ],
    draw: (ctx, box) => void stackChart(ctx, box, { ...stacks(3), color: 0, cursor: 40 }),
  },
  {
    id: 'stack-many',
    title: 'Seven layers, one of them below zero for a while',
    sizes: [
      [290, 200],
      [620, 320],
    ],
    draw: (ctx, box) => void stackChart(ctx, box, { ...stacks(7, 1.6), color: 1 }),
  },
  {
    id: 'rates',
    title: 'Rates of success, one not yet counted',
    sizes: [
      [290, 200],
      [520, 240],
    ],
    draw: (ctx, box) =>
      void rateChart(
        ctx,
        box,
        counted.map(({ label, rate, reference }, i) => ({
          label,
          color: i === 2 ? box.theme.ink2 : Math.min(3, i),
          rate,
          error: Math.sqrt((rate * (1 - rate)) / 2000),
          reference,
        })),
        { title: 'ends in the flat basin', reference: 'an independent run', waiting: 'nothing has been counted yet' },
      ),
  },
]
