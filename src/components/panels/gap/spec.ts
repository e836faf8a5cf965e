import { type Cloud, fitChart, formatValue, type Series } from '../../../charts'
import { gapArm, gapSizes } from '../../../store/studyPlans/gap'
import type { PanelSpec } from '../frame/spec'
import { texNumber } from '../reading/texNumber'
import { NO_STEP } from '../reading/view'
import { gapSentence, slope } from './sentence'
import { EXPONENTS, laws, type Size, sizesOf, sweptArm } from './sizes'

const MISSING = 'The sharpness gap is read for plain SGD at a constant η and B, without momentum, and 16 samples or more.'

/** The gap over B by a published exponent, through the middle of the dots. */
function lawOf(sizes: readonly Size[], exponent: number): (B: number) => number {
  const below = sizes.filter(({ gap }) => gap > 0)
  const middle = below.reduce((s, { B, gap }) => s + Math.log(gap) - exponent * Math.log(B), 0) / below.length
  return B => Math.exp(middle + exponent * Math.log(B))
}

/** Its straight line on logarithmic axes. */
function lineWith(sizes: readonly Size[], exponent: number, label: string, dash: readonly number[]): Series {
  const below = sizes.filter(({ gap }) => gap > 0)
  const x = [below[0]?.B ?? 1, below.at(-1)?.B ?? 1]
  return { x, y: x.map(lawOf(sizes, exponent)), length: 2, color: '#888', label, dash: [...dash], width: 1.2 }
}

/** How far below 2/η one arm keeps λ₁(H), over its batch size. */
export const GAP: PanelSpec = {
  axis: 'value',
  readAt: NO_STEP,
  estimated:
    'A gap is the mean over the last third of one run per batch size, whose readings follow each other; the exponents carry the scatter about their lines.',
  missing: view => (gapArm(view.scenario, '') && gapSizes(view.scenario.data.n).length > 2 ? undefined : MISSING),
  subtitle(view) {
    const found = laws(sizesOf(view))
    return found ? `exponent ${slope(found.overB)}` : 'over B'
  },
  sentence: gapSentence,
  summary: view => `One dot per batch size on logarithmic axes: how far λ₁(H) stays below 2/η. ${gapSentence(view)}`,
  draw(ctx, box, view, { previous }) {
    const sizes = sizesOf(view)
    const found = laws(sizes)
    const cloud: Cloud = {
      ...sweptArm(view),
      ...{ x: sizes.map(s => s.B), y: sizes.map(s => s.gap), errors: sizes.map(s => s.error), length: sizes.length },
      fit: found && { slope: found.overB.slope, intercept: found.overB.intercept },
    }
    const curves = found ? [lineWith(sizes, EXPONENTS.theory, 'B⁻¹', [5, 3]), lineWith(sizes, EXPONENTS.published, 'B⁻¹·²⁷', [2, 3])] : []
    const words = { xTitle: 'batch size B', yTitle: '2/η − λ₁(H)', waiting: 'waiting for the first batch size' }
    return fitChart(ctx, box, sizes.length > 0 ? [cloud] : [], { previous, curves, ...words })
  },
  locate(view, layout, px, py) {
    const near = layout.hits.find(hit => Math.hypot(hit.x - px, hit.y - py) < hit.radius + 6)
    return near?.index === undefined ? undefined : sizesOf(view)[near.index]?.B
  },
  stops: view => sizesOf(view).map(({ B }) => B),
  readout(view, B) {
    const { color } = sweptArm(view)
    const rows = sizesOf(view)
      .filter(size => size.B === B)
      .flatMap(({ gap, error, lambda, eta, noise, g, loss }) => [
        { label: '2/η − λ₁(H)', color, value: `${formatValue(gap)} ± ${formatValue(error, 2)}` },
        { label: 'λ₁(H)', color, value: `${formatValue(lambda)} of ${formatValue(2 / eta)}` },
        { label: 'σ_u²', color, value: formatValue(noise) },
        { label: 'g(θ; u)', color, value: formatValue(g) },
        { label: 'L', color, value: formatValue(loss) },
      ])
    return { title: `B = ${formatValue(B)}`, rows }
  },
  table(view) {
    const sizes = sizesOf(view)
    const found = laws(sizes)?.overB
    const fit = [found?.slope ?? Number.NaN, found?.slopeError ?? Number.NaN, found?.intercept ?? Number.NaN]
    const [theory, published] = [lawOf(sizes, EXPONENTS.theory), lawOf(sizes, EXPONENTS.published)]
    return {
      header: [
        ...['B', 'eta', 'readings', 'lambda_H', 'gap', 'gap_se', 'sigma_u2', 'g_u', 'loss'],
        ...['exponent', 'exponent_se', 'log_factor', 'gap_theory', 'gap_published'],
      ],
      rows: sizes.map(s => [
        ...[s.B, s.eta, s.count, s.lambda, s.gap, s.error, s.noise, s.g, s.loss],
        ...[...fit, theory(s.B), published(s.B)],
      ]),
    }
  },
  explain(view) {
    const found = laws(sizesOf(view))
    return {
      text: [
        'The run of one arm once more for every batch size, from the start and with everything else alike. Over the last third of it λ₁(H) is read at twelve steps, with its eigenvector u: how far below GD’s edge 2/η does it stay?',
        'The claim (arXiv 2604.21016): the gap is proportional to σ_u², the variance of a step’s gradient along u, hence falls as 1/B where loss and alignment do not depend on B; −1.27 was measured over B. Where small batches have fitted the labels, σ_u² is small for another reason, and the exponent says little: the sentence gives the losses.',
        'Grey lines have the exponents −1 and −1.27 and go through the middle of the dots.',
      ],
      formulas: [
        {
          tex: `\\frac2\\eta-\\lambda_1(H)\\propto B^{${texNumber(found?.overB.slope ?? Number.NaN)}}\\propto(\\sigma_u^2)^{${texNumber(found?.overNoise.slope ?? Number.NaN)}}`,
          says: 'fitted over the batch sizes',
        },
        {
          tex: '\\sigma_u^2=\\frac cB\\,u^{\\top}\\Sigma u=\\frac{2cL}B\\,g(\\theta;u)\\,u^{\\top}Gu',
          says: 'c is 1, or (n−B)/(n−1) drawn without replacement',
        },
      ],
    }
  },
}
