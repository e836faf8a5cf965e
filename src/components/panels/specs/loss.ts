import { describeSeries, type LossLayout, lossChart } from '../../../charts'
import { drawEventLabels } from '../eventLabels'
import { changeMarks, overflowMarks } from '../events'
import { number } from '../numbers'
import { lossSentence } from '../sentences'
import { cursorOf, readoutOf, seriesOf, stepAt, stepRange, stepTable } from '../series'
import type { PanelSpec } from '../spec'
import { texNumber } from '../texNumber'
import { scalarOf } from '../view'

/** An arm that runs away may raise the axis to this many times the largest first loss. */
const ROOF = 1e6

export const LOSS: PanelSpec = {
  name: 'loss',
  title: 'Loss',
  axis: 'step',
  subtitle(view) {
    return view.arms.map(arm => `${arm.label} ${number(scalarOf(view, arm, 'loss'))}`).join(' · ')
  },
  sentence: lossSentence,
  summary: view => describeSeries(seriesOf(view, 'loss'), { name: 'loss' }),
  draw(ctx, box, view, { previous, mark }) {
    const series = seriesOf(view, 'loss')
    const first = Math.max(...series.map(s => (s.y[0]! > 0 ? s.y[0]! : 0)), 1e-12)
    const events = [...changeMarks(view.scenario, view.lastStep), ...overflowMarks(view)]
    const data = { series, rates: seriesOf(view, 'lr'), events, cursor: cursorOf(view, mark) }
    const layout = lossChart(ctx, box, data, {
      previous,
      stripHeight: box.height < 120 ? 0 : Math.round(Math.min(76, Math.max(44, box.height * 0.24))),
      previousRate: (previous as LossLayout | undefined)?.rate,
      xDomain: stepRange(view),
      yLimit: [1e-300, first * ROOF],
    })
    drawEventLabels(ctx, box.theme, events, layout)
    return layout
  },
  locate: (view, layout, px) => stepAt(view, layout, px),
  readout: (view, step) =>
    readoutOf(view, step, [
      ['loss', 'L'],
      ['lr', 'η'],
    ]),
  table: view => stepTable(view, ['loss', 'grad_norm', 'lr', 'batch_size']),
  explain(view) {
    const arm = view.selected
    const L = arm ? scalarOf(view, arm, 'loss') : Number.NaN
    const grad = arm ? scalarOf(view, arm, 'grad_norm') : Number.NaN
    const lr = arm ? scalarOf(view, arm, 'lr') : Number.NaN
    return {
      text: [
        'The loss of every arm at each measured step, on a logarithmic axis: a straight line is a constant factor per step. ' +
          'All arms start at the same point. The strip below shows each arm’s learning rate; triangles mark what was changed while the run went on.',
        'What one step adds on average has three parts: the gradient lowers the loss, the curvature gives some of it back, and the noise adds the rest.',
      ],
      formulas: [
        { tex: `L(\\theta)=\\frac1{2n}\\sum_{i=1}^{n} r_i^2=${texNumber(L)}`, says: arm ? `${arm.label}, at this step` : '' },
        {
          tex: '\\mathbb E\\,L(\\theta^+)-L\\approx-\\eta\\|\\nabla L\\|^2+\\tfrac{\\eta^2}2\\nabla L^{\\!\\top}H\\nabla L+\\tfrac{\\eta^2}{2B}\\operatorname{Tr}(H\\Sigma)',
          says: 'descent, curvature, noise',
        },
        {
          tex: `\\eta\\,\\|\\nabla L\\|^2=${texNumber(lr)}\\cdot${texNumber(grad)}^2=${texNumber(lr * grad * grad)}`,
          says: 'the descent part now',
        },
      ],
    }
  },
}
