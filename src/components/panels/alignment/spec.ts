import { type Band, describeSeries, formatValue, lineChart, type Ref, type Series } from '../../../charts'
import type { Scalar } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { hasOwnNoise, noiseless, noNoise } from '../reading/noise'
import { number, short } from '../reading/numbers'
import type { Explanation, NumberTable } from '../reading/readout'
import { armSeries, besideLines, cursorOf, stepAt } from '../reading/series'
import { overSteps } from '../reading/time'
import { type ArmView, scalarOf, type View } from '../reading/view'
import { alignmentSentence } from './sentence'

/** α is drawn with long dashes, β with dots, both thinner than μ. */
function factors(view: View): Series[] {
  const arm = view.selected
  if (!arm) return []
  return [
    armSeries(view, arm, 'alpha', { label: 'α', dash: [8, 3], width: 1.1, symbol: 'α' }),
    armSeries(view, arm, 'beta', { label: 'β', dash: [2, 2], width: 1.1, symbol: 'β' }),
  ]
}

/** μ of every arm: of the noise that acts where that is another than that of minibatches. */
const muOf = (view: View) => view.arms.map(arm => armSeries(view, arm, hasOwnNoise(arm) ? 'mu_acting' : 'mu', { symbol: 'μ' }))

/** μ of minibatches at the weights of arms that have another noise, dotted. */
const ofMinibatches = (view: View) =>
  view.arms.filter(hasOwnNoise).map(arm => armSeries(view, arm, 'mu', { label: '', dash: [1.5, 2.5], width: 1.1 }))

/** What is drawn of a kept run: μ, of the noise that acts and of minibatches. */
const linesOf = (view: View) => [...ofMinibatches(view), ...muOf(view)]

const ISOTROPIC = 'isotropic'

/** μ of isotropic noise of the same trace, at the selected arm's weights: fine dots, as references have them. */
function isotropicSeries(view: View, color: string): Series[] {
  const arm = view.selected
  return arm ? [armSeries(view, arm, 'mu_isotropic', { label: '', color, dash: [1.5, 2.5], width: 1.4, symbol: ISOTROPIC })] : []
}

/** The name of that line, with how many times as large μ is at the step shown. */
function isotropicName(view: View, names: Series | undefined): Ref[] {
  const arm = view.selected
  if (!arm || !names) return []
  const y = scalarOf(view, arm, 'mu_isotropic')
  const times = scalarOf(view, arm, hasOwnNoise(arm) ? 'mu_acting' : 'mu') / y
  if (!(y > 0 && times > 0)) return []
  const { color } = names
  return [{ y, color, label: `${ISOTROPIC} · ${arm.label} ${number(times, 2)}×`, names, fit: false, symbol: ISOTROPIC }]
}

function gaussianSeries(view: View): Series[] {
  const arm = view.selected
  return arm ? [armSeries(view, arm, 'mu_gaussian', { label: '', dash: [3, 2], width: 1 })] : []
}

/** Loss alignment μ(t). With `split` the selected arm's α and β are drawn too. */
export function alignmentSpec(split: boolean): PanelSpec<Promise<Explanation>, Promise<NumberTable>> {
  return {
    curved: true,
    symbols: split ? ['μ', 'α', 'β', ISOTROPIC] : ['μ', ISOTROPIC],
    axis: 'step',
    timed: 'xy',
    kept: 'beside',
    sampled: true,
    subtitle(view) {
      const arm = view.selected
      if (!arm) return 'μ(θ)'
      const at = (name: 'mu' | 'mu_acting' | 'alpha' | 'beta') => short(scalarOf(view, arm, name))
      if (noiseless(view, arm)) return 'Σ = 0'
      if (hasOwnNoise(arm)) return `μ ${at('mu_acting')}, of minibatches ${at('mu')}`
      return `μ ${at('mu')} · α ${at('alpha')} · β ${at('beta')}`
    },
    sentence: alignmentSentence,
    summary: view => describeSeries(muOf(view), { name: 'loss alignment μ' }) + certificateWords(view),
    draw(ctx, box, view, { previous, mark, lit }) {
      const isotropic = isotropicSeries(view, box.theme.ink2)
      const kept = besideLines(view, linesOf)
      const series = [
        ...kept,
        ...gaussianSeries(view),
        ...isotropic,
        ...ofMinibatches(view),
        ...muOf(view),
        ...(split ? factors(view) : []),
      ]
      const { certificate } = view.traces
      const bands: Band[] = certificate
        ? [{ lo: certificate.mu[0], hi: certificate.mu[1], label: 'certificate: every θ of this data set' }]
        : []
      const refs: Ref[] = [{ y: 1 }, ...isotropicName(view, isotropic[0])]
      return lineChart(
        ctx,
        box,
        { series, bands, refs, lit, cursor: cursorOf(view, mark) },
        {
          previous,
          ...overSteps(view, 'alignment'),
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
      const of = (arm: ArmView, label: string, name: Scalar) => {
        const value = formatValue(scalarOf(view, arm, name, arm.trace.table.indexOf(step)))
        return { label: `${arm.label} ${label}`, color: arm.color, value }
      }
      const rows = view.arms.flatMap(arm =>
        hasOwnNoise(arm) ? [of(arm, 'μ', 'mu_acting'), of(arm, 'μ of minibatches', 'mu')] : [of(arm, 'μ', 'mu')],
      )
      const arm = view.selected
      const more = arm
        ? [of(arm, 'α', 'alpha'), of(arm, 'β', 'beta'), of(arm, 'μ, isotropic', 'mu_isotropic'), of(arm, 'μ, Gaussian', 'mu_gaussian')]
        : []
      return { title: `step ${formatValue(step)}`, rows: [...rows, ...more] }
    },
    table: async view => (await import('./table')).alignmentTable(view),
    explain: async view => (await import('./explain')).explainAlignment(view),
  }
}

function certificateWords(view: View): string {
  const { certificate } = view.traces
  return certificate
    ? ` Over every θ of this data set μ lies between ${number(certificate.mu[0], 2)} and ${number(certificate.mu[1], 2)}.`
    : ''
}
