import { type Cloud, fitChart, formatValue, type Series } from '../../../charts'
import { stationaryArms } from '../../../store/studyPlans/steady'
import type { PanelSpec } from '../frame/spec'
import { nth, number } from '../reading/numbers'
import { direction } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { NO_STEP } from '../reading/view'
import { type EpochArm, epochArms, reshuffledSentence, shownEpochs } from './sentence'

const MISSING =
  'Reshuffled epochs are held against draws with replacement for plain SGD on a linear model with noisy labels, at a constant η and B.'

const negative = (values: ArrayLike<number>) => Array.from(values, v => -v)
const whole = (from: ArrayLike<number>) => Array.from(from, (_, i) => i + 1)

/** What is measured as dots, with the theory as lines. */
function drawn({ label, color, part }: EpochArm, lags: boolean): { readonly cloud: Cloud; readonly curves: readonly Series[] } {
  const { lambda, ratio, expected, exact, correlation, formula } = part
  const dots = lags
    ? { x: whole(formula), y: negative(correlation.mean), errors: correlation.error, length: formula.length }
    : { x: lambda, y: ratio.mean, errors: ratio.error, length: lambda.length }
  const along = (y: Float64Array) => ({ x: lambda.toReversed(), y: y.toReversed() })
  const line = lags ? { x: whole(formula), y: negative(formula) } : along(expected)
  const style = { length: line.x.length, color, width: 1.2 }
  const theory: Series = { ...line, ...style, label: lags ? '(M−h)/(M(M−1))' : 'noise free of θ', dash: [5, 3] }
  const known: Series[] = exact && !lags ? [{ ...along(exact), ...style, label: 'exact', dash: [] }] : []
  return { cloud: { label, color, ...dots, fit: null }, curves: [theory, ...known] }
}

/** What reshuffling leaves of the variance by direction or, with `lags`, how its noises correlate. */
export function reshuffledSpec(lags: boolean): PanelSpec {
  return {
    axis: lags ? 'value' : 'k',
    readAt: NO_STEP,
    estimated: 'Dots are means over replicas under reshuffled epochs, with two standard errors; what they are held against is exact.',
    missing: view => (stationaryArms(view.scenario).length === 0 ? MISSING : undefined),
    subtitle(view) {
      const part = shownEpochs(view)?.part
      return part ? `M = ${number(part.M)}, ${number(part.replicas)} replicas` : lags ? 'by lag' : 'by direction'
    },
    sentence: reshuffledSentence,
    summary: view =>
      `${lags ? 'Minus the correlation of noises h steps apart, one dot per lag,' : 'Variance under reshuffled epochs over that with replacement, one dot per direction,'} on logarithmic axes. ${reshuffledSentence(view)}`,
    draw(ctx, box, view, { previous }) {
      const all = epochArms(view).map(arm => drawn(arm, lags))
      const curves = all.flatMap(({ curves }, i) => (i === 0 ? curves : curves.map(curve => ({ ...curve, label: '' }))))
      const words = lags ? { xTitle: 'lag h', yTitle: '−correlation' } : { xTitle: 'λ_k', yTitle: 'variance ratio' }
      const clouds = all.map(({ cloud }) => cloud)
      return fitChart(ctx, box, clouds, { previous, curves, ...words, waiting: 'waiting for the first replicas' })
    },
    locate(_, layout, px, py) {
      const near = layout.hits.find(hit => Math.hypot(hit.x - px, hit.y - py) < hit.radius + 6)
      return near?.index === undefined ? undefined : near.index + 1
    },
    stops: view => whole((lags ? shownEpochs(view)?.part.formula : shownEpochs(view)?.part.lambda) ?? []),
    readout(view, at) {
      const rows = epochArms(view).flatMap(({ label, color, part }) => {
        const { mean, error } = lags ? part.correlation : part.ratio
        const theory = lags ? part.formula : part.expected
        const measured = `${formatValue(nth(mean, at - 1))} ± ${formatValue(nth(error, at - 1), 1)}`
        return [
          { label: `${label} ${lags ? 'correlation' : 'ratio'}`, color, value: measured },
          { label: `${label} ${lags ? 'formula' : 'noise free of θ'}`, color, value: formatValue(nth(theory, at - 1)) },
          ...(part.exact && !lags ? [{ label: `${label} exactly`, color, value: formatValue(nth(part.exact, at - 1)) }] : []),
        ]
      })
      return { title: lags ? `${formatValue(at)} steps apart` : `direction ${direction(at)}`, rows }
    },
    table: view => ({
      header: [
        'arm',
        'k',
        'lambda',
        'variance_independent',
        'ratio',
        'ratio_se',
        'ratio_expected',
        'ratio_exact',
        'h',
        'correlation',
        'correlation_se',
        'formula',
      ],
      rows: epochArms(view).flatMap(({ id, part }) => [
        ...Array.from(part.lambda, (v, k) => [
          ...[id, k + 1, v, nth(part.independent, k), nth(part.ratio.mean, k), nth(part.ratio.error, k), nth(part.expected, k)],
          part.exact ? nth(part.exact, k) : Number.NaN,
          ...['', '', '', ''],
        ]),
        ...Array.from(part.formula, (v, h) => [
          ...[id, '', '', '', '', '', '', '', h + 1],
          ...[nth(part.correlation.mean, h), nth(part.correlation.error, h), v],
        ]),
      ]),
    }),
    explain(view) {
      const part = shownEpochs(view)?.part
      return {
        text: [
          'What people run are epochs: every sample once, in a new order each time. The minibatches of an epoch then add up to the whole gradient, so that a noise is paid back by those that follow it in the same epoch (arXiv 2306.05300).',
          'Along a flat direction, which forgets slowly, the noises of an epoch cancel: its variance falls below that of draws with replacement, the more the flatter. Along sharp ones little changes.',
          'The ratio is that of E[w_k²] of replicas under reshuffled epochs to the exact one with replacement; the dashed line leaves out that the noise depends on θ. Of few samples (about 12, however B divides them) the solid line is exact: it goes through every set of samples that an epoch may have used.',
        ],
        formulas: [
          {
            tex: `\\operatorname{corr}(\\xi_t,\\xi_{t+h})=-\\frac{M-h}{M(M-1)},\\qquad M=\\frac nB=${texNumber(part?.M ?? Number.NaN)}`,
            says: 'for 0 < h < M, over all places in an epoch',
          },
          {
            tex: '\\frac{\\mathbb E[w_k^2]}{\\mathbb E[w_k^2]_{\\text{with repl.}}}\\approx\\frac{n-B}{n-1}\\Big(1-2\\sum_{h<M}\\frac{M-h}{M(M-1)}(1-\\eta\\lambda_k)^h\\Big)',
            says: 'for noise that does not depend on θ',
          },
        ],
      }
    },
  }
}
