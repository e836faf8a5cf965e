import { describeSeries, formatValue, type LossLayout, lossChart, type Series } from '../../../charts'
import { showsEscape } from '../../../scenario'
import { drawEventLabels } from '../eventLabels'
import { changeMarks, overflowMarks } from '../events'
import { number } from '../numbers'
import { curvatureFormulas, curvatureWords, lossTex } from '../objective'
import { lossSentence } from '../sentences'
import { armSeries, cursorOf, readoutOf, seriesOf, stepAt, stepRange, stepTable } from '../series'
import type { PanelSpec } from '../spec'
import { texNumber } from '../texNumber'
import { armLabel, scalarOf, type View } from '../view'

/** An arm that runs away may raise the axis to this many times the largest first loss. */
const ROOF = 1e6
/** The same where leaving is what is to be seen. */
const ESCAPE_ROOF = 1e30

const wrong = (error: number) => `${formatValue(100 * error, 2)} %`

/** Whether there is a test set that was measured on. */
const tested = (view: View) => view.arms.some(arm => Number.isFinite(scalarOf(view, arm, 'test_loss')))

/** Thin short dashes; the selected arm's line carries the name. */
function testSeries(view: View): Series[] {
  if (!tested(view)) return []
  return view.arms.map(arm => armSeries(view, arm, 'test_loss', { label: arm === view.selected ? 'test' : '', dash: [3, 3], width: 1 }))
}

export const LOSS: PanelSpec = {
  name: 'loss',
  title: 'Loss',
  axis: 'step',
  subtitle(view) {
    const losses = view.arms.map(arm => `${armLabel(arm.id)} ${number(scalarOf(view, arm, 'loss'))}`)
    const error = view.selected ? scalarOf(view, view.selected, 'test_error') : Number.NaN
    return [...losses, ...(Number.isFinite(error) ? [`${wrong(error)} test error`] : [])].join(' · ')
  },
  sentence: lossSentence,
  summary(view) {
    const words = describeSeries(seriesOf(view, 'loss'), { name: 'loss' })
    return tested(view) ? `${words} ${describeSeries(seriesOf(view, 'test_loss'), { name: 'test loss' })}` : words
  },
  draw(ctx, box, view, { previous, mark }) {
    const series = seriesOf(view, 'loss')
    const first = Math.max(...series.map(s => (s.y[0]! > 0 ? s.y[0]! : 0)), 1e-12)
    const events = [...changeMarks(view.scenario, view.lastStep), ...overflowMarks(view)]
    const data = { series: [...testSeries(view), ...series], rates: seriesOf(view, 'lr'), events, cursor: cursorOf(view, mark) }
    const layout = lossChart(ctx, box, data, {
      previous,
      stripHeight: box.height < 120 ? 0 : Math.round(Math.min(76, Math.max(44, box.height * 0.24))),
      previousRate: (previous as LossLayout | undefined)?.rate,
      xDomain: stepRange(view),
      yLimit: [1e-300, first * (showsEscape(view.scenario) ? ESCAPE_ROOF : ROOF)],
    })
    drawEventLabels(ctx, box.theme, events, layout)
    return layout
  },
  locate: (view, layout, px) => stepAt(view, layout, px),
  readout(view, step) {
    const { title, rows } = readoutOf(view, step, [
      ['loss', 'L'],
      ['lr', 'η'],
    ])
    if (!tested(view)) return { title, rows }
    const tests = view.arms.flatMap(arm => {
      const of = (name: 'test_loss' | 'test_error') => scalarOf(view, arm, name, arm.trace.table.indexOf(step))
      return [
        { label: `${arm.label} test L`, color: arm.color, value: formatValue(of('test_loss')) },
        { label: `${arm.label} test error`, color: arm.color, value: wrong(of('test_error')) },
      ]
    })
    return { title, rows: [...rows, ...tests] }
  },
  table: view =>
    stepTable(view, ['loss', 'grad_norm', 'lr', 'batch_size', ...(tested(view) ? (['test_loss', 'test_error'] as const) : [])]),
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
        tested(view) ? 'Thin dashes: the loss on the held-out samples. The test error is the share of them that get the wrong class.' : '',
        curvatureFormulas(view.scenario).length > 0 ? curvatureWords(view.scenario) : '',
      ],
      formulas: [
        { tex: `${lossTex(view.scenario)}=${texNumber(L)}`, says: arm ? `${arm.label}, at this step` : '' },
        {
          tex: '\\mathbb E\\,L(\\theta^+)-L\\approx-\\eta\\|\\nabla L\\|^2+\\tfrac{\\eta^2}2\\nabla L^{\\!\\top}H\\nabla L+\\tfrac{\\eta^2}{2B}\\operatorname{Tr}(H\\Sigma)',
          says: 'descent, curvature, noise',
        },
        {
          tex: `\\eta\\,\\|\\nabla L\\|^2=${texNumber(lr)}\\cdot${texNumber(grad)}^2=${texNumber(lr * grad * grad)}`,
          says: 'the descent part now',
        },
        ...curvatureFormulas(view.scenario),
      ],
    }
  },
}
