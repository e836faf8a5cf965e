import { formatValue, type SweepArm, sweepChart } from '../../../charts'
import { armName, type Scenario, sweepCost, sweepTable, sweepValues } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { number, short } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import type { View } from '../reading/view'

/** Multiply-adds per second of a sweep's workers, roughly. */
const PER_SECOND = 2e9

/** The points that have come, by value. */
function pointsOf(view: View) {
  const study = view.traces.studies.get('sweep')
  return (study?.tasks ?? []).flatMap(({ value }, i) => {
    const reading = study!.parts[i]
    return reading ? [{ value, reading }] : []
  })
}

const valuesOf = ({ traces, scenario }: View) => traces.studies.get('sweep')?.tasks.map(t => t.value) ?? sweepValues(scenario)

/** A number of every value, NaN where its point has not come. */
function over(view: View, read: (reading: ReturnType<typeof pointsOf>[number]['reading']) => number): number[] {
  const known = new Map(pointsOf(view).map(({ value, reading }) => [value, read(reading)]))
  return valuesOf(view).map(value => known.get(value) ?? Number.NaN)
}

function armsOf(view: View): SweepArm[] {
  return view.scenario.arms.map((arm, a) => ({
    label: armName(arm.id),
    color: a,
    start: over(view, r => r.start[a]![r.columns.at.mu]!),
    end: over(view, r => r.end[a]![r.columns.at.mu]!),
  }))
}

function certificateOf(view: View) {
  const lo = over(view, r => r.certificate?.mu[0] ?? Number.NaN)
  const hi = over(view, r => r.certificate?.mu[1] ?? Number.NaN)
  return lo.some(Number.isFinite) ? { lo, hi } : undefined
}

const finite = (values: ArrayLike<number>) => Array.from(values).filter(Number.isFinite)

/** Smallest and largest μ of all arms and points, before and after the runs. */
function rangeOf(view: View): readonly [number, number] | undefined {
  const all = armsOf(view).flatMap(arm => [...finite(arm.start), ...finite(arm.end)])
  return all.length > 0 ? [Math.min(...all), Math.max(...all)] : undefined
}

/** What the sweep is, before it has run: "5 runs of 200 steps, about 9 s". */
function planWords(s: Scenario): string {
  const seconds = sweepCost(s) / PER_SECOND
  const time = seconds < 2 ? 'a second or two' : seconds < 100 ? `about ${Math.ceil(seconds)} s` : `about ${Math.ceil(seconds / 60)} min`
  return `${sweepValues(s).length} runs of ${number(s.steps)} steps each, ${time}`
}

function sentence(view: View): string {
  const { scenario } = view
  const field = scenario.sweep.over
  const points = pointsOf(view)
  const [range, bounds] = [rangeOf(view), certificateOf(view)]
  if (!range || points.length === 0) return `${planWords(scenario)}: nothing has come yet.`
  const [first, last] = [points[0]!.value, points.at(-1)!.value]
  const span = first === last ? `at ${field} = ${number(first)}` : `from ${field} = ${number(first)} to ${field} = ${number(last)}`
  const verb = range[1] < 1.25 * range[0] ? 'stays' : 'lies'
  const words = `μ ${verb} between ${short(range[0])} and ${short(range[1])} ${span}.`
  const [lo, hi] = [finite(bounds?.lo ?? []), finite(bounds?.hi ?? [])]
  if (lo.length < 2) return words
  const ends = [0, lo.length - 1].map(i => `[${short(lo[i]!)}, ${short(hi[i]!)}]`)
  const tighter = hi.at(-1)! - lo.at(-1)! < hi[0]! - lo[0]!
  return `${words} The certificate ${tighter ? 'tightens' : 'goes'} from ${ends[0]} to ${ends[1]}.`
}

/** n/d_eff of the first arm's start under each n. */
function secondOf(view: View) {
  if (view.scenario.sweep.over !== 'n') return undefined
  const d = over(view, r => r.start[0]![r.columns.at.d_eff]!)
  return { title: 'n/d_{eff}', labels: valuesOf(view).map((n, i) => (Number.isFinite(d[i]) ? number(n / d[i]!, 2) : '')) }
}

