import { type ChartLayout, type Ctx, type DirectionArm, directionChart, formatValue, type Theme } from '../../../charts'
import { hasClosedForms } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { curvatureAt, symbolOf, withHessian } from '../reading/curvature'
import { GAUSSIAN_BAND, gaussianBand } from '../reading/gaussian'
import { noiseless, noNoise, rawGradients } from '../reading/noise'
import { nth, number, short } from '../reading/numbers'
import { curvatureFormulas, curvatureWords } from '../reading/objective'
import { DIRECTION_SYMBOLS, direction } from '../reading/series'
import { directionTable } from '../reading/tables'
import { texNumber } from '../reading/texNumber'
import { entryOf, scalarOf, type View, vectorOf } from '../reading/view'
import { directionsSentence } from './sentence'

interface CertificateEnds {
  readonly lo: Float64Array
  readonly hi: Float64Array
  readonly length: number
}
const splits = new WeakMap<object, CertificateEnds>()

/** The certificate's pairs as two lists. */
function certificateEnds({ certificate }: View['traces']): CertificateEnds | undefined {
  if (!certificate) return undefined
  const known = splits.get(certificate)
  if (known) return known
  const length = certificate.g.length >> 1
  const pick = (end: 0 | 1) => Float64Array.from({ length }, (_, k) => nth(certificate.g, 2 * k + end))
  const ends = { lo: pick(0), hi: pick(1), length }
  splits.set(certificate, ends)
  return ends
}

/** g(v_k) of every arm; of a kept run muted, its first arm named by the run's letter. */
function marksOf(view: View, letter?: string): DirectionArm[] {
  return view.arms.map((arm, a) => {
    const g = vectorOf(view, arm, 'g')
    const named = letter === undefined ? { label: arm.label } : { label: a === 0 ? letter : '', muted: true }
    return { ...named, color: arm.color, g, length: g.length }
  })
}

