import { formatValue, type SpectrumCurve, spectrumChart } from '../../../charts'
import { subscript } from '../../../lib/digits'
import { armName } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { nth } from '../reading/numbers'
import type { ReadoutRow } from '../reading/readout'
import { texNumber } from '../reading/texNumber'
import { NO_STEP, type View } from '../reading/view'
import { estimated, isExact, partOf, type SpectrumReading } from './part'
import { spectrumSentence } from './sentence'

/** The part of the axis below which less than a twentieth of one eigenvalue is drawn. */
const floorOf = ({ p, width }: SpectrumReading) => 0.05 / (p * width * Math.sqrt(2 * Math.PI))

function densityCurves(view: View, part: SpectrumReading, ink: string): SpectrumCurve[] {
  const color = view.scenario.arms.findIndex(a => a.id === part.arm)
  return [
    { label: 'H', color: Math.max(0, color), dash: [], ...part.H.density, marks: part.H.top },
    { label: 'G', color: ink, dash: [5, 3], ...part.G.density, marks: part.G.top },
  ]
}

/** The leading eigenvalue nearest to λ, if it is within `reach`. */
function markAt(part: SpectrumReading, lambda: number, reach: number): { name: 'H' | 'G'; k: number } | undefined {
  let best: { name: 'H' | 'G'; k: number } | undefined
  let least = reach
  for (const name of ['H', 'G'] as const)
    for (const [k, value] of part[name].top.entries())
      if (Math.abs(value - lambda) < least) {
        least = Math.abs(value - lambda)
        best = { name, k }
      }
  return best
}

const gridIndex = ({ grid }: SpectrumReading, lambda: number) => {
  const last = grid.length - 1
  const [from, to] = [nth(grid, 0), nth(grid, last)]
  return Math.max(0, Math.min(last, Math.round(((lambda - from) / (to - from)) * last)))
}

/** The eigenvalues of H and of G at one step of one arm. With `log` the heights are logarithmic. */
export function spectrumSpec(log: boolean): PanelSpec {
  return {
    axis: 'lambda',
    readAt: NO_STEP,
    subtitle(view) {
      const part = partOf(view)
      return part ? `${armName(part.arm)}, step ${formatValue(part.step)}` : 'on request'
    },
    sentence: spectrumSentence,
    summary: view => `Density of the eigenvalues of the Hessian H and of the Gauss–Newton matrix G. ${spectrumSentence(view)}`,
    trust(view) {
      const part = partOf(view)
      if (!part) return undefined
      if (isExact(part))
        return { kind: 'exact', text: 'exact', tip: 'Every eigenvalue was computed, in double precision on the processor.' }
      const of = part.H.exact ? 'G' : part.G.exact ? 'H' : 'H and G'
      return {
        kind: 'estimate',
        text: 'estimated ± se',
        tip: `${of}: ${part.probes} random probes of ${part.steps} Lanczos steps each; ribbons and ± are standard errors over the probes. The strokes on the base line are exact.`,
      }
    },
    draw(ctx, box, view, { mark }) {
      const part = partOf(view)
      const data = part
        ? {
            grid: part.grid,
            curves: densityCurves(view, part, box.theme.ink2),
            threshold: { at: part.threshold, label: '2/η' },
            cursor: mark,
          }
        : { grid: new Float64Array(0), curves: [] }
      return spectrumChart(ctx, box, data, { yLog: log, floor: part ? floorOf(part) : 1, waiting: 'not computed yet' })
    },
    locate(view, layout, px) {
      const part = partOf(view)
      const { plot, x } = layout
      if (!part || px < plot.x - 6 || px > plot.x + plot.width + 6) return undefined
      const reach = Math.abs(x.value(px + 6) - x.value(px))
      const mark = markAt(part, x.value(px), reach)
      return mark ? part[mark.name].top[mark.k] : part.grid[gridIndex(part, x.value(px))]
    },
    stops(view) {
      const part = partOf(view)
      return part ? [part.H.smallest.value, ...part.H.top, ...part.G.top].sort((a, b) => a - b) : []
    },
    readout(view, lambda) {
      const part = partOf(view)
      if (!part) return { title: '', rows: [] }
      const mark = markAt(part, lambda, part.width * 1e-6)
      const at = gridIndex(part, lambda)
      const density = (name: 'H' | 'G'): ReadoutRow => {
        const { mean, se } = part[name].density
        return { label: `density of ${name}`, value: estimated({ value: nth(mean, at), se: nth(se, at) }) }
      }
      const title = mark
        ? `λ${subscript(mark.k + 1)}(${mark.name}) = ${formatValue(nth(part[mark.name].top, mark.k))} ± ${formatValue(nth(part[mark.name].errors, mark.k), 1)}`
        : `λ = ${formatValue(lambda)}`
      return { title, rows: [density('H'), density('G')] }
    },
    table(view) {
      const part = partOf(view)
      const header = ['matrix', 'k', 'eigenvalue', 'error', 'density', 'density_se', 'threshold']
      if (!part) return { header, rows: [] }
      const rows = (['H', 'G'] as const).flatMap(name => {
        const { top, errors, density } = part[name]
        const leading = Array.from(top, (value, k) => [name, k + 1, value, nth(errors, k), Number.NaN, Number.NaN, part.threshold])
        return [
          ...leading,
          ...Array.from(part.grid, (v, g) => [name, Number.NaN, v, Number.NaN, nth(density.mean, g), nth(density.se, g), part.threshold]),
        ]
      })
      return { header, rows }
    },
    explain(view) {
      const part = partOf(view)
      return { text: wordsOf(part), formulas: part ? formulasOf(part) : [] }
    },
  }
}