/** μ over a swept field: one run per value, before and after its steps, and the certificate of every data set. */
export const SWEEP: PanelSpec = {
  axis: 'value',
  subtitle(view) {
    const [count, all] = [pointsOf(view).length, valuesOf(view).length]
    return `μ over ${view.scenario.sweep.over} · ${count < all ? `${count} of ${all}` : all} points`
  },
  sentence,
  summary: view =>
    `Loss alignment over ${view.scenario.sweep.over} on a logarithmic axis, at the start and at the end of a run for each value. ${sentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    const bounds = certificateOf(view)
    const band = bounds && { ...bounds, label: 'certificate: every θ of the data set' }
    const data = { x: valuesOf(view), arms: armsOf(view), band, second: secondOf(view), selected: mark }
    return sweepChart(ctx, box, data, {
      previous,
      xTitle: view.scenario.sweep.over,
      yTitle: 'μ, at the start (hollow) and the end',
      yHint: [0.5, 1.5],
      yLimit: [0, 6],
      waiting: planWords(view.scenario),
    })
  },
  stops: valuesOf,
  locate(view, { plot, x }, px) {
    if (px < plot.x - 6 || px > plot.x + plot.width + 6) return undefined
    const far = (value: number) => Math.abs(x.px(value) - px)
    return valuesOf(view).reduce<number | undefined>((best, v) => (best === undefined || far(v) < far(best) ? v : best), undefined)
  },
  readout(view, value) {
    const title = `${view.scenario.sweep.over} = ${number(value)}`
    const reading = pointsOf(view).find(p => p.value === value)?.reading
    if (!reading) return { title, rows: [{ label: 'not computed yet', value: '' }] }
    const { columns, start, end, certificate } = reading
    const rows = view.scenario.arms.flatMap((arm, a) => {
      const of = (label: string, at: number) => ({
        label: `${armName(arm.id)} ${label}`,
        color: a,
        value: `${formatValue(start[a]![at]!)} → ${formatValue(end[a]![at]!)}`,
      })
      return [of('μ', columns.at.mu), of('g₁', columns.first.g), of('L', columns.at.loss)]
    })
    const d = start[0]![columns.at.d_eff]!
    const sure = certificate
      ? [{ label: 'certificate', value: `${formatValue(certificate.mu[0])} … ${formatValue(certificate.mu[1])}` }]
      : []
    return { title, rows: [...rows, { label: 'effective dimension', value: formatValue(d) }, ...sure] }
  },
  table: view => sweepTable(view.scenario, pointsOf(view)),
  explain(view) {
    const field = view.scenario.sweep.over
    const last = pointsOf(view).at(-1)
    const arm = view.scenario.arms[0]!
    const [mu, d] = last
      ? [last.reading.end[0]![last.reading.columns.at.mu]!, last.reading.start[0]![last.reading.columns.at.d_eff]!]
      : [Number.NaN, Number.NaN]
    const at = last ? number(last.value) : '–'
    return {
      text: [
        `The same experiment once per value of ${field}, nothing else changed: μ at the start (hollow marks) and after the last step (filled). Each point is a run of its own, computed beside the one on screen; it is exactly what that run would measure.`,
        field === 'm'
          ? 'The width m enters none of the paper’s bounds: with more hidden units than samples μ stays where it was.'
          : 'What the paper asks for is many samples per effective dimension, n/d_eff, not per parameter: with it the certificate, the range of μ over every θ of the data set, closes in on 1.',
      ],
      formulas: [
        {
          tex: `\\mu=\\frac{\\operatorname{Tr}(\\Sigma G)}{2L\\,\\|G\\|_F^2}=${texNumber(mu)}`,
          says: `${armName(arm.id)} at the end of the run with ${field} = ${at}`,
        },
        {
          tex: `d_{\\text{eff}}=\\min\\Bigl\\{\\frac{\\operatorname{Tr}G}{\\lambda_1},\\frac{\\|G\\|_F^2}{\\lambda_1^2}\\Bigr\\}=${texNumber(d)}`,
          says: `effective dimension at the start, ${field} = ${at}`,
        },
      ],
    }
  },
}