/** Directional alignment g(v_k) by k at the step shown. */
export const DIRECTIONS: PanelSpec = {
  curved: true,
  axis: 'k',
  kept: 'beside',
  sampled: true,
  symbols: DIRECTION_SYMBOLS,
  subtitle(view) {
    const arm = view.selected
    if (arm && noiseless(view, arm)) return 'Σ = 0'
    return arm ? `g(v₁) ${short(entryOf(view, arm, 'g', 1))}` : 'g(vₖ)'
  },
  sentence: directionsSentence,
  summary(view) {
    const words = view.arms.map(arm => {
      const g = vectorOf(view, arm, 'g')
      if (g.length === 0) return `${arm.label}: not measured yet.`
      const [least, most] = [Math.min(...g), Math.max(...g)]
      return `${arm.label}: directional alignment over ${g.length} directions lies between ${number(least, 2)} and ${number(most, 2)}; along the sharpest it is ${number(nth(g, 0), 2)}.`
    })
    return words.join(' ') || 'Not measured yet.'
  },
  draw(ctx, box, view, { previous, mark }) {
    const arms = [...marksOf(view), ...view.beside.flatMap(kept => marksOf(kept.view, kept.letter))]
    const band = gaussianBand(view)
    const layout = directionChart(
      ctx,
      box,
      { arms, certificate: certificateEnds(view.traces), selected: mark },
      {
        previous,
        yTitle: 'g(v_k)',
        band,
        bandLabel: `Gaussian inputs: [${band?.join(', ')}]`,
        yLimit: [0, 20],
        waiting: noNoise(view),
      },
    )
    if (view.selected && !layout.empty) drawGaussian(ctx, box.theme, layout, vectorOf(view, view.selected, 'g_gaussian'))
    return layout
  },
  locate(view, layout, px) {
    const { plot, x } = layout
    if (px < plot.x - 4 || px > plot.x + plot.width + 4) return undefined
    const k = Math.round(x.value(px))
    return k >= 1 && marksOf(view).some(({ length }) => k <= length) ? k : undefined
  },
  readout(view, k) {
    const certificate = certificateEnds(view.traces)
    const rows = view.arms.map(arm => ({ label: `${arm.label} g`, color: arm.color, value: formatValue(entryOf(view, arm, 'g', k)) }))
    const arm = view.selected
    const closed = hasClosedForms(view.scenario)
    const extra = arm
      ? [
          ...(closed ? [{ label: 'Gaussian inputs', value: formatValue(entryOf(view, arm, 'g_gaussian', k)) }] : []),
          ...(entryOf(view, arm, 'multiplicity', k) > 1
            ? [{ label: 'mean over directions of equal λ', value: formatValue(entryOf(view, arm, 'multiplicity', k)) }]
            : []),
          { label: `λ${k === 1 ? '₁' : ''} of ${symbolOf(view)}`, value: formatValue(curvatureAt(view, arm, k)) },
        ]
      : []
    const sure =
      certificate && k <= certificate.length
        ? [{ label: 'certificate', value: `${formatValue(nth(certificate.lo, k - 1))} … ${formatValue(nth(certificate.hi, k - 1))}` }]
        : []
    return { title: direction(k), rows: [...rows, ...extra, ...sure] }
  },
  table(view) {
    const ends = certificateEnds(view.traces)
    const band = gaussianBand(view)
    const names = [withHessian(view) ? 'lambda_H' : 'lambda', 'g', 'g_gaussian', 'multiplicity'] as const
    const bounds = (_: View, __: unknown, k: number) => [
      ...(ends ? [ends.lo[k - 1] ?? Number.NaN, ends.hi[k - 1] ?? Number.NaN] : []),
      ...(band ?? []),
    ]
    return directionTable(view, names, bounds, [...(ends ? ['g_inf', 'g_sup'] : []), ...(band ? GAUSSIAN_BAND : [])])
  },
  explain(view) {
    const arm = view.selected
    const S = symbolOf(view)
    const g = arm ? entryOf(view, arm, 'g', 1) : Number.NaN
    const twoL = arm ? 2 * scalarOf(view, arm, 'loss') : Number.NaN
    const lambda = arm ? curvatureAt(view, arm, 1) : Number.NaN
    return {
      text: [
        `For each eigenvector v_k of ${S}, from the sharpest to the flattest: how much noise there is along it, divided by what Σ = 2L·${S} would give. On the line at 1 noise and curvature agree.`,
        (hasClosedForms(view.scenario)
          ? 'The shaded band is where every direction lies for Gaussian inputs; the small dashes are the closed form at this θ. '
          : '') +
          (view.traces.certificate
            ? 'Brackets are certificates: over every θ of this data set g(v_k) reaches their ends and no further.'
            : ''),
        curvatureWords(view.scenario) + rawGradients(view),
      ],
      formulas: [
        {
          tex: `g(\\theta;v_1)=\\frac{v_1^{\\top}\\Sigma v_1}{2L\\,v_1^{\\top}${S}v_1}=\\frac{${texNumber(g * twoL * lambda)}}{${texNumber(twoL)}\\cdot${texNumber(lambda)}}=${texNumber(g)}`,
          says: arm ? `${arm.label}, along the sharpest direction` : '',
        },
        ...curvatureFormulas(view.scenario),
        ...(hasClosedForms(view.scenario)
          ? [
              {
                tex: 'g(v)=1+\\frac{(v^{\\top}Su)^2}{(u^{\\top}Su)(v^{\\top}Sv)}\\in[1,2]',
                says: 'Gaussian inputs of covariance S, u = w − w*',
              },
            ]
          : []),
      ],
    }
  },
}

/** Short dashes at the closed-form values of the selected arm. */
function drawGaussian(ctx: Ctx, theme: Theme, { plot, x, y }: ChartLayout, g: Float64Array): void {
  const half = Math.min(7, (plot.width / Math.max(1, x.domain[1] - 0.5)) * 0.42)
  ctx.strokeStyle = theme.ink2
  ctx.lineWidth = 1.3
  ctx.beginPath()
  for (let k = 0; k < g.length; k++) {
    const [px, py] = [x.px(k + 1), y.px(nth(g, k))]
    if (!(py >= plot.y && py <= plot.y + plot.height)) continue
    ctx.moveTo(px - half, py)
    ctx.lineTo(px + half, py)
  }
  ctx.stroke()
}
