import type { LineData } from '../../src/charts'
import { lineChart, lossChart, timeline } from '../../src/charts'
import { bold, four, gd, line, SIZES, sgd } from './runs'
import type { Scene } from './scene'

const events = [{ x: 34, label: 'η 0.30 → 0.38' }]

const alignment: LineData = {
  series: [line(sgd, sgd.mu, 0), line(gd, gd.mu, 1)],
  bands: [{ lo: 0.55, hi: 1.58, label: 'certificate: every θ of this data set' }],
  refs: [{ y: 1, label: 'Σ = 2L·G' }],
}
const flatness: LineData = {
  series: [
    { ...line(sgd, new Float64Array(sgd.step.length).fill(1), 0), label: 'λ₁', dash: [] },
    {
      ...line(
        sgd,
        sgd.step.map(t => 1.26 + 0.02 * Math.sin(t / 5)),
        1,
      ),
      label: '‖G‖',
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
const losses = four.map((run, i) => line(run, run.loss, i))
const broken = sgd.loss.map((v, t) => (t > 20 && t < 28 ? Number.NaN : t > 70 ? Number.POSITIVE_INFINITY : v))

/** Series over the steps. */
export const lines: readonly Scene[] = [
  {
    id: 'line-alignment',
    title: 'Loss alignment',
    sizes: [...SIZES, [1200, 300]],
    series: alignment.series,
    name: 'loss alignment μ',
    draw: (ctx, box) => void lineChart(ctx, box, alignment, { xTitle: 'step', yTitle: 'μ', yHint: [0, 2] }),
  },
  {
    id: 'line-flatness',
    title: 'Flatness',
    sizes: SIZES,
    draw: (ctx, box) => void lineChart(ctx, box, flatness, { xTitle: 'step', yTitle: 'eigenvalue', yHint: [0, 2] }),
  },
  {
    id: 'line-escape',
    title: 'Flat over sharp',
    sizes: SIZES,
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
    series: losses,
    name: 'loss',
    draw: (ctx, box) =>
      void lossChart(ctx, box, {
        series: losses,
        rates: four.map((run, i) => line(run, run.rate, i)),
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
      void lineChart(ctx, box, { series: [line(sgd, broken, 0), line(gd, gd.loss, 1)] }, { yLog: true, xTitle: 'step', yTitle: 'L' }),
  },
  {
    id: 'line-empty',
    title: 'Nothing yet',
    sizes: [[290, 160]],
    draw: (ctx, box) => void lineChart(ctx, box, { series: [] }, { xTitle: 'step', yTitle: 'μ', yHint: [0, 2], xDomain: [0, 100] }),
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
