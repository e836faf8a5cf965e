import { describeSeries, formatValue, lineChart, type Series } from '../../../charts'
import { subscript } from '../../../lib/digits'
import type { PanelSpec } from '../frame/spec'
import { nth, number } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import { NO_COLUMN, type View, vectorOf } from '../reading/view'

/** What is known of the eigenvalues at the step shown, largest first. */
function valuesOf(view: View): { readonly G: Float64Array; readonly H: Float64Array } {
  const { selected, traces } = view
  if (!selected) return { G: NO_COLUMN, H: NO_COLUMN }
  return { G: traces.measured?.[selected.row] ?? vectorOf(view, selected, 'lambda'), H: vectorOf(view, selected, 'lambda_H') }
}

function linesOf(view: View): Series[] {
  const { G, H } = valuesOf(view)
  const color = view.selected?.color ?? 0
  const line = (values: Float64Array, label: string, dash: number[]): Series => ({
    ...{ x: values.map((_, at) => at + 1), y: values, length: values.length, color, label, dash },
  })
  return [line(G, 'G', []), ...(H.length > 0 ? [line(H, 'H', [5, 3])] : [])]
}

/** λ_1, how many directions have half of Tr G as far as it is known, and λ_1 of H. */
function sentence(view: View): string {
  const { G, H } = valuesOf(view)
  if (G.length === 0) return 'G has no eigenvalue above rounding.'
  const half = G.reduce((sum, v) => sum + v, 0) / 2
  let count = 0
  for (let sum = 0; sum < half; count++) sum += nth(G, count)
  const all = G.length > (view.columns?.k ?? 0)
  const first = count > 1 ? `the first ${number(count)} of the ${number(G.length)}` : `the first of the ${number(G.length)}`
  const ofH = H.length > 0 ? `; λ₁ of H is ${number(nth(H, 0))}` : ''
  return `λ₁ of G is ${number(nth(G, 0))}; ${first} ${all ? 'that are not zero' : 'shown'} make up half of their sum${ofH}.`
}

/** The eigenvalues of G at the step shown, and of H where they are given, by their order. */
export const EIGENVALUES: PanelSpec = {
  axis: 'k',
  sampled: true,
  curvatureAlone: true,
  subtitle(view) {
    const { G } = valuesOf(view)
    return G.length > 0 ? `λ₁ ${formatValue(nth(G, 0))}` : ''
  },
  sentence,
  summary: view => `${describeSeries(linesOf(view), { name: 'eigenvalue', over: 'directions' })} ${sentence(view)}`,
  draw(ctx, box, view, { previous, mark }) {
    const series = linesOf(view)
    const most = Math.max(2, ...series.map(({ length }) => length))
    const options = { xDomain: [1, most], xTitle: 'k', yTitle: 'λ_k', yLog: true, labels: 'legend', waiting: 'no eigenvalues' } as const
    return lineChart(ctx, box, { series, cursor: mark }, { ...options, previous })
  },
  locate(view, { plot, x }, px) {
    if (px < plot.x - 4 || px > plot.x + plot.width + 4) return undefined
    const k = Math.round(x.value(px))
    return k >= 1 && linesOf(view).some(({ length }) => k <= length) ? k : undefined
  },
  readout(view, k) {
    const color = view.selected?.color ?? 0
    const rows = linesOf(view).flatMap(({ label, y, length }) =>
      k <= length ? [{ label: `λ${subscript(k)}(${label})`, color, value: formatValue(nth(y, k - 1)) }] : [],
    )
    return { title: `direction ${k}`, rows }
  },
  table(view) {
    const { G, H } = valuesOf(view)
    const rows = Array.from({ length: Math.max(G.length, H.length) }, (_, at) => [view.step, at + 1, nth(G, at), nth(H, at)])
    return { header: ['step', 'k', 'eigenvalue_G', 'eigenvalue_H'], rows }
  },
  explain(view) {
    const { G, H } = valuesOf(view)
    const leading = (values: Float64Array) => Array.from(values.subarray(0, 5), v => texNumber(v)).join(',\\;')
    return {
      text: [
        'The eigenvalues of the Gauss–Newton matrix G at the checkpoint shown, largest first: all that are not zero where K or G has up to 256 rows, else as many leading ones as directions are asked for.',
        'Those of the Hessian H stand beside them where the file gives them; negative ones have no place on a logarithmic axis, and are in the numbers.',
      ],
      formulas: [
        { tex: `\\lambda_k(G)=${leading(G)},\\;\\dots`, says: 'the leading eigenvalues of G' },
        ...(H.length > 0 ? [{ tex: `\\lambda_k(H)=${leading(H)},\\;\\dots`, says: 'those of H, as given' }] : []),
      ],
    }
  },
}
