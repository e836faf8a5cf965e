import { type Area, describeSeries, formatValue, lineChart, type Series } from '../../../charts'
import { survival } from '../../../lib/survival'
import type { PanelSpec } from '../frame/spec'
import { drawEventLabels } from '../reading/eventLabels'
import { changeMarks } from '../reading/events'
import { countedPercent, nth, number, percent, short } from '../reading/numbers'
import type { NumberTable, Readout } from '../reading/readout'
import { cursorOf, stepRange } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { overSteps } from '../reading/time'
import type { View } from '../reading/view'
import {
  type EnsembleView,
  ensembleMissing,
  ensembleOf,
  exactAt,
  factorWords,
  machineSentence,
  machineWords,
  readingSentence,
  thresholdSymbol,
  topRuns,
} from './replicas'
import { escapesSentence, fanSentence } from './sentence'

export type EnsembleMode = 'fan' | 'escapes'
type ReplicaColumn = Parameters<EnsembleView['at']>[0]

/** Rows up to the step that the replicas have reached, whatever part of the run is on screen. */
const replicaColumn = ({ trace }: EnsembleView, name: ReplicaColumn) => trace.rows.column(trace.columns.indexOf(name))
const values = (logs: Float64Array) => logs.map(v => Math.exp(v))

function areasOf(e: EnsembleView, ink: string): Area[] {
  const x = replicaColumn(e, 'step')
  const of = (lo: ReplicaColumn, hi: ReplicaColumn): Area => ({
    x,
    lo: values(replicaColumn(e, lo)),
    hi: values(replicaColumn(e, hi)),
    length: x.length,
    color: e.arm.color,
  })
  const [mean, error] = [values(replicaColumn(e, 'log_mean')), replicaColumn(e, 'relative_error')]
  // On a logarithmic axis a band that reaches zero would hide everything below.
  const band = (sign: number) => mean.map((v, i) => v * Math.max(0.05, 1 + sign * nth(error, i)))
  return [of('q01', 'q99'), of('q10', 'q90'), { x, lo: band(-1), hi: band(1), length: x.length, color: ink }]
}

function replicaSeries(e: EnsembleView, ink: string): Series[] {
  const x = replicaColumn(e, 'step')
  const line = (name: ReplicaColumn, label: string, style: Partial<Series> = {}): Series => ({
    x,
    y: values(replicaColumn(e, name)),
    length: x.length,
    color: e.arm.color,
    label,
    dash: [],
    ...style,
  })
  const { exact } = e.trace
  const recursion: Series[] = exact.length
    ? [{ x: exact.column(0), y: values(exact.column(1)), length: exact.length, color: ink, label: 'exact E[L]', dash: [] }]
    : []
  return [
    ...recursion,
    line('log_mean', `mean of ${number(e.trace.R)}`, { color: ink, dash: [6, 3] }),
    line('q50', 'median', { width: 2 }),
    ...typical(e, ink),
  ]
}

/** The straight line of typical growth, from where it was estimated. */
function typical(e: EnsembleView, ink: string): Series[] {
  const last = e.trace.rows.length - 1
  const [rate, since, until] = [e.at('lyapunov', last), e.at('since', last), e.at('step', last)]
  if (!Number.isFinite(rate) || until < 8) return []
  const from = e.at('q50', e.trace.rows.indexOf(since))
  const y = [from, from + 2 * rate * (until - since)].map(v => Math.exp(v))
  return [{ x: [since, until], y, length: 2, color: ink, label: 'typical growth', dash: [1.5, 2.5], width: 1.4 }]
}

/** The step of the row nearest to a pixel. */
function nearestRow(e: EnsembleView, step: number): number | undefined {
  const { rows } = e.trace
  const at = rows.indexOf(step)
  const [a, b] = [rows.value(at, 0), rows.value(at + 1, 0)]
  if (Number.isNaN(a)) return Number.isNaN(b) ? undefined : b
  return b - step < step - a ? b : a
}

const TEXT = [
  'Replicas of the first SGD arm, from the same start with other minibatches. The ribbons hold 80 % and 98 % of the losses, the line in them is the median; the dashed line is their mean with its bootstrap standard error, the solid grey one the exact expectation of the data set in use.',
  'The three measure different things. SGD near a minimum is a product of random matrices: E[L] is carried by rare runs, and a mean of thousands may lie far below it. The typical run grows with the Lyapunov exponent Λ, which is estimated here over the later half of the steps or more.',
]

