import { type ChartLayout, formatValue, scatterChart } from '../../../charts'
import { hasClosedForms } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { curvatureAt, curvatures, symbolOf, withHessian } from '../reading/curvature'
import { GAUSSIAN_BAND, gaussianBand } from '../reading/gaussian'
import { noNoise, rawGradients } from '../reading/noise'
import { short } from '../reading/numbers'
import { direction } from '../reading/series'
import { directionTable } from '../reading/tables'
import { texNumber } from '../reading/texNumber'
import { entryOf, scalarOf, vectorOf } from '../reading/view'
import { powerOf } from './power'
import { noiseCurvaturePairs, scatterArms } from './scatterArms'
import { scatterSentence } from './sentence'

/** Noise against curvature by direction, at the step shown. */
export const SCATTER: PanelSpec = {
  curved: true,
  axis: 'k',
  kept: 'instead',
  sampled: true,
  subtitle(view) {
    const arm = view.selected
    const power = arm && powerOf(curvatures(view, arm), vectorOf(view, arm, 'g'))
    return power === undefined ? 'by direction' : `power ${short(power)}`
  },
  sentence: scatterSentence,
  summary: view => `One dot per direction: noise against curvature on logarithmic axes. ${scatterSentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    const { outside } = scatterArms(view)
    const S = symbolOf(view)
    const arms = view.arms.map(arm => ({
      label: arm.label,
      color: arm.color,
      outside: outside.includes(arm),
      ...noiseCurvaturePairs(view, arm),
    }))
    const layout = scatterChart(ctx, box, arms, {
      previous,
      xTitle: `2L·v_k^⊤${S}v_k`,
      diagonalLabel: `Σ = 2L·${S}`,
      band: gaussianBand(view),
      waiting: noNoise(view),
    })
    for (const hit of layout.hits) {
      if (mark === undefined || hit.index !== mark - 1) continue
      ctx.strokeStyle = box.theme.ink
      ctx.lineWidth = 1.4
      ctx.beginPath()
      ctx.arc(hit.x, hit.y, hit.radius + 2.5, 0, 2 * Math.PI)
      ctx.stroke()
    }
    return layout
  },
  locate(_, layout, px, py) {
    const hit = nearestHit(layout, px, py)
    return hit?.index === undefined ? undefined : hit.index + 1
  },
  readout(view, k) {
    const rows = view.arms.flatMap(arm => {
      const x = 2 * scalarOf(view, arm, 'loss') * curvatureAt(view, arm, k)
      const g = entryOf(view, arm, 'g', k)
      const of = (label: string, value: number) => ({ label: `${arm.label} ${label}`, color: arm.color, value: formatValue(value) })
      return [of('vᵀΣv', g * x), of(`2L·vᵀ${symbolOf(view)}v`, x)]
    })
    return { title: direction(k), rows }
  },
  table: view =>
    directionTable(
      view,
      [withHessian(view) ? 'lambda_H' : 'lambda', 'g'],
      (v, arm, k) => {
        const x = 2 * scalarOf(v, arm, 'loss') * curvatureAt(v, arm, k)
        return [x, x * entryOf(v, arm, 'g', k), ...(gaussianBand(v) ?? [])]
      },
      [`curvature_2L_v${symbolOf(view)}v`, 'noise_vSv', ...(gaussianBand(view) ? GAUSSIAN_BAND : [])],
    ),
  explain(view) {
    const arm = view.selected
    const S = symbolOf(view)
    const pairs = arm && noiseCurvaturePairs(view, arm)
    const power = arm && powerOf(curvatures(view, arm), vectorOf(view, arm, 'g'))
    return {
      text: [
        `One dot per eigenvector of ${S}: its noise upwards, its curvature (times twice the loss) to the right. On the dashed diagonal they are equal, Σ = 2L·${S}; a larger dot is a sharper direction. ` +
          (hasClosedForms(view.scenario) ? 'The shaded strip is where Gaussian inputs put every dot.' : ''),
        `The power is the slope of the dots: 1 means noise in proportion to curvature, 0 noise independent of it.${rawGradients(view)}`,
      ],
      formulas: [
        {
          tex: `v_1^{\\top}\\Sigma v_1=${texNumber(pairs?.y[0] ?? Number.NaN)},\\qquad 2L\\,v_1^{\\top}${S}v_1=${texNumber(pairs?.x[0] ?? Number.NaN)}`,
          says: arm ? `${arm.label}, along the sharpest direction` : '',
        },
        {
          tex: `v_k^{\\top}\\Sigma v_k\\propto\\lambda_k^{\\gamma},\\qquad\\gamma=${texNumber(power ?? Number.NaN)}`,
          says: 'least squares over the directions shown',
        },
      ],
    }
  },
}

/** The dot nearest to a pixel, within 24 px. */
function nearestHit(layout: ChartLayout, px: number, py: number) {
  let best: ChartLayout['hits'][number] | undefined
  let least = 24
  for (const hit of layout.hits) {
    const far = Math.hypot(hit.x - px, hit.y - py)
    if (far < least) {
      least = far
      best = hit
    }
  }
  return best
}
