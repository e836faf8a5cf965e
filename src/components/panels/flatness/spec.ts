import { type Area, describeSeries, formatValue, lineChart, type Ref, type Series } from '../../../charts'
import type { PanelSpec } from '../frame/spec'
import { withHessian } from '../reading/curvature'
import { noNoise } from '../reading/noise'
import { nth, number, short } from '../reading/numbers'
import { curvatureFormulas, curvatureWords } from '../reading/objective'
import type { NumberTable } from '../reading/readout'
import { besideLines, cursorOf, stepAt } from '../reading/series'
import { stepTable } from '../reading/tables'
import { texNumber } from '../reading/texNumber'
import { type Edge, edgeOf } from '../reading/thresholds'
import { clockOf, overSteps } from '../reading/time'
import { type ArmView, columnOf, effectiveBatch, entryOf, NO_COLUMN, scalarOf, type View } from '../reading/view'
import { flatnessSentence } from './sentence'

export interface FlatnessOptions {
  /** λ₁ alone, of H where it is measured. */
  readonly sharpness: boolean
}

const HESSIAN = ['lambda_H_error', 'trace_H', 'trace_H_se'] as const
/** The column that a threshold is held against. */
const COLUMN_OF: Readonly<Record<Edge['quantity'], string>> = {
  'λ₁': 'lambda_1',
  'λ₁(H)': 'lambda_H_1',
  '‖G‖_F': 'frob_G',
  '‖H‖_F': 'frob_H',
}
const hasHessian = (view: View) => (view.columns?.hessian ?? 0) > 0
const firstOf = ({ columns }: View, arm: ArmView, name: 'lambda' | 'lambda_H') =>
  columns ? arm.trace.table.column(columns.first[name]) : NO_COLUMN
const lambdaOfH = (view: View, arm: ArmView) => firstOf(view, arm, 'lambda_H')

/** λ₁(H) ± ‖Hv − λ₁v‖, within which an eigenvalue lies: seen only where the search was cut short. */
function errorBands(view: View): Area[] {
  if (!hasHessian(view)) return []
  return view.arms.map(arm => {
    const [x, lambda, error] = [columnOf(view, arm, 'step'), lambdaOfH(view, arm), columnOf(view, arm, 'lambda_H_error')]
    return {
      x,
      lo: lambda.map((v, i) => v - nth(error, i)),
      hi: lambda.map((v, i) => v + nth(error, i)),
      length: x.length,
      color: arm.color,
      clock: clockOf(view, arm),
    }
  })
}

/** λ₁(H) and Tr H with their errors, where these are larger than what is written. */
function hessianRows(view: View, arm: ArmView, row: number): [string, string][] {
  const value = (v: number, error: number) => formatValue(v) + (error > 1e-4 * Math.abs(v) ? ` ± ${formatValue(error, 2)}` : '')
  const of = (name: Parameters<typeof scalarOf>[2]) => scalarOf(view, arm, name, row)
  return [
    ['λ₁(H)', value(entryOf(view, arm, 'lambda_H', 1, row), of('lambda_H_error'))],
    ['Tr H', value(of('trace_H'), of('trace_H_se'))],
  ]
}

/** G of a linear model does not move: one line then does for all arms. */
const moves = (view: View) => view.scenario.model.kind !== 'linear'

/** λ₁ solid, ‖G‖_F dashed, Tr G dotted, λ₁(H) dash-dotted where it is measured: here the dashes tell the quantities, and colour alone the arms. */
function flatnessLines(view: View, arm: ArmView, color: Series['color'], named: boolean, { sharpness }: FlatnessOptions): Series[] {
  const x = columnOf(view, arm, 'step')
  const clock = clockOf(view, arm)
  const lambda = firstOf(view, arm, 'lambda')
  const line = (y: Float64Array, label: string, dash: number[], width = 1.6): Series => {
    return { x, y, length: x.length, color, label: named ? label : '', dash, width, clock, symbol: label === '‖G‖' ? '‖G‖_F' : label }
  }
  if (sharpness) return [hasHessian(view) ? line(lambdaOfH(view, arm), 'λ₁(H)', []) : line(lambda, 'λ₁', [])]
  return [
    line(lambda, 'λ₁', []),
    line(columnOf(view, arm, 'frob_G'), '‖G‖', [7, 3]),
    line(columnOf(view, arm, 'trace_G'), 'Tr G', [2, 2], 1.2),
    ...(hasHessian(view) ? [line(lambdaOfH(view, arm), 'λ₁(H)', [9, 2, 2, 2])] : []),
  ]
}