const ESCAPED = (reference: string) =>
  `A replica has escaped when its loss first exceeds the threshold times ${reference}. All are observed for the same number of steps; one that has not escaped is censored at the present step.`

const NETWORK_TEXT = [
  'Copies of the first arm with minibatches, by the same rule and settings, from the same start with other minibatches. The ribbons hold 80 % and 98 % of the losses, the line in them is the median; the dashed line is their mean with its bootstrap standard error. Copies that left the range of numbers count with an infinite loss.',
  'The spread is what the draw of the minibatches alone decides. Expectations are known in closed form for linear models only: there is no exact line here.',
]

/** The fan of the losses of an ensemble, or the survival curve of its escapes. */
export function ensembleSpec(mode: EnsembleMode, network = false): PanelSpec {
  return {
    axis: 'step',
    timed: 'xy',
    readAt: view => ensembleOf(view)?.at('step'),
    estimated: network
      ? 'Quantiles and mean are estimated from the replicas.'
      : 'Quantiles, mean and typical growth are estimated from the replicas; the grey line is exact.',
    missing: ensembleMissing,
    subtitle(view) {
      const e = ensembleOf(view)
      // Replicas that never left the start have no growth to tell.
      if (!e || ensembleMissing(view)) return ''
      const { rho, R } = e.trace
      const machine = machineWords(e.trace) && ` · ${machineWords(e.trace)}`
      const threshold = `threshold ${formatValue(view.scenario.ensemble.threshold)} ${thresholdSymbol(view)}`
      if (mode === 'escapes') return `${number(R)} replicas · ${threshold}${machine}`
      if (e.trace.net) return `${number(R)} replicas${samplesWords(e, view)}${machine}`
      const growth = Number.isFinite(rho) ? ` · ½ log ρ ${short(Math.log(rho) / 2)}` : ''
      const rate = e.at('lyapunov')
      return Number.isFinite(rate)
        ? `Λ ${short(rate)} ± ${formatValue(e.at('lyapunov_se'), 1)} per step (estimated)${growth}${machine}`
        : machine.slice(3)
    },
    sentence: mode === 'fan' ? fanSentence : escapesSentence,
    summary(view) {
      const e = ensembleOf(view)
      if (!e) return ensembleMissing(view) ?? 'Waiting for the replicas.'
      if (mode === 'escapes') return escapesSentence(view)
      return `${describeSeries(
        replicaSeries(e, '').filter(({ label }) => label === 'median'),
        { name: 'median loss' },
      )} ${fanSentence(view)}`
    },
    draw(ctx, box, view, { previous, mark }) {
      const e = ensembleOf(view)
      const events = changeMarks(view.scenario)
      const common = { events, cursor: cursorOf(view, mark) }
      const ink = box.theme.ink2
      const options = {
        previous,
        ...overSteps(view, 'ensemble', stepRange(view)[1], e?.arm),
        labels: 'legend',
        waiting: 'waiting for the replicas',
      } as const
      if (mode === 'escapes') {
        const curve = e?.trace.escapes ? survival(e.trace.escapes, e.trace.step) : null
        const series =
          curve && e ? [{ x: curve.steps, y: curve.share, length: curve.steps.length, color: e.arm.color, label: '', dash: [] }] : []
        return lineChart(ctx, box, { series, ...common }, { ...options, stepped: true, yDomain: [0, 1.02], yTitle: 'share not escaped' })
      }
      const data = e ? { series: replicaSeries(e, ink), areas: areasOf(e, ink) } : { series: [] }
      const layout = lineChart(ctx, box, { ...data, ...common }, { ...options, yLog: true, yTitle: 'L' })
      drawEventLabels(ctx, box.theme, events, layout)
      return layout
    },
    locate(view, layout, px) {
      const e = ensembleOf(view)
      if (!e || px < layout.plot.x - 6 || px > layout.plot.x + layout.plot.width + 6) return undefined
      return nearestRow(e, layout.x.value(px))
    },
    readout: (view, step) => replicaReadout(view, step, mode),
    table: view => (mode === 'fan' ? fanTable(view) : escapeTable(view)),
    explain(view) {
      const e = ensembleOf(view)
      const rate = e ? e.at('lyapunov') : Number.NaN
      const { rho = Number.NaN, inexact = null } = e?.trace ?? {}
      if (network) {
        const read = e ? [readingSentence(e.trace, view.scenario.data.n), machineSentence(e.trace)] : []
        return {
          text: [...NETWORK_TEXT, ESCAPED('its loss at the last change that pushed the arm harder, or else the first loss'), ...read],
          formulas: [],
        }
      }
      return {
        text: [...TEXT, ESCAPED('the first loss'), e ? machineSentence(e.trace) : '', inexact ? `There is no exact line: ${inexact}.` : ''],
        formulas: [
          {
            tex: 'M^+=(I-\\eta G)M(I-\\eta G)+\\tfrac{\\eta^2}{B}\\bigl[\\tfrac1n\\textstyle\\sum_i(x_i^{\\!\\top}Mx_i)\\,x_ix_i^{\\!\\top}-GMG\\bigr]',
            says: 'the exact recursion of E[wwᵀ], this data set, drawn with replacement',
          },
          {
            tex: `\\Lambda=\\lim_t\\tfrac1t\\,\\mathbb E\\log\\|w_t\\|\\approx${texNumber(rate)}\\pm${texNumber(e ? e.at('lyapunov_se') : Number.NaN, 1)}`,
            says: 'typical growth per step, estimated from the replicas',
          },
          { tex: `\\tfrac12\\log\\rho=${texNumber(Math.log(rho) / 2)}`, says: 'growth of √E[L] per step, exact' },
        ],
      }
    },
  }
}

