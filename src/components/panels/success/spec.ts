import { formatValue, rateChart } from '../../../charts'
import { isSgd } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { number } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import { NO_STEP } from '../reading/view'
import { countedRows, NOISES, type Row, UNSEEN } from './counts'
import { successSentence } from './sentence'

const rateText = ({ rate, error }: Row) => `${formatValue(100 * rate, 2)} ± ${formatValue(100 * error, 1)} %`

/** How often each noise leads from the sharp basin to the flat one, next to what an independent run found. */
export const SUCCESS: PanelSpec = {
  axis: 'value',
  readAt: NO_STEP,
  estimated: 'Counted on random repeats; the bars are two standard errors.',
  subtitle(view) {
    const counted = countedRows(view).reduce((s, r) => s + r.repeats, 0)
    return counted > 0 ? `${number(counted)} repeats` : ''
  },
  sentence: successSentence,
  summary: view =>
    `Rates of success, one row per noise, with two standard errors and the rate of an independent run. ${successSentence(view)}`,
  draw: (ctx, box, view, { mark }) =>
    rateChart(
      ctx,
      box,
      countedRows(view).map(r => (r.color === UNSEEN ? { ...r, color: box.theme.ink2 } : r)),
      {
        title: 'ends in the flat basin',
        reference: 'an independent run',
        selected: mark === undefined ? undefined : mark - 1,
        waiting: '2\u2009000 repeats per noise: nothing has been counted yet',
      },
    ),
  stops: () => NOISES.map((_, i) => i + 1),
  locate(_, { plot, y }, px, py) {
    const at = Math.round(y.value(py))
    return px >= plot.x - 8 && px <= plot.x + plot.width + 8 && at >= 0 && at < NOISES.length ? at + 1 : undefined
  },
  readout(view, at) {
    const row = countedRows(view)[at - 1]
    if (!row) return { title: '', rows: [] }
    const counted = row.repeats > 0 ? [{ label: `of ${number(row.repeats)} repeats`, value: rateText(row) }] : []
    return { title: row.label, rows: [...counted, { label: 'independent run', value: `${formatValue(100 * row.reference)} %` }] }
  },
  table: view => ({
    header: ['noise', 'repeats', 'successes', 'rate', 'standard_error', 'reference'],
    rows: countedRows(view).map(r => [r.noise, r.repeats, r.successes, r.rate, r.error, r.reference]),
  }),
  explain(view) {
    const arm = view.traces.studies.get('success')?.tasks[0]?.arm ?? view.scenario.arms.find(isSgd)
    const size =
      arm && arm.trace > 0 ? `a trace of ${formatValue(arm.trace)} per step in the weights` : 'the trace of the minibatches they replace'
    return {
      text: [
        `The same start and the same data again and again, with other random numbers each time and ${view.scenario.steps} steps: the share of repeats that end with both weights below −0.5, in the flat basin. All noises have ${size}; only the shape differs.`,
        'Bars are two standard errors of the count. Rings are the rates of an independent run of 2\u2009000 repeats (standard error about 1 %) on another data set: rates vary by several points from one draw of the data to another, so expect agreement only within that.',
      ],
      formulas: [
        {
          tex: '\\ell(w;x)=\\min\\{10u^2+100v^2,\\;\\lVert w-x+1\\rVert^2\\},\\qquad (u,v)=R_{\\pi/4}(w-x-1)',
          says: 'loss of a sample x: a sharp basin near (1, 1), a flat one near (−1, −1)',
        },
        { tex: `w^+=w-\\eta\\nabla L+\\xi,\\qquad\\eta=${texNumber(arm?.eta ?? Number.NaN)}`, says: 'a step' },
      ],
    }
  },
}