/** The selected arm's lines come last, on top, and carry the names. */
function seriesFor(view: View, ink: string, options: FlatnessOptions): Series[] {
  const { arms, selected } = view
  if (!moves(view)) return arms[0] ? flatnessLines(view, arms[0], ink, true, options) : []
  const last = [...arms].sort((a, b) => Number(a === selected) - Number(b === selected))
  return last.flatMap(arm => flatnessLines(view, arm, arm.color, arm === selected, options))
}

/** Each arm's lines in words. */
function describeFlatness(view: View, options: FlatnessOptions): string {
  const arms = moves(view) ? view.arms : view.arms.slice(0, 1)
  const named = arms.flatMap(arm =>
    flatnessLines(view, arm, arm.color, true, options).map(s => ({ ...s, label: moves(view) ? `${arm.label} ${s.label}` : s.label })),
  )
  return describeSeries(named, { name: 'sharpness' })
}

/** A threshold further than this factor from the lines is named at the border instead of widening the axis. */
const FAR_THRESHOLD = 12

function thresholds(view: View, { sharpness }: FlatnessOptions): Ref[] {
  const values = view.arms.flatMap(arm => [entryOf(view, arm, 'lambda', 1), scalarOf(view, arm, 'trace_G')]).filter(v => v > 0)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  return view.arms.flatMap(arm => {
    const edge = edgeOf(view, arm)
    if (!edge || (sharpness && !edge.quantity.startsWith('λ'))) return []
    const fit = edge.limit > low / FAR_THRESHOLD && edge.limit < high * FAR_THRESHOLD
    return [{ y: edge.limit, color: arm.color, label: `${edge.formula} (${arm.label})`, fit, symbol: edge.formula }]
  })
}

