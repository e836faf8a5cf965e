import { formatValue, lineChart, type Series } from '../../../charts'
import type { PanelSpec } from '../frame/spec'
import { list, number } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import type { View } from '../reading/view'

const studyOf = (view: View) => view.traces.studies.get('margin')

type Part = NonNullable<NonNullable<ReturnType<typeof studyOf>>['parts'][number]>
type Report = Extract<Part, { end: null }>
type Kind = Report['kind']

/** In the order of the legend, with their colours. */
const NAMES: Readonly<Record<Kind, string>> = { gd: 'GD', ngd: 'NGD', prgd: 'PRGD', 'prgd-fixed': 'PRGD at 2 %' }
const ORDER = Object.keys(NAMES) as Kind[]

const WHY: Readonly<Record<Exclude<Part['end'], null>, string>> = {
  inseparable: 'No plane through the origin separates these classes, so there is no margin to maximize.',
  outputs: 'A margin is read for two classes: this scenario has several outputs.',
  large: 'More than 400,000 entries of data are not classified.',
}

const partsOf = (view: View) => (studyOf(view)?.parts ?? []).filter(part => part !== undefined)

function reportsOf(view: View): Report[] {
  const found = partsOf(view).filter((part): part is Report => part.end === null)
  return ORDER.flatMap(kind => found.filter(part => part.kind === kind))
}

const last = ({ gaps }: Report) => gaps.at(-1) ?? Number.NaN

/** A course that has come to a halt: it lost less than a tenth over the second half of its steps. */
function stalls({ steps, gaps }: Report): boolean {
  const half = steps.findIndex(t => t >= steps.at(-1)! / 2)
  return gaps.at(-1)! > 0.9 * gaps[half]!
}

const rated = (value: number, error: number) => `${formatValue(value)} ± ${formatValue(error, 1)}`

/** What the late part of a course says of the published rate: whether it is that, and the rate. */
function verdict(report: Report): { published: boolean; text: string } {
  const { kind, fits } = report
  const name = NAMES[kind]
  const best = fits[0]
  if (!best) return { published: false, text: `${name} has too few steps` }
  const power = fits.find(f => f.law === 'power')!
  const asPower = `${name} t^−(${rated(power.rate, power.error)})`
  if (kind === 'gd') {
    const published = best.law === 'logarithmic'
    return { published, text: published ? `${name} 1/log t` : asPower }
  }
  if (kind === 'ngd') return { published: best.law === 'power' && Math.abs(power.rate - 1) < Math.max(0.1, 2 * power.error), text: asPower }
  if (stalls(report) && last(report) > 1e-10) return { published: false, text: `${name} stalls` }
  const exponential = fits.find(f => f.law === 'exponential')!
  if (best.law !== 'exponential') return { published: false, text: asPower }
  return { published: true, text: `${name} e^−${formatValue(exponential.rate, 2)}t` }
}

/** What is not reproduced comes first: a narrow panel cuts the end. */
function sentence(view: View): string {
  const parts = partsOf(view)
  const end = parts.find(part => part.end !== null)?.end
  if (end) return WHY[end]
  const verdicts = reportsOf(view).map(verdict)
  if (verdicts.length === 0) return 'Waiting for the first steps.'
  const told = (published: boolean, lead: string) => {
    const texts = verdicts.filter(v => v.published === published).map(v => v.text)
    return texts.length > 0 ? `${lead} ${list(texts)}.` : ''
  }
  return [told(false, 'Not as published:'), told(true, 'As published:')].filter(Boolean).join(' ')
}

const known = new WeakMap<object, Series>()

