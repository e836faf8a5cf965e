import { type Band, describeSeries, formatValue, lineChart, type Ref, type Series } from '../../../charts'
import { hasClosedForms } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { symbolOf } from '../reading/curvature'
import { noNoise, rawGradients } from '../reading/noise'
import { number, short } from '../reading/numbers'
import { curvatureFormulas, curvatureWords } from '../reading/objective'
import { armSeries, cursorOf, readoutOf, seriesOf, stepAt, stepRange, stepTable } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { scalarOf, type View } from '../reading/view'
import { alignmentSentence } from './sentence'

/** α is drawn with long dashes, β with dots, both thinner than μ. */
function factors(view: View): Series[] {
  const arm = view.selected
  if (!arm) return []
  return [
    armSeries(view, arm, 'alpha', { label: 'α', dash: [8, 3], width: 1.1 }),
    armSeries(view, arm, 'beta', { label: 'β', dash: [2, 2], width: 1.1 }),
  ]
}

function gaussianSeries(view: View): Series[] {
  const arm = view.selected
  return arm ? [armSeries(view, arm, 'mu_gaussian', { label: '', dash: [3, 2], width: 1 })] : []
}

/** Loss alignment μ(t). With `split` the selected arm's α and β are drawn too. */
export function alignmentSpec(split: boolean): PanelSpec {
  return {
    curved: true,
    axis: 'step',
    sampled: true,
    subtitle(view) {
      const arm = view.selected
      if (!arm) return 'μ(θ)'
      const at = (name: 'mu' | 'alpha' | 'beta') => short(scalarOf(view, arm, name))
      return `μ ${at('mu')} · α ${at('alpha')} · β ${at('beta')}`
    },
    sentence: alignmentSentence,
    summary: view => describeSeries(seriesOf(view, 'mu'), { name: 'loss alignment μ' }) + certificateWords(view),
    draw(ctx, box, view, { previous, mark }) {
      const series = [...gaussianSeries(view), ...seriesOf(view, 'mu'), ...(split ? factors(view) : [])]
      const { certificate } = view.traces
      const bands: Band[] = certificate
        ? [{ lo: certificate.mu[0], hi: certificate.mu[1], label: 'certificate: every θ of this data set' }]
        : []
      const refs: Ref[] = [{ y: 1 }]
      return lineChart(
        ctx,
        box,
        { series, bands, refs, cursor: cursorOf(view, mark) },
        {
          previous,
          xDomain: stepRange(view),
          xTitle: 'step',
          yTitle: split ? 'μ, α, β' : 'μ',
          yHint: [0.5, 1.5],
          yLimit: [0, 12],
          labels: 'end',
          waiting: noNoise(view),
        },
      )
    },
    locate: (view, layout, px) => stepAt(view, layout, px),
    readout(view, step) {
      const readout = readoutOf(view, step, [['mu', 'μ']])
      const arm = view.selected
      if (!arm) return readout
      const row = arm.trace.table.indexOf(step)
      const of = (label: string, name: 'alpha' | 'beta' | 'mu_gaussian') => {
        return { label: `${arm.label} ${label}`, color: arm.color, value: formatValue(scalarOf(view, arm, name, row)) }
      }
      const more = [of('α', 'alpha'), of('β', 'beta'), of('μ, Gaussian', 'mu_gaussian')]
      return { title: readout.title, rows: [...readout.rows, ...more] }
    },
    table: view =>
      stepTable(view, ['mu', 'alpha', 'beta', 'rel_dist', 'mu_isotropic', 'mu_proportional', 'mu_gaussian', 'trace_sigma', 'd_eff']),
    explain(view) {
      const arm = view.selected
      const S = symbolOf(view)
      const at = (name: Parameters<typeof scalarOf>[2]) => texNumber(arm ? scalarOf(view, arm, name) : Number.NaN)
      const { certificate } = view.traces
      return {
        text: [
          `μ says how much of the noise goes into the directions in which it raises the loss. 1 is the value at Σ = 2L·${S}, noise with exactly the shape of the curvature and the size that the loss implies. ` +
            'It is the product of α, how well the shapes agree (a cosine), and β, how large the noise is.',
          (hasClosedForms(view.scenario) ? 'Thin dashes: what Gaussian inputs would give at the same θ. ' : '') +
            (certificate ? 'The band holds μ for every θ of this data set: it is exact, not a bound. ' : '') +
            `For a GD arm, or one with synthetic noise, it is the noise that a minibatch would have at its θ.${rawGradients(view)} ${curvatureWords(view.scenario)}`,
        ],
        formulas: [
          {
            tex: `\\mu=\\frac{\\operatorname{Tr}(\\Sigma ${S})}{2L\\,\\|${S}\\|_F^2}=\\alpha\\,\\beta=${at('alpha')}\\cdot${at('beta')}=${at('mu')}`,
            says: arm ? `${arm.label}, at this step` : '',
          },
          {
            tex: `\\alpha=\\frac{\\operatorname{Tr}(\\Sigma ${S})}{\\|\\Sigma\\|_F\\|${S}\\|_F},\\qquad \\beta=\\frac{\\|\\Sigma\\|_F}{2L\\|${S}\\|_F}`,
          },
          { tex: `\\frac{\\|\\Sigma-2L${S}\\|_F}{\\|2L${S}\\|_F}=${at('rel_dist')}`, says: `relative distance from Σ = 2L·${S}` },
          {
            tex: `\\mu_{\\text{isotropic}}=${at('mu_isotropic')},\\qquad \\mu_{\\Sigma\\propto ${S}}=${at('mu_proportional')}`,
            says: `noises of the same trace: isotropic, and shaped like ${S}`,
          },
          ...curvatureFormulas(view.scenario),
          ...(hasClosedForms(view.scenario)
            ? [{ tex: `\\mu_{\\text{Gaussian}}=${at('mu_gaussian')}`, says: 'closed form for Gaussian inputs' }]
            : []),
          ...(certificate
            ? [
                {
                  tex: `\\inf_\\theta\\mu=${texNumber(certificate.mu[0])},\\quad\\sup_\\theta\\mu=${texNumber(certificate.mu[1])}`,
                  says: 'certificate',
                },
              ]
            : []),
        ],
      }
    },
  }
}

function certificateWords(view: View): string {
  const { certificate } = view.traces
  return certificate
    ? ` Over every θ of this data set μ lies between ${number(certificate.mu[0], 2)} and ${number(certificate.mu[1], 2)}.`
    : ''
}