/** Flatness over the run against the thresholds of linear stability. */
export const flatnessSpec = (options: FlatnessOptions): PanelSpec => ({
  axis: 'step',
  timed: 'xy',
  kept: 'beside',
  sampled: true,
  curvatureAlone: true,
  symbols: ['λ₁', '‖G‖_F', 'Tr G', 'λ₁(H)', '2/η', '2(1+m)/η', '√(B/μ)/η'],
  subtitle(view) {
    const arm = view.selected
    return arm
      ? `λ₁ ${short(entryOf(view, arm, 'lambda', 1))} · ‖G‖_F ${short(scalarOf(view, arm, 'frob_G'))}${hasHessian(view) ? ` · λ₁(H) ${short(entryOf(view, arm, 'lambda_H', 1))}` : ''}`
      : 'against thresholds'
  },
  sentence: flatnessSentence,
  summary: view => `${describeFlatness(view, options)} ${flatnessSentence(view)}`,
  draw(ctx, box, view, { previous, mark, lit }) {
    const data = {
      lit,
      series: [...besideLines(view, kept => seriesFor(kept, box.theme.ink, options)), ...seriesFor(view, box.theme.ink, options)],
      areas: errorBands(view),
      refs: thresholds(view, options),
      cursor: cursorOf(view, mark),
    }
    return lineChart(ctx, box, data, {
      previous,
      ...overSteps(view, 'flatness'),
      yLog: true,
      yTitle: hasHessian(view) ? 'G and H, ↑ sharper' : 'G, ↑ sharper',
      labels: 'end',
      waiting: noNoise(view),
    })
  },
  locate: (view, layout, px) => stepAt(view, layout, px),
  readout(view, step) {
    const rows = (moves(view) ? view.arms : view.arms.slice(0, 1)).flatMap(arm => {
      const row = arm.trace.table.indexOf(step)
      const who = moves(view) ? { color: arm.color, prefix: `${arm.label} ` } : { prefix: '' }
      const of = (label: string, value: number) => ({
        label: who.prefix + label,
        ...(who.color === undefined ? {} : { color: who.color }),
        value: formatValue(value),
      })
      return [
        of('λ₁', entryOf(view, arm, 'lambda', 1, row)),
        of('‖G‖', scalarOf(view, arm, 'frob_G', row)),
        of('Tr G', scalarOf(view, arm, 'trace_G', row)),
        ...(hasHessian(view) ? hessianRows(view, arm, row).map(([label, value]) => ({ ...of(label, 0), value })) : []),
      ]
    })
    const edges = view.arms.flatMap(arm => {
      const edge = edgeOf(view, arm, arm.trace.table.indexOf(step))
      return edge ? [{ label: `${arm.label} ${edge.formula}`, color: arm.color, value: formatValue(edge.limit) }] : []
    })
    return { title: `step ${formatValue(step)}`, rows: [...rows, ...edges] }
  },
  table(view): NumberTable {
    const base = stepTable(view, ['time', 'frob_G', 'trace_G', 'lr', 'batch_size', 'mu', ...(hasHessian(view) ? HESSIAN : [])])
    const lambda = view.arms.flatMap(arm => [...firstOf(view, arm, 'lambda')])
    const ofHessian = hasHessian(view) ? view.arms.flatMap(arm => [...lambdaOfH(view, arm)]) : []
    const edges = view.arms.flatMap(arm => Array.from({ length: arm.trace.table.length }, (_, row) => edgeOf(view, arm, row)))
    const header = [...base.header, 'lambda_1', 'threshold', ...(hasHessian(view) ? ['lambda_H_1'] : []), 'threshold_of']
    const rows = base.rows.map((row, i) => {
      const edge = edges[i]
      return [...row, nth(lambda, i), edge?.limit ?? Number.NaN, ...ofHessian.slice(i, i + 1), edge ? COLUMN_OF[edge.quantity] : '']
    })
    return { header, rows }
  },
  explain(view) {
    const formulas = view.arms.flatMap(arm => {
      const edge = edgeOf(view, arm)
      if (!edge) return []
      const eta = texNumber(scalarOf(view, arm, 'lr'))
      const says = `${arm.label}: ${edge.quantity} is ${number(edge.value)}`
      const lambda = edge.quantity === 'λ₁' ? '\\lambda_1' : '\\lambda_1(H)'
      if (edge.quantity.startsWith('λ')) return [{ tex: `${lambda}\\le\\frac{2}{\\eta}=\\frac{2}{${eta}}=${texNumber(edge.limit)}`, says }]
      const B = texNumber(effectiveBatch(view, arm))
      const counted = arm.settings.sampling === 'with-replacement' ? '' : '; B counts (n−1)/(n−B) times, drawn without replacement'
      const mu = texNumber(scalarOf(view, arm, 'mu'))
      return [
        {
          tex: `\\|${withHessian(view) ? 'H' : 'G'}\\|_F\\le\\frac{\\sqrt{B/\\mu}}{\\eta}=\\frac{\\sqrt{${B}/${mu}}}{${eta}}=${texNumber(edge.limit)}`,
          says: says + counted,
        },
      ]
    })
    return {
      text: [
        'How curved the loss is where the arms are: the largest eigenvalue λ₁ of G, its Frobenius norm and its trace. ' +
          'The dotted lines are where linear stability ends: GD leaves minima with λ₁ above 2/η; above √(B/μ)/η the noise of SGD adds more loss, in the mean over minibatches, than a step can take away. ' +
          'That is a bound on one step’s expected loss: below it nothing is guaranteed, and E[L] may still grow from step to step. Near a planted minimum the exact growth ρ is computed and stated.',
        moves(view)
          ? 'G moves with θ here, so the lines show the arms going to flatter or sharper places.'
          : 'G of a linear model is the same at every θ: only the thresholds move, with η, B and μ.',
        hasHessian(view)
          ? 'G is the Gauss–Newton matrix; λ₁(H) is the largest eigenvalue of the full Hessian, by Lanczos on exact products, and it is what 2/η is compared with.'
          : curvatureWords(view.scenario),
      ],
      formulas: [...formulas, ...curvatureFormulas(view.scenario)],
    }
  },
})