function seriesOf(report: Report): Series {
  let series = known.get(report)
  if (!series) {
    series = { x: report.steps, y: report.gaps, length: report.steps.length, color: ORDER.indexOf(report.kind), label: NAMES[report.kind] }
    known.set(report, series)
  }
  return series
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
  estimated: 'Margins are exact; the rates are fitted, with the scatter about the fit as their error.',
  subtitle(view) {
    const report = reportsOf(view)[0]
    return report ? `γ* = ${formatValue(report.margin, 4)}` : 'of classifiers'
  },
  sentence,
  summary: view =>
    `One line per descent: one minus its margin over the largest one, against steps, both axes logarithmic. ${sentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    return lineChart(
      ctx,
      box,
      { series: reportsOf(view).map(seriesOf), cursor: mark },
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
      const gap = i < 0 ? Number.NaN : gaps[i]!
      const value = Number.isNaN(gap)
        ? gaps.at(-1)! < 1e-10
          ? 'reached'
          : '–'
        : `${formatValue(gap)} · margin ${formatValue(margin * (1 - gap))}`
      return { label: NAMES[kind], color: ORDER.indexOf(kind), value }
    })
    return { title: `step ${formatValue(step)}`, rows }
  },
  table: view => ({
    header: ['descent', 'step', 'margin', 'gap'],
    rows: reportsOf(view).flatMap(({ kind, steps, gaps, margin }) =>
      Array.from(steps, (t, i) => [kind, t, margin * (1 - gaps[i]!), gaps[i]!]),
    ),
  }),
  explain(view) {
    const reports = reportsOf(view)
    const report = reports[0]
    const spans = report && report.support >= Math.min(report.n, report.d)
    const support = !report
      ? ''
      : ` Here ${report.support} of ${report.n} points touch the margin; they ${spans ? 'span' : 'do not span'} all ${report.d} directions, which the theorem ${spans ? 'assumes' : 'assumes, so it does not speak of these data'}.`
    const fits = reports.flatMap(r =>
      r.fits.map(
        f =>
          `${NAMES[r.kind]}, steps ${number(r.from)} to ${number(r.until)}, ${f.law}: ${rated(f.rate, f.error)}, scatter ${number(f.scatter, 2)}`,
      ),
    )
    return {
      text: [
        `Two classes that a plane through the origin separates, and a linear classifier trained on the logistic loss: the classes are the sides of the teacher’s plane on which the scenario’s inputs lie${report && report.moved > 0 ? `, moved apart by ${number(report.moved)} each` : ''}, scaled so that the longest input has length one. The run on screen does not classify: it fits the same inputs by least squares.`,
        `Upwards, how much of the largest margin γ* is still missing. γ* is that of hard-margin support vectors, between bounds that differ by ${number(report?.slack ?? Number.NaN, 1)}.${support}`,
        'GD takes w − η∇L, normalized GD (NGD) w − η∇L/L, both with η = 1 from w = 0. Published: 1/log t for GD (Soudry et al. 2018), 1/t for normalized GD (Ji & Telgarsky 2021). Progressive rescaling (PRGD; Wang, Min & Wu 2024) first takes 1,000 normalized steps; then it draws w out every five steps and otherwise takes normalized steps inside the ball of that radius: exponential. The radius is the one of the proof, which knows w*: w is drawn out until it is twice as far from the axis of w* as after the first 1,000 steps. The fourth line knows nothing of w* and draws w out by 2 % each time. The numbers of steps, the factor two and the 2 % are chosen here, not published.',
        `Three laws, 1/(a + b·log t), t^(−b) and e^(−b·t), are fitted to the late part (GD and NGD: the last factor of 30 in the steps), and the one with the least scatter is named; an exponent within 0.1 of 1 counts as 1/t. Over 40 seeds of such data (n = 60, d = 5, 50,000 steps), 31 had support vectors that span: NGD was a power of t in all of them, within 0.1 of 1/t in 27; PRGD exponential in 24 and stalled in 7; drawn out by 2 % it stalled in 29. GD was best described by 1/log t in 7 only: so short a range of log t cannot tell it from a small power. ${fits.join('. ')}${fits.length > 0 ? '.' : ''}`,
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
