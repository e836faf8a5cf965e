import { type Cloud, fitChart, formatValue } from '../../../charts'
import type { PartOf } from '../../../store'
import type { PanelSpec } from '../frame/spec'
import { studyArms } from '../reading/studies'
import { texNumber } from '../reading/texNumber'
import { NO_STEP, type View } from '../reading/view'
import { exponent, varianceSentence } from './sentence'

const varianceArms = (view: View) => studyArms(view, 'variance')

/** Variance of the stationary path against the flatness of the loss along its principal components. */
export const VARIANCE: PanelSpec = {
  axis: 'value',
  readAt: NO_STEP,
  estimated: 'Variances are those of one stretch of one run, and the exponent is fitted to them: its error is the scatter about the line.',
  subtitle(view) {
    const arm = varianceArms(view)[0]
    return arm && !Number.isNaN(arm.part.psi) ? `ψ = ${exponent(arm.part)}` : 'by principal component'
  },
  sentence: varianceSentence,
  summary: view =>
    `One dot per principal component of the stationary path: variance against width on logarithmic axes. ${varianceSentence(view)}`,
  draw(ctx, box, view, { previous }) {
    const clouds = varianceArms(view).map(
      ({ label, color, part }): Cloud => ({
        label,
        color,
        x: part.widths,
        y: part.variances,
        length: part.variances.length,
        fit: lineOf(part),
      }),
    )
    return fitChart(ctx, box, clouds, {
      previous,
      xTitle: 'flatness F_i',
      yTitle: 'variance σ_i²',
      waiting: 'waiting for the run to settle',
    })
  },
  locate(_, layout, px, py) {
    const near = layout.hits.find(hit => Math.hypot(hit.x - px, hit.y - py) < hit.radius + 6)
    return near?.index === undefined ? undefined : near.index + 1
  },
  stops: view => Array.from({ length: Math.max(0, ...varianceArms(view).map(a => a.part.variances.length)) }, (_, i) => i + 1),
  readout(view, i) {
    const rows = varianceArms(view).flatMap(({ label, color, part }) => [
      { label: `${label} σ²`, color, value: formatValue(part.variances[i - 1] ?? Number.NaN) },
      { label: `${label} F`, color, value: formatValue(part.widths[i - 1] ?? Number.NaN) },
    ])
    return { title: `component ${i}`, rows }
  },
  table: view => ({
    header: ['arm', 'component', 'variance', 'flatness', 'psi', 'psi_se', 'log_factor'],
    rows: varianceArms(view).flatMap(({ id, part }) => {
      const fit = [part.psi, part.psiError, lineOf(part)?.intercept ?? Number.NaN]
      return Array.from(part.variances, (v, i) => [id, i + 1, v, part.widths[i] ?? Number.NaN, ...fit])
    }),
  }),
  explain(view) {
    const arm = varianceArms(view)[0]
    return {
      text: [
        'The weights of a run that has settled wander around a mean. One dot per principal component of that path: its variance upwards, and to the right how wide the valley is along it, the distance between the two points where the loss is e times that at the mean.',
        'Feng & Tu (2021) found the variance larger where the valley is narrower, σ² ∝ F^(−ψ) with ψ > 0; Gross, Raulf & Räth (2023) derived it for deep linear networks. Noise as Σ = 2L·G in a plain quadratic gives the same variance everywhere, ψ = 0.',
        'The line is a least-squares fit on logarithmic axes; its error is the scatter about the line.',
      ],
      formulas: [
        {
          tex: `\\sigma_i^2\\propto F_i^{-\\psi},\\qquad\\psi=${texNumber(arm?.part.psi ?? Number.NaN)}\\pm${texNumber(arm?.part.psiError ?? Number.NaN)}`,
          says: arm?.label ?? '',
        },
        {
          tex: `L(\\bar\\theta)=${texNumber(arm?.part.loss ?? Number.NaN)},\\qquad L(\\bar\\theta+s\\,p_i)=e\\,L(\\bar\\theta)`,
          says: 'ends of the valley',
        },
      ],
    }
  },
}

/** The fitted line through the middle of the dots. */
function lineOf({ variances, widths, psi }: PartOf<'variance'>): Cloud['fit'] {
  if (!Number.isFinite(psi)) return null
  let [sum, count] = [0, 0]
  for (const [i, v] of variances.entries()) {
    const term = Math.log(v) + psi * Math.log(widths[i] ?? Number.NaN)
    if (!Number.isFinite(term)) continue
    sum += term
    count++
  }
  return { slope: -psi, intercept: sum / count }
}