/** " · loss of 60 of 9,000 samples" where the replicas are not read on all. */
function samplesWords({ trace: { net } }: EnsembleView, { scenario: { data } }: View): string {
  return net && net.samples < data.n ? ` · loss of ${number(net.samples)} of ${number(data.n)} samples` : ''
}

function replicaReadout(view: View, step: number, mode: EnsembleMode): Readout {
  const title = `step ${formatValue(step)}`
  const e = ensembleOf(view)
  if (!e) return { title, rows: [] }
  const { escapes, R, rows } = e.trace
  const { color } = e.arm
  if (mode === 'escapes') {
    const left = escapes ? escapes.filter(t => t < 0 || t > step).length : Number.NaN
    return {
      title,
      rows: [
        { label: 'not escaped', color, value: `${formatValue(left)} of ${formatValue(R)}` },
        { label: 'share', color, value: countedPercent(left / R) },
      ],
    }
  }
  const at = rows.indexOf(step)
  const loss = (name: ReplicaColumn) => factorWords(e.at(name, at))
  const linear = [
    { label: 'exact E[L]', value: factorWords(exactAt(e, step)) },
    { label: 'D₁ median', color, value: formatValue(e.at('D_q50', at)) },
    { label: 'D₁ of the means', value: formatValue(e.at('D_mean', at)) },
  ]
  return {
    title,
    rows: [
      { label: '99 %', color, value: loss('q99') },
      { label: '90 %', color, value: loss('q90') },
      { label: 'median', color, value: loss('q50') },
      { label: '10 %', color, value: loss('q10') },
      { label: '1 %', color, value: loss('q01') },
      { label: 'mean', value: `${loss('log_mean')} ± ${formatValue(100 * e.at('relative_error', at), 2)} %` },
      { label: `held by the top ${topRuns(R)}`, value: percent(e.at('top_share', at)) },
      ...(e.trace.net ? [] : linear),
    ],
  }
}

/** Losses as natural logarithms: they may lie beyond what a number holds. */
function fanTable(view: View): NumberTable {
  const e = ensembleOf(view)
  if (!e) return { header: [], rows: [] }
  const { columns, rows, net } = e.trace
  const logs = new Set<string>(['q01', 'q10', 'q50', 'q90', 'q99'])
  const header = [
    'arm',
    ...columns.map(c => (logs.has(c) ? `log_L_${c}` : c === 'log_mean' ? 'log_L_mean' : c)),
    ...(net ? [] : ['log_L_exact']),
  ]
  const exact = (step: number) => (net ? [] : [exactAt(e, step)])
  return {
    header,
    rows: Array.from({ length: rows.length }, (_, r) => [e.arm.id, ...columns.map((_, c) => rows.value(r, c)), ...exact(rows.value(r, 0))]),
  }
}

function escapeTable(view: View): NumberTable {
  const e = ensembleOf(view)
  const escapes = e?.trace.escapes
  if (!e || !escapes) return { header: [], rows: [] }
  return {
    header: ['arm', 'replica', 'escape_step', 'censored_at'],
    rows: [...escapes].map((t, r) => [e.arm.id, r, t < 0 ? '' : t, t < 0 ? e.trace.step : '']),
  }
}
