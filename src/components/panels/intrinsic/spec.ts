import { formatValue, lineChart, type Series } from '../../../charts'
import { intrinsicArms } from '../../../store/studyPlans/intrinsic'
import type { PanelSpec } from '../frame/spec'
import { nth, number } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import { NO_STEP, type View } from '../reading/view'
import { intrinsicSentence, isTooLarge, type SplitArm, shownSplit, splitArms, TOO_LARGE } from './sentence'

const MISSING = 'E[L] is split for linear models and plain SGD without momentum whose minibatches are drawn independently.'

/** What E[L] has above the floor: that tells schedules apart. */
const above = (values: Float64Array, { floor }: SplitArm['part']) => values.map(v => v - floor)

/** E[L] above the floor solid; of the arm that single values speak of also its two parts, and what intrinsic time says of the whole. */
function seriesOf(view: View, { id, label, color, part }: SplitArm): Series[] {
  const line = (y: Float64Array, name: string, dash: number[], width: number): Series => ({
    ...{ x: part.time, y, length: y.length, color, label: name, dash, width },
  })
  const whole = line(above(part.loss, part), label, [], 1.8)
  if (id !== shownSplit(view)?.id) return [whole]
  return [
    line(part.forgetting, 'start', [6, 3], 1.2),
    line(part.noise, 'noise', [2, 3], 1.2),
    line(above(part.flow, part), 'by T', [8, 3, 2, 3], 1.2),
    whole,
  ]
}

/** The reading at or before a time. */
const indexAt = ({ part }: SplitArm, T: number) =>
  Math.max(
    0,
    part.time.findLastIndex(t => t <= T),
  )

const COLUMNS = ['loss', 'forgetting', 'noise', 'flow', 'flowForgetting', 'flowNoise'] as const
const NAMES = ['E_loss', 'forgetting', 'noise', 'E_loss_T', 'forgetting_T', 'noise_T'] as const