function wordsOf(part: SpectrumReading | undefined): string[] {
  return [
    'How the eigenvalues of the curvature are spread: of the Hessian H = ∇²L, and of its Gauss–Newton part G, which has no negative ones. Strokes on the base line are the leading eigenvalues, one by one; the dotted line is 2/η, beyond which gradient descent overshoots. It belongs to the step and the arm named beside the title and does not follow the run.',
    `On the logarithmic axis the lowest heights are those of single eigenvalues.${part ? ` Each eigenvalue is drawn as a bell of standard deviation ${formatValue(part.width)}.` : ''} For a linear model H = G.`,
    !part || isExact(part)
      ? 'Matrices of up to 600 rows are diagonalized exactly; larger ones are estimated.'
      : `Estimated by stochastic Lanczos quadrature: ${part.probes} random probes, ${part.steps} Lanczos steps each, on exact products Hv and Gv. The ribbon is one standard error over the probes; the finite number of steps adds a further error, which smoothing keeps small.`,
  ]
}

function formulasOf(part: SpectrumReading) {
  const tex = ({ value, se }: { value: number; se: number }) => texNumber(value) + (se > 0 ? `\\pm${texNumber(se)}` : '')
  const leading = (m: SpectrumReading['H']) => Array.from(m.top, v => texNumber(v)).join(',\\;')
  return [
    { tex: `\\lambda_k(H)=${leading(part.H)},\\;\\dots`, says: 'the leading eigenvalues of H' },
    { tex: `\\lambda_k(G)=${leading(part.G)},\\;\\dots`, says: 'those of G' },
    { tex: `\\operatorname{Tr}H=${tex(part.H.trace)},\\qquad\\operatorname{Tr}G=${tex(part.G.trace)}` },
    { tex: `\\|H\\|_F^2=${tex(part.H.square)},\\qquad\\|G\\|_F^2=${tex(part.G.square)}` },
    {
      tex: `\\#\\{\\lambda(H)>2/\\eta\\}=${tex(part.H.above)},\\qquad\\#\\{\\lambda(G)>2/\\eta\\}=${tex(part.G.above)}`,
      says: `of ${part.p}`,
    },
  ]
}
