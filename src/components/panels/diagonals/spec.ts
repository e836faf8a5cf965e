import { type Cloud, fitChart, formatValue } from '../../../charts'
import type { PanelSpec } from '../frame/spec'
import { list } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import { NO_STEP } from '../reading/view'
import { AGAINST, type Against, comparedEntries, comparisonsOf } from './entries'
import { diagonalsSentence, gamma, lawWords, lossOf } from './sentence'

/** Of the line through an entry's dots: its power with the standard error, and the natural logarithm of its factor. */
const LINE = ['gamma', 'gamma_se', 'log_factor'] as const

/** Noise against curvature, entry by entry: two published claims side by side. */
export const DIAGONALS: PanelSpec = {
  axis: 'value',
  readAt: NO_STEP,
  estimated:
    'Σ is exact, and so are G and H up to 2\u2009000 parameters; E[h²] is the mean over 48 random probes, and every power is fitted: both with their standard errors.',
  subtitle(view) {
    const at = comparedEntries(view)
    return at ? `γ(H) = ${gamma(at.H)}` : 'diagonals'
  },
  sentence: diagonalsSentence,
  summary: view =>
    `One dot per parameter on logarithmic axes: the noise’s diagonal against those of 2L·G, H and E[h²]. ${diagonalsSentence(view)}`,
  draw(ctx, box, view, { previous }) {
    const clouds = comparisonsOf(comparedEntries(view)).map(
      ({ label, x, y, law }, index): Cloud => ({ label, color: index, x, y, length: x.length, fit: law?.line ?? null }),
    )
    return fitChart(ctx, box, clouds, {
      previous,
      xTitle: 'curvature',
      yTitle: 'diag Σ',
      diagonal: true,
      waiting: 'waiting for the run to end',
    })
  },
  locate(_, layout, px, py) {
    const near = layout.hits.find(hit => Math.hypot(hit.x - px, hit.y - py) < hit.radius + 3)
    return near?.index === undefined ? undefined : near.index + 1
  },
  readout(view, j) {
    const held = comparisonsOf(comparedEntries(view))
    const rows = held.map(({ label, x, errors }, color) => {
      const error = errors ? ` ± ${formatValue(errors[j - 1] ?? Number.NaN, 1)}` : ''
      return { label, color, value: `${formatValue(x[j - 1] ?? Number.NaN)}${error}` }
    })
    return { title: `parameter ${j}`, rows: [{ label: 'diag Σ', value: formatValue(held[0]?.y[j - 1] ?? Number.NaN) }, ...rows] }
  },
  table(view) {
    const entries = comparedEntries(view)
    const held = comparisonsOf(entries)
    const at = (values: Float64Array | null | undefined, j: number) => values?.[j] ?? Number.NaN
    return {
      header: [
        'arm',
        'step',
        'j',
        'sigma_jj',
        ...held.flatMap(h => [`${h.key}_jj`, `${h.key}_jj_se`]),
        ...held.flatMap(h => LINE.map(of => `${h.key}_${of}`)),
      ],
      rows: Array.from({ length: held[0]?.x.length ?? 0 }, (_, j) => [
        ...[entries?.label ?? '', entries?.step ?? Number.NaN, j + 1],
        at(held[0]?.y, j),
        ...held.flatMap(h => [at(h.x, j), h.errors ? at(h.errors, j) : 0]),
        ...held.flatMap(({ law }) => (law ? [law.line.slope, law.line.slopeError, law.line.intercept] : LINE.map(() => Number.NaN))),
      ]),
    }
  },
  explain(view) {
    const at = comparedEntries(view)
    const law = (key: Against) => {
      const fit = at?.[key].law
      const gamma = fit ? `,\\qquad\\gamma=${texNumber(fit.line.slope)}\\pm${texNumber(fit.line.slopeError)}` : ''
      return {
        tex: `\\Sigma_{jj}\\propto\\left(${AGAINST[key].tex}\\right)^{\\gamma}${gamma}`,
        says: at && fit ? `over ${fit.line.count} of ${at.p} parameters` : '',
      }
    }
    return {
      text: [
        `One dot per parameter${at ? ` of ${at.label} at step ${at.step}` : ''}: the variance of its gradient over single samples upwards; to the right what it is compared with. On the dotted diagonal both are equal.`,
        `Two claims meet here. Σ ≈ 2L·G (Wang & Wu) says power 1, and the dots of 2L·diag G lie on the diagonal. Zhang, Yang & Tu (2026) hold that Σ follows the mean square of the single samples’ Hessians, E[h²], and that against H the power lies between 1 and 2: read layer by layer, along the eigenvectors of H, over its 200 to 1\u2009500 largest eigenvalues. The dots here are parameters of all layers together, whose power may be another, so that no verdict follows from it.`,
        ...(at
          ? [
              `Along the eigenvectors of H, v_kᵀΣv_k ∝ λ_k^γ with ${lossOf(view)}: ${at.laws.map(lawWords).join('; ')}. The power depends on the layers and on how many eigenvalues are counted.`,
            ]
          : []),
        `${list(['Σ and, up to 2\u2009000 parameters, G and H are exact', 'E[h²] is estimated with 48 random probes, with its standard error at every dot'])}. The error of a power is the scatter about its line.`,
      ],
      formulas: [law('twoLG'), law('H'), law('h2')],
    }
  },
}