/** E[L] above its floor over T = Σ η. */
export const INTRINSIC: PanelSpec = {
  axis: 'value',
  readAt: NO_STEP,
  processor: true,
  missing: view => (intrinsicArms(view.scenario).length === 0 ? MISSING : isTooLarge(view) ? TOO_LARGE : undefined),
  subtitle(view) {
    const arm = shownSplit(view)
    return arm ? `${arm.label} to T = ${number(nth(arm.part.time, arm.part.time.length - 1))}` : 'E[L] over T'
  },
  sentence: intrinsicSentence,
  trust: () => ({
    kind: 'exact',
    text: 'exact',
    tip: 'E[L] and its two parts follow from the exact recursion of the data set’s second moments; what intrinsic time says is a theory beside it.',
  }),
  summary: view =>
    `Lines of E[L] above the loss at the minimum over T, the sum of the learning rates so far, one per arm; of one arm also what is left of the start dashed, what the noise has left dotted, and the whole by intrinsic time. ${intrinsicSentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    const series = splitArms(view).flatMap(arm => seriesOf(view, arm))
    // What is left of the start falls without end: it does not widen the axis.
    const whole = splitArms(view)
      .flatMap(({ part }) => [...above(part.loss, part)])
      .filter(v => v > 0)
    return lineChart(
      ctx,
      box,
      { series, cursor: mark },
      {
        ...{
          previous,
          yLog: true,
          ...(whole.length > 0 && { yLimit: [Math.min(...whole) / 30, 2 * Math.max(...whole)] as const }),
          yTitle: 'E[L] − L_*',
          xTitle: 'T = Ση',
          labels: 'end',
        },
        waiting: 'waiting for the first recursion',
      },
    )
  },
  locate(view, { plot, x }, px) {
    const arm = shownSplit(view)
    if (!arm || px < plot.x - 6 || px > plot.x + plot.width + 6) return undefined
    return nth(arm.part.time, indexAt(arm, x.value(px)))
  },
  stops: view => [...new Set(shownSplit(view)?.part.time ?? [])],
  readout(view, T) {
    const arm = shownSplit(view)
    if (!arm) return { title: '', rows: [] }
    const at = indexAt(arm, T)
    const { step, loss, forgetting, noise, flow, floor } = arm.part
    const row = (label: string, value: number) => ({ label, color: arm.color, value: formatValue(value) })
    return {
      title: `${arm.label}, T = ${formatValue(T)}, step ${formatValue(nth(step, at))}`,
      rows: [
        row('E[L]', nth(loss, at)),
        row('left of the start', nth(forgetting, at)),
        row('noise', nth(noise, at)),
        row('floor', floor),
        row('E[L] by intrinsic time', nth(flow, at)),
      ],
    }
  },
  table: view => ({
    header: ['arm', 'step', 'T', ...NAMES, 'floor', 'excess', 'excess_T', 'hypercontractivity_least', 'hypercontractivity_most'],
    rows: splitArms(view).flatMap(({ id, part }) =>
      Array.from(part.step, (step, i) => [
        id,
        step,
        nth(part.time, i),
        ...COLUMNS.map(name => nth(part[name], i)),
        part.floor,
        nth(part.loss, i) - part.floor,
        nth(part.flow, i) - part.floor,
        part.hyper.least,
        part.hyper.most,
      ]),
    ),
  }),
  explain(view) {
    const arm = shownSplit(view)
    const last = (arm?.part.time.length ?? 1) - 1
    const hyper = arm?.part.hyper
    const at = (values?: Float64Array) => texNumber(values ? nth(values, last) : Number.NaN)
    return {
      text: [
        'The mean loss of SGD on a linear model is the loss at the minimum, what is left of the start, and what each step’s noise has left since. Along v_k a step of rate η keeps the share (1−ηλ_k)² of both, so that what counts is T = Σ η and not the steps: a schedule forgets the start as fast as a constant rate that has come to the same T.',
        'The noise is another matter: a step brings η² of it, times 1/B. A schedule that ends with a fall lets it be forgotten before the end. Theory (arXiv 2509.19189) writes both in T, with Σ = 2L·G and e^(−2ηλ) for (1−ηλ)²: its whole is the line of long and short dashes. It is off where ηλ₁ is not small, and where Σ is not 2L·G.',
        `The theory takes the fourth moment of the inputs along every direction to be at most C times the square of the second (hypercontractivity), so that without label noise uᵀΣu is at most C times 2L·uᵀGu. On this data set the quotient is up to ${number(hyper ? Math.max(...hyper.along) : Number.NaN)} along the eigenvectors of G, exactly. C is its largest value over all directions, for which there is no fast way: the lower bound is the largest that ascents have found, the upper one the largest squared length of a whitened sample.`,
        intrinsicSentence(view),
      ],
      formulas: [
        {
          tex: `\\mathbb{E}[L]=${at(arm?.part.loss)}=L_*+\\tfrac12\\sum_k\\lambda_kw_k^2\\prod_t(1-\\eta_t\\lambda_k)^2+\\tfrac12\\sum_t\\eta_t^2\\tfrac{c}{B_t}\\sum_k\\lambda_k\\,v_k^{\\top}\\mathbb{E}[\\Sigma_t]v_k\\prod_{u>t}(1-\\eta_u\\lambda_k)^2`,
          says: `${arm?.label ?? ''}, exactly`,
        },
        {
          tex: `${at(arm?.part.flow)}=L_*+\\tfrac12\\sum_k\\lambda_kw_k^2e^{-2\\lambda_kT}+\\sum_t\\eta_t^2\\tfrac{c}{B_t}\\,L_t\\sum_k\\lambda_k^2e^{-2\\lambda_k(T-T_{t+1})}`,
          says: 'the same in intrinsic time',
        },
        {
          tex: `\\mathbb{E}[(u\\cdot x)^4]\\le C\\,\\big(\\mathbb{E}[(u\\cdot x)^2]\\big)^2,\\qquad ${texNumber(hyper?.least ?? Number.NaN)}\\le C\\le ${texNumber(hyper?.most ?? Number.NaN)}`,
          says: 'for every direction u, means over the samples; 3 for Gaussian inputs',
        },
      ],
    }
  },
}
