import { formatValue, lineChart, type Series } from '../../../charts'
import type { PanelSpec } from '../frame/spec'
import { nth, number } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import { NO_STEP, type View } from '../reading/view'
import { DESCENT_NAMES, DESCENT_ORDER, type Report, reportsOf } from './reports'
import { marginSentence, rated } from './sentence'

const gapSeries = ({ steps, gaps, kind }: Report): Series => {
  return { x: steps, y: gaps, length: steps.length, color: DESCENT_ORDER.indexOf(kind), label: DESCENT_NAMES[kind] }
}

/** The longest course, whose steps the arrow keys walk along. */
function stopsOf(view: View): number[] {
  const longest = reportsOf(view).reduce<Report | undefined>(
    (best, r) => (best && best.steps.length >= r.steps.length ? best : r),
    undefined,
  )
  return Array.from(longest?.steps ?? [])
}

/** 1 − margin/γ* against steps for descents on the logistic loss. */
export const MARGIN: PanelSpec = {
  axis: 'value',
  readAt: NO_STEP,
  estimated: 'Margins are exact; the rates are fitted, with the scatter about the fit as their error.',
  subtitle(view) {
    const report = reportsOf(view)[0]
    return report ? `γ* = ${formatValue(report.margin, 4)}` : 'of classifiers'
  },
  sentence: marginSentence,
  summary: view =>
    `One line per descent: one minus its margin over the largest one, against steps, both axes logarithmic. ${marginSentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    return lineChart(
      ctx,
      box,
      { series: reportsOf(view).map(gapSeries), cursor: mark },
      {
        ...{ previous, xLog: true, yLog: true, xTitle: 'step', yTitle: '1 − margin/γ*', labels: 'legend' },
        ...{ yHint: [1e-4, 1], waiting: 'waiting for the first steps' },
      },
    )
  },
  locate(view, { plot, x }, px) {
    if (px < plot.x - 6 || px > plot.x + plot.width + 6) return undefined
    const at = Math.log(x.value(px))
    let best: number | undefined
    for (const t of stopsOf(view)) if (best === undefined || Math.abs(Math.log(t) - at) < Math.abs(Math.log(best) - at)) best = t
    return best
  },
  stops: stopsOf,
  readout(view, step) {
    const rows = reportsOf(view).map(({ kind, steps, gaps, margin }) => {
      const i = steps.findIndex(t => t >= step)
      const gap = nth(gaps, i)
      const value = Number.isNaN(gap)
        ? nth(gaps, gaps.length - 1) < 1e-10
          ? 'reached'
          : '–'
        : `${formatValue(gap)} · margin ${formatValue(margin * (1 - gap))}`
      return { label: DESCENT_NAMES[kind], color: DESCENT_ORDER.indexOf(kind), value }
    })
    return { title: `step ${formatValue(step)}`, rows }
  },
  table: view => ({
    header: ['descent', 'step', 'margin', 'gap', 'largest_margin'],
    rows: reportsOf(view).flatMap(({ kind, steps, gaps, margin }) =>
      Array.from(steps, (t, i) => [kind, t, margin * (1 - nth(gaps, i)), nth(gaps, i), margin]),
    ),
  }),
  explain(view) {
    const reports = reportsOf(view)
    const report = reports[0]
    const spans = report && report.support >= Math.min(report.n, report.d)
    const support = !report
      ? ''
      : ` Here ${report.support} of ${report.n} points touch the margin; they ${spans ? 'span' : 'do not span'} all ${report.d} directions, which the theorem ${spans ? 'assumes' : 'assumes, so it does not apply to these data'}.`
    const fits = reports.flatMap(r =>
      r.fits.map(
        f =>
          `${DESCENT_NAMES[r.kind]}, steps ${number(r.from)} to ${number(r.until)}, ${f.law}: ${rated(f.rate, f.error)}, scatter ${number(f.scatter, 2)}`,
      ),
    )
    return {
      text: [
        `Two classes that a plane through the origin separates, and a linear classifier trained on the logistic loss: the classes are the sides of the teacher’s plane on which the scenario’s inputs lie${report && report.moved > 0 ? `, moved apart by ${number(report.moved)} each` : ''}, scaled so that the longest input has length one. The run on screen does not classify: it fits the same inputs by least squares.`,
        `Upwards, how much of the largest margin γ* is still missing. γ* is that of hard-margin support vectors, between bounds that differ by ${number(report?.slack ?? Number.NaN, 1)}.${support}`,
        'GD takes w − η∇L, normalized GD (NGD) w − η∇L/L, both with η = 1 from w = 0. Published: 1/log t for GD (Soudry et al. 2018), 1/t for normalized GD (Ji & Telgarsky 2021). Progressive rescaling (PRGD; Wang, Min & Wu 2024) first takes 1,000 normalized steps; then it rescales w every five steps and otherwise takes normalized steps inside the ball of that radius: exponential. The radius is that of the proof, which knows w*: w is rescaled until it is twice as far from the axis of w* as after the first 1,000 steps. The fourth line needs no w* and rescales w by 2 % each time. The numbers of steps, the factor two and the 2 % are chosen here, not published.',
        `Three laws, 1/(a + b·log t), t^(−b) and e^(−b·t), are fitted to the late part (GD and NGD: the last factor of 30 in the steps), and the one with the least scatter is named; an exponent within 0.1 of 1 counts as 1/t. Over 40 seeds of such data (n = 60, d = 5, 50,000 steps), 31 had support vectors that span: NGD was a power of t in all of them, within 0.1 of 1/t in 27; PRGD exponential in 24 and stalled in 7; rescaled by 2 % it stalled in 29. GD was best described by 1/log t in 7 only: over so short a range of log t it cannot be told from a small power. ${fits.join('. ')}${fits.length > 0 ? '.' : ''}`,
      ],
      formulas: [
        {
          tex: `\\gamma^*=\\max_{\\|w\\|=1}\\min_i y_i\\langle w,x_i\\rangle=${texNumber(report?.margin ?? Number.NaN, 4)}`,
          says: 'largest margin',
        },
        { tex: '\\mathcal L(w)=\\tfrac1n\\sum_i\\ln\\left(1+e^{-y_i\\langle w,x_i\\rangle}\\right)', says: 'logistic loss' },
        { tex: 'R_k=\\|w\\|\\max\\left(1,\\,D/\\|P_\\perp w\\|\\right)', says: 'radius of PRGD, P⊥ across w*' },
      ],
    }
  },
}
