import { type Area, formatValue, lineChart, type Series } from '../../../charts'
import type { PanelSpec } from '../frame/spec'
import { changeMarks } from '../reading/events'
import { nth, number } from '../reading/numbers'
import { partsOf } from '../reading/studies'
import { clockOf, overSteps } from '../reading/time'
import { NO_STEP } from '../reading/view'
import { lastReading, type SeedBand, type SeedColumn, seedBands, seedsOf, stepsOf } from './bands'
import { SYMBOLS, seedsSentence } from './sentence'

/** What is said of all seeds at a step, and how files call it. */
const SUMMARY = ['low', 'median', 'high', 'mean', 'error', 'count'] as const
const SUMMARY_NAMES = ['q10', 'q50', 'q90', 'mean', 'mean_se', 'seeds'] as const

/** The run on screen and the same run under other seeds: medians and bands of one column over the steps. */
export function seedsSpec(column: SeedColumn): PanelSpec {
  const symbol = SYMBOLS[column]
  return {
    axis: 'step',
    timed: 'xy',
    readAt: NO_STEP,
    estimated: 'Medians, bands and means are estimated from the seeds; every single run is exact.',
    subtitle(view) {
      const [count, all] = [partsOf(view, 'seeds').length, seedsOf(view)]
      return count < all ? `${number(count)} of ${number(all)} seeds` : `${number(all)} seeds`
    },
    sentence: view => seedsSentence(view, column),
    summary: view =>
      `${symbol} of every arm over the steps: the median of all seeds, and the band that holds 80 % of them. ${seedsSentence(view, column)}`,
    draw(ctx, box, view, { previous, mark }) {
      const [bands, x] = [seedBands(view, column), stepsOf(view)]
      const clocks = new Map(view.arms.map(arm => [arm.id, clockOf(view, arm)]))
      const line = (y: ArrayLike<number>, { id, color, label }: SeedBand, style: Partial<Series>): Series => ({
        ...{ x, y, length: x.length, color, label, clock: clocks.get(id) },
        ...style,
      })
      const areas = bands.map((b): Area => ({ x, lo: b.low, hi: b.high, length: x.length, color: b.color, clock: clocks.get(b.id) }))
      const own = bands.map(b => line(b.own, b, { label: '', dash: [3, 3], width: 1 }))
      const medians = bands.map(b => line(b.median, b, { width: 2 }))
      return lineChart(
        ctx,
        box,
        { series: [...own, ...medians], areas, events: changeMarks(view.scenario), cursor: mark },
        {
          ...{ previous, ...overSteps(view, 'seeds', Math.max(10, x.at(-1) ?? 0)), yTitle: symbol, labels: 'end' },
          ...{ yLog: column === 'loss', waiting: 'waiting for the first seeds' },
        },
      )
    },
    stops: view => [...stepsOf(view)],
    locate(view, { plot, x }, px) {
      if (px < plot.x - 6 || px > plot.x + plot.width + 6) return undefined
      const far = (step: number) => Math.abs(x.px(step) - px)
      return stepsOf(view).reduce<number | undefined>((best, s) => (best === undefined || far(s) < far(best) ? s : best), undefined)
    },
    readout(view, step) {
      const i = stepsOf(view).indexOf(step)
      const rows = seedBands(view, column).flatMap(band => {
        const { label, color } = band
        return [
          { label: `${label} median`, color, value: formatValue(nth(band.median, i)) },
          { label: `${label} 10 … 90 %`, color, value: `${formatValue(nth(band.low, i))} … ${formatValue(nth(band.high, i))}` },
          { label: `${label} mean`, color, value: `${formatValue(nth(band.mean, i))} ± ${formatValue(nth(band.error, i), 1)}` },
          { label: `${label} this run`, color, value: formatValue(nth(band.own, i)) },
        ]
      })
      return { title: `step ${formatValue(step)}`, rows }
    },
    table(view) {
      const [steps, bands] = [stepsOf(view), seedBands(view, column)]
      const rows = partsOf(view, 'seeds').flatMap(({ seed, arms }) =>
        arms.flatMap((arm, a) =>
          steps.map((step, i) => [
            ...[view.scenario.arms[a]?.id ?? '', seed, step, nth(arm.loss, i), nth(arm.mu, i), nth(arm.lambda_1, i)],
            ...SUMMARY.map(of => nth(bands[a]?.[of], i)),
          ]),
        ),
      )
      return { header: ['arm', 'seed', 'step', 'loss', 'mu', 'lambda_1', ...SUMMARY_NAMES.map(of => `${column}_${of}`)], rows }
    },
    explain(view) {
      const band = seedBands(view, column).find(b => lastReading(b) >= 0)
      return {
        text: [
          `The run on screen once more under ${number(seedsOf(view))} seeds, its own and those after it: data, start and minibatches are drawn anew, everything else stays. Thick lines are medians, the ribbons hold the middle 80 % of the seeds, and the thin dashed line is the run on screen, read at the same steps.`,
          'A run that has diverged counts up to its last reading before. The mean comes with its standard error; it says more than the median only where no single seed carries it.',
          band ? seedsSentence(view, column) : '',
        ],
        formulas: [],
      }
    },
  }
}
