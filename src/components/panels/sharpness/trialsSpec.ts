import { formatValue, lineChart, type Series } from '../../../charts'
import { CATAPULT, EDGE_WINDOW, type Push } from '../../../lib/catapult'
import type { PanelSpec } from '../frame/spec'
import { nth } from '../reading/numbers'
import { partsOf } from '../reading/studies'
import { NO_STEP, type View } from '../reading/view'
import { edgeTestOf, edgeTestSentence, PUSH_NAMES } from './trials'

const DASHES: Record<Push, number[]> = { none: [], eta: [7, 3], batch: [2, 3] }

/** The largest loss of the steps before the fork, of the run itself; NaN before it is known. */
const usual = (view: View) => Math.max(...(partsOf(view, 'edge-test')[0]?.before ?? [Number.NaN]))

/** The steps before the fork once, then every continuation; the first of each kind is named and thick. */
function seriesOf(view: View): Series[] {
  const found = edgeTestOf(view)
  if (!found) return []
  const { color, step } = found
  const parts = partsOf(view, 'edge-test')
  const before = parts[0]?.before ?? new Float64Array(0)
  const line = (y: ArrayLike<number>, from: number, label: string, dash: number[], width: number): Series => ({
    x: Float64Array.from({ length: y.length }, (_, i) => from + i),
    ...{ y, length: y.length, color, label, dash, width },
  })
  return [
    ...parts.flatMap(({ trials }, at) =>
      trials.map(({ push, loss }) => line(loss, step, at === 0 ? PUSH_NAMES[push] : '', DASHES[push], at === 0 ? 1.8 : 0.7)),
    ),
    line(before, step - before.length + 1, '', [], 1.8),
  ]
}

/** L around the fork: unchanged, with a larger η, with half the batch size. */
export const EDGE_TRIALS: PanelSpec = {
  axis: 'value',
  readAt: NO_STEP,
  subtitle(view) {
    const found = edgeTestOf(view)
    return found ? `${found.label} forked at step ${formatValue(found.step)}` : ''
  },
  sentence: edgeTestSentence,
  trust: () => ({
    kind: 'exact',
    text: 'exact',
    tip: 'L of all samples at every step; of an arm that draws minibatches the trials are four draws of many, the first of them the run’s own.',
  }),
  summary: view =>
    `Lines of the loss over the steps around the fork, on a logarithmic axis: unchanged solid, with a larger η dashed, with half the batch size dotted. ${edgeTestSentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    const series = seriesOf(view)
    const refs = series.length > 0 ? [{ y: CATAPULT * usual(view), label: `${CATAPULT} × largest before`, fit: true }] : []
    const data = { series, refs, cursor: mark }
    return lineChart(ctx, box, data, {
      ...{ previous, yLog: true, yTitle: 'L', xTitle: 'step', labels: 'end' },
      waiting: 'waiting for the first trial',
    })
  },
  locate(view, { plot, x }, px) {
    const found = edgeTestOf(view)
    if (!found || px < plot.x - 6 || px > plot.x + plot.width + 6) return undefined
    return Math.min(found.step + EDGE_WINDOW.after, Math.max(found.step, Math.round(x.value(px))))
  },
  stops(view) {
    const found = edgeTestOf(view)
    return found ? Array.from({ length: EDGE_WINDOW.after / 10 + 1 }, (_, i) => found.step + 10 * i) : []
  },
  readout(view, step) {
    const found = edgeTestOf(view)
    const [first] = partsOf(view, 'edge-test')
    if (!found || !first) return { title: '', rows: [] }
    const rows = first.trials.map(({ push, loss, eta, B }) => ({
      label: `L ${PUSH_NAMES[push]} (η ${formatValue(eta)}, B ${formatValue(B)})`,
      color: found.color,
      value: formatValue(nth(loss, step - found.step)),
    }))
    return { title: `${found.label}, step ${formatValue(step)}`, rows }
  },
  table(view) {
    const header = ['arm', 'repeat', 'push', 'eta', 'B', 'step', 'loss', 'rise', 'catapult_at']
    const [first] = partsOf(view, 'edge-test')
    const at = CATAPULT * usual(view)
    const until = first?.before ?? new Float64Array(0)
    const none = Number.NaN
    const before = [...until].map((loss, i) => [
      ...[first?.arm ?? '', 0, 'before', none, none, (first?.step ?? 0) - until.length + 1 + i],
      ...[loss, none, at],
    ])
    const after = partsOf(view, 'edge-test').flatMap(({ arm, repeat, step, trials }) =>
      trials.flatMap(({ push, eta, B, loss, rise }) =>
        Array.from(loss, (value, i) => [arm, repeat, PUSH_NAMES[push], eta, B, step + i, value, rise, at]),
      ),
    )
    return { header, rows: [...before, ...after] }
  },
  explain(view) {
    return {
      text: [
        'A curvature that has come to 2/η need not be at an edge: the gradient–noise interaction does so where an oscillation does no harm. The test of an edge is to push (Andreyev & Beneventano, arXiv 2412.20553). The run is made once more up to the step, forked there, and goes on as it is, with a learning rate a tenth larger, and with half the batch size. At an edge the loss catapults before the curvature gives way; elsewhere it goes on as before.',
        `A continuation catapults where its largest loss of the next ${EDGE_WINDOW.after} steps is ${CATAPULT} times the largest of the ${EDGE_WINDOW.before} steps before the fork, or more. Thick lines go on with the run’s own random numbers, thin ones with three others, the same for every push; an arm is at an edge where most of them catapult with a push and most do not without.`,
        edgeTestSentence(view),
      ],
      formulas: [
        {
          tex: `\\max_{t_0<t\\le t_0+${EDGE_WINDOW.after}}L(\\theta_t)\\;\\ge\\;${CATAPULT}\\max_{t_0-${EDGE_WINDOW.before}\\le t\\le t_0}L(\\theta_t)`,
          says: 'a catapult, t₀ the step of the fork',
        },
      ],
    }
  },
}
