import { formatValue, type Rate, rateChart } from '../../../charts'
import { choiceWords } from '../../controls/words'
import type { PanelSpec } from '../frame/spec'
import { capital, number } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import type { View } from '../reading/view'

/** Success rates of an independent run of 2,000 repeats (THEORY.md §5), in percent. */
const KNOWN: Readonly<Record<string, number>> = {
  none: 0,
  isotropic: 1,
  diagonal: 1,
  'top-k': 33,
  'g-shaped': 28,
  'top-eigenvector': 40,
}
const NOISES = Object.keys(KNOWN)

interface Row extends Rate {
  readonly noise: string
  readonly successes: number
  readonly repeats: number
}

const nameOf = (noise: string) => (noise === 'none' ? 'GD, no noise' : noise === 'top-k' ? 'leading v of Σ' : choiceWords('xi', noise))

/** What has been counted so far, in the order of the table. */
function rowsOf({ traces, scenario }: View): Row[] {
  const study = traces.studies.get('success')
  return NOISES.map(noise => {
    const at = study?.tasks.findIndex(t => t.noise === noise) ?? -1
    const part = at < 0 ? undefined : study!.parts[at]
    const rate = part ? part.successes / part.repeats : Number.NaN
    const arm = scenario.arms.findIndex(a => (noise === 'none' ? a.kind === 'gd' || a.noise === 'none' : a.noise === noise))
    return {
      noise,
      label: nameOf(noise),
      color: arm < 0 ? '#888' : arm,
      rate,
      error: part ? Math.sqrt((rate * (1 - rate)) / part.repeats) : Number.NaN,
      reference: KNOWN[noise]! / 100,
      successes: part?.successes ?? 0,
      repeats: part?.repeats ?? 0,
    }
  })
}

const percent = ({ rate, error }: Row) => `${formatValue(100 * rate, 2)} ± ${formatValue(100 * error, 1)} %`

function sentence(view: View): string {
  const rows = rowsOf(view).filter(r => r.repeats > 0)
  if (rows.length === 0) return 'Nothing has been counted yet.'
  const [best, worst] = [rows.reduce((a, b) => (b.rate > a.rate ? b : a)), rows.reduce((a, b) => (b.rate < a.rate ? b : a))]
  if (best.rate === worst.rate)
    return `Every noise counted so far has found the flat basin in ${formatValue(100 * best.rate, 2)} % of its repeats.`
  return `${capital(best.label)}: ${formatValue(100 * best.rate, 2)} % of ${number(best.repeats)} repeats reach the flat basin; ${worst.label}: ${formatValue(100 * worst.rate, 2)} %.`
}

/** How often each noise leads from the sharp basin to the flat one, next to what an independent run found. */
export const SUCCESS: PanelSpec = {
  axis: 'value',
  estimated: 'Counted on random repeats; the bars are two standard errors.',
  subtitle(view) {
    const counted = rowsOf(view).reduce((s, r) => s + r.repeats, 0)
    return counted > 0 ? `${number(counted)} repeats` : ''
  },
  sentence,
  summary: view => `Rates of success, one row per noise, with two standard errors and the rate of an independent run. ${sentence(view)}`,
  draw: (ctx, box, view, { mark }) =>
    rateChart(
      ctx,
      box,
      rowsOf(view).map(r => (r.color === '#888' ? { ...r, color: box.theme.ink2 } : r)),
      {
        title: 'ends in the flat basin',
        reference: 'an independent run',
        selected: mark === undefined ? undefined : mark - 1,
        waiting: '2,000 repeats per noise: nothing has been counted yet',
      },
    ),
  stops: () => NOISES.map((_, i) => i + 1),
  locate(_, { plot, y }, px, py) {
    const at = Math.round(y.value(py))
    return px >= plot.x - 8 && px <= plot.x + plot.width + 8 && at >= 0 && at < NOISES.length ? at + 1 : undefined
  },
  readout(view, at) {
    const row = rowsOf(view)[at - 1]
    if (!row) return { title: '', rows: [] }
    const counted = row.repeats > 0 ? [{ label: `of ${number(row.repeats)} repeats`, value: percent(row) }] : []
    return { title: row.label, rows: [...counted, { label: 'independent run', value: `${formatValue(100 * row.reference)} %` }] }
  },
  table: view => ({
    header: ['noise', 'repeats', 'successes', 'rate', 'standard_error', 'reference'],
    rows: rowsOf(view).map(r => [r.noise, r.repeats, r.successes, r.rate, r.error, r.reference]),
  }),
  explain(view) {
    const arm = view.traces.studies.get('success')?.tasks[0]?.arm ?? view.scenario.arms.find(a => a.kind === 'sgd')
    const size =
      arm && arm.trace > 0 ? `a trace of ${formatValue(arm.trace)} per step in the weights` : 'the trace of the minibatches they replace'
    return {
      text: [
        `The same start and the same data again and again, with other random numbers each time and ${view.scenario.steps} steps: the share of repeats that end with both weights below −0.5, in the flat basin. All noises have ${size}; only the shape differs.`,
        'Bars are two standard errors of the count. Rings are the rates of an independent run of 2,000 repeats (standard error about 1 %) on a data set of its own: rates move by several points from one draw of the data to another, so agreement is to be expected within that.',
      ],
      formulas: [
        {
          tex: '\\ell(w;x)=\\min\\{10u^2+100v^2,\\;\\lVert w-x+1\\rVert^2\\},\\qquad (u,v)=R_{\\pi/4}(w-x-1)',
          says: 'loss of a sample x: a sharp basin near (1, 1), a flat one near (−1, −1)',
        },
        { tex: `w^+=w-\\eta\\nabla L+\\xi,\\qquad\\eta=${texNumber(arm?.eta ?? Number.NaN)}`, says: 'a step' },
      ],
    }
  },
}
