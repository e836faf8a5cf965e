import { describeSeries, formatValue, lineChart, type Series } from '../../../charts'
import type { Border } from '../frame/border'
import type { PanelSpec } from '../frame/spec'
import { changeMarks, divergenceMarks } from '../reading/events'
import { percent } from '../reading/numbers'
import type { Explanation } from '../reading/readout'
import { besideLines, cursorOf, stepAt } from '../reading/series'
import { flatShare, splitAt, splitLines } from '../reading/split'
import { texNumber } from '../reading/texNumber'
import { clockOf, overSteps } from '../reading/time'
import { columnOf, scalarOf, type View } from '../reading/view'
import { displacementSentence, since } from './sentence'

/** Parts below this share of the largest are rounding. */
const SHARE_ROUNDING = 1e-12

function displacementLines(view: View, k: number): Series[] {
  return view.arms.flatMap(arm => {
    const { step, sharp, flat } = splitLines(view, arm, k)
    const line = (y: Float64Array, label: string, dash: number[]): Series => {
      return { x: step, y, length: step.length, color: arm.color, label, dash, width: 1.7, clock: clockOf(view, arm) }
    }
    return [line(sharp, arm.label, []), line(flat, '', [5, 3])]
  })
}

/** The range of a logarithmic axis: what is rounding beside the largest part is left out. */
function limits(series: readonly Series[]): readonly [number, number] | undefined {
  const top = series.reduce((most, { y }) => (y as Float64Array).reduce((m, v) => (Number.isFinite(v) ? Math.max(m, v) : m), most), 0)
  return top > 0 ? [top * SHARE_ROUNDING, top] : undefined
}

/** ‖θ − θ_a‖ of every arm since its escape began at θ_a: sharp part solid, flat part dashed. */
export function displacementSpec(border: Border): PanelSpec {
  return {
    axis: 'step',
    timed: 'xy',
    kept: 'beside',
    sampled: true,
    subtitle(view) {
      const arm = view.selected
      const share = arm ? flatShare(splitAt(view, arm, border.k)) : Number.NaN
      return Number.isFinite(share) ? `${percent(share)} flat` : '‖θ − θ_a‖'
    },
    missing: ({ arms, columns }) =>
      arms.length > 0 && columns && arms.every(({ trace: { table } }) => Number.isNaN(table.value(table.length - 1, columns.at.moved)))
        ? 'No escape has begun: η has not been raised, B not lowered, no noise switched on.'
        : undefined,
    sentence: view => displacementSentence(view, border.k),
    summary: view =>
      `${describeSeries(
        displacementLines(view, border.k).map((s, i) => ({ ...s, label: `${view.arms[i >> 1]?.label} ${i % 2 ? 'flat' : 'sharp'}` })),
        { name: 'displacement since the escape began' },
      )} ${displacementSentence(view, border.k)}`,
    draw(ctx, box, view, { previous, mark }) {
      const lines = (of: View) => displacementLines(of, border.k)
      const series = [...besideLines(view, lines), ...lines(view)]
      const events = [...changeMarks(view.scenario), ...divergenceMarks(view)]
      const yLimit = limits(series)
      return lineChart(
        ctx,
        box,
        { series, events, cursor: cursorOf(view, mark) },
        { previous, ...overSteps(view, 'displacement'), yLog: true, ...(yLimit && { yLimit }), yTitle: '‖θ − θ_a‖', labels: 'end' },
      )
    },
    key: () => [{ label: `k = ${border.k}` }, { sample: 'line', label: 'sharp' }, { sample: 'dashed', label: 'flat' }],
    locate: (view, layout, px) => stepAt(view, layout, px),
    readout(view, step) {
      const rows = view.arms.flatMap(arm => {
        const { sharp, flat } = splitAt(view, arm, border.k, arm.trace.table.indexOf(step))
        const of = (label: string, value: number) => ({ label: `${arm.label} ${label}`, color: arm.color, value: formatValue(value) })
        return [of('sharp', sharp), of('flat', flat)]
      })
      return { title: `step ${formatValue(step)}`, rows }
    },
    table(view) {
      const rows = view.arms.flatMap(arm =>
        [...columnOf(view, arm, 'step')].map((step, row) => {
          const { moved, sharp, flat } = splitAt(view, arm, border.k, row)
          return [arm.id, step, scalarOf(view, arm, 'anchor_step', row), border.k, moved, sharp, flat]
        }),
      )
      return { header: ['arm', 'step', 'anchor_step', 'k', 'moved', 'moved_sharp', 'moved_flat'], rows }
    },
    explain: view => explainDisplacement(view, border.k),
  }
}

function explainDisplacement(view: View, k: number): Explanation {
  const arm = view.selected
  const split = arm && splitAt(view, arm, k)
  return {
    text: [
      `How far each arm has gone from θ_a, where its escape began, split at the ${k === 1 ? 'sharpest direction' : `${k} sharpest directions`} of G at θ_a: the part along ${k === 1 ? 'it' : 'them'} solid, the part outside dashed. k is that of the escape metric.`,
      'An escape begins with the last change that raises η, lowers B or switches a noise on. A run without one that starts beside a planted minimum is measured from that minimum.',
      'GD beyond its edge swings along v₁ until the curvature has changed; what was left of training continues along flat directions meanwhile. The noise of SGD drives it far into flat directions.',
      ...(split && !(split.flat >= 0) && split.moved >= 0
        ? ['This model is too wide to store the directions: only the length is known.']
        : []),
    ],
    formulas: split
      ? [
          {
            tex: `\\|\\theta-\\theta_a\\|=${texNumber(split.moved)},\\qquad \\|P_{${k}}(\\theta-\\theta_a)\\|=${texNumber(split.sharp)},\\qquad\\|(I-P_{${k}})(\\theta-\\theta_a)\\|=${texNumber(split.flat)}`,
            says: split.moved >= 0 ? `${arm.label}, ${since(view, arm)}` : `${arm.label} has not begun to leave`,
          },
          { tex: `P_{${k}}=\\sum_{i\\le ${k}}v_iv_i^{\\top},\\qquad G(\\theta_a)\\,v_i=\\lambda_iv_i` },
          {
            tex: `\\frac{\\|(I-P_{${k}})(\\theta-\\theta_a)\\|^2}{\\|\\theta-\\theta_a\\|^2}=${texNumber(flatShare(split))}`,
            says: 'share of the flat directions',
          },
        ]
      : [],
  }
}
