import { formatValue, sweepChart } from '../../../charts'
import { armColors, armName, sweepTable } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { nth, number } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import { NO_STEP, type View } from '../reading/view'
import { over, readingAt, sweepArms, sweepCertificate, sweepPoints, valuesOf } from './points'
import { planWords, sweepSentence } from './sentence'

/** n/d_eff of the first arm's start under each n. */
function secondOf(view: View) {
  if (view.scenario.sweep.over !== 'n') return undefined
  const d = over(view, r => readingAt(r.start, 0, r.columns.at.d_eff))
  return { title: 'n/d_{eff}', labels: valuesOf(view).map((n, i) => (Number.isFinite(nth(d, i)) ? number(n / nth(d, i), 2) : '')) }
}

/** μ over a swept field: one run per value, before and after its steps, and the certificate of every data set. */
export const SWEEP: PanelSpec = {
  axis: 'value',
  readAt: NO_STEP,
  processor: true,
  subtitle(view) {
    const [count, all] = [sweepPoints(view).length, valuesOf(view).length]
    return `μ over ${view.scenario.sweep.over} · ${count < all ? `${count} of ${all}` : all} points`
  },
  sentence: sweepSentence,
  summary: view =>
    `Loss alignment over ${view.scenario.sweep.over} on a logarithmic axis, at the start and at the end of a run for each value. ${sweepSentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    const bounds = sweepCertificate(view)
    const band = bounds && { ...bounds, label: 'certificate: every θ of the data set' }
    const data = { x: valuesOf(view), arms: sweepArms(view), band, second: secondOf(view), selected: mark }
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
    const reading = sweepPoints(view).find(p => p.value === value)?.reading
    if (!reading) return { title, rows: [{ label: 'not computed yet', value: '' }] }
    const { columns, start, end, certificate } = reading
    const colors = armColors(view.scenario.arms)
    const rows = view.scenario.arms.flatMap((arm, a) => {
      const of = (label: string, at: number) => ({
        label: `${armName(arm.id)} ${label}`,
        color: colors[a] ?? 0,
        value: `${formatValue(readingAt(start, a, at))} → ${formatValue(readingAt(end, a, at))}`,
      })
      return [of('μ', columns.at.mu), of('g₁', columns.first.g), of('L', columns.at.loss)]
    })
    const d = readingAt(start, 0, columns.at.d_eff)
    const sure = certificate
      ? [{ label: 'certificate', value: `${formatValue(certificate.mu[0])} … ${formatValue(certificate.mu[1])}` }]
      : []
    return { title, rows: [...rows, { label: 'effective dimension', value: formatValue(d) }, ...sure] }
  },
  table: view => sweepTable(view.scenario, sweepPoints(view)),
  explain(view) {
    const field = view.scenario.sweep.over
    const last = sweepPoints(view).at(-1)
    const [arm] = view.scenario.arms
    const { start, end, columns } = last?.reading ?? {}
    const mu = end && columns ? readingAt(end, 0, columns.at.mu) : Number.NaN
    const d = start && columns ? readingAt(start, 0, columns.at.d_eff) : Number.NaN
    const at = last ? number(last.value) : '–'
    return {
      text: [
        `The same experiment once per value of ${field}, nothing else changed: μ at the start (hollow marks) and after the last step (filled). Each point is a separate run, computed beside the one on screen; it is exactly what that run would measure.`,
        field === 'm'
          ? 'The width m enters none of the paper’s bounds: with more hidden units than samples μ does not change.'
          : 'The paper requires many samples per effective dimension, n/d_eff, not per parameter: as that grows, the certificate, the range of μ over every θ of the data set, closes in on 1.',
      ],
      formulas: [
        {
          tex: `\\mu=\\frac{\\operatorname{Tr}(\\Sigma G)}{2L\\,\\|G\\|_F^2}=${texNumber(mu)}`,
          says: `${armName(arm?.id ?? '')} at the end of the run with ${field} = ${at}`,
        },
        {
          tex: `d_{\\text{eff}}=\\min\\Bigl\\{\\frac{\\operatorname{Tr}G}{\\lambda_1},\\frac{\\|G\\|_F^2}{\\lambda_1^2}\\Bigr\\}=${texNumber(d)}`,
          says: `effective dimension at the start, ${field} = ${at}`,
        },
      ],
    }
  },
}
