import { type Cloud, fitChart, formatValue } from '../../../charts'
import { armName } from '../../../scenario'
import type { PanelSpec } from '../frame/spec'
import { list, number } from '../reading/numbers'
import { texNumber } from '../reading/texNumber'
import type { View } from '../reading/view'

type Part = NonNullable<NonNullable<ReturnType<typeof studyOf>>['parts'][number]>

const studyOf = (view: View) => view.traces.studies.get('diagonals')

/** What diag Σ is held against, in the order of their marks. */
const AGAINST = [
  { key: 'twoLG', label: '2L·diag G', tex: '2L\\,G_{jj}' },
  { key: 'H', label: 'diag H', tex: 'H_{jj}' },
  { key: 'h2', label: 'diag E[h²]', tex: '\\mathbb E[h^2]_{jj}' },
] as const

interface Held {
  readonly key: (typeof AGAINST)[number]['key']
  readonly label: string
  readonly tex: string
  readonly x: Float64Array
  readonly y: Float64Array
  readonly errors: Float64Array | null
  readonly law: Part['fits'][number]
}

const known = new WeakMap<object, Held[]>()

/** diag Σ of the selected arm, or of the first, against each of the three. */
function heldOf(view: View): { label: string; step: number; twoL: number; p: number; held: Held[] } | undefined {
  const study = studyOf(view)
  const wanted = study?.tasks.findIndex(task => task.scenario.arms[0]!.id === view.selected?.id) ?? -1
  const index = Math.max(0, wanted)
  const part = study?.parts[index]
  if (!part) return undefined
  let held = known.get(part)
  if (!held) {
    const x = {
      twoLG: { values: part.G.values.map(v => part.twoL * v), errors: part.G.errors?.map(v => part.twoL * v) ?? null },
      H: part.H,
      h2: part.h2,
    }
    held = AGAINST.map(({ key, label, tex }, index) => {
      const { values, errors } = x[key]
      return { key, label, tex, x: values, y: part.sigma, errors, law: part.fits[index]! }
    })
    known.set(part, held)
  }
  return { label: armName(study!.tasks[index]!.scenario.arms[0]!.id), step: part.step, twoL: part.twoL, p: part.p, held }
}

const gamma = ({ law }: Held) => (law ? `${law.line.slope.toFixed(2)} ± ${law.line.slopeError.toFixed(2)}` : '–')

/** Where a power stands to the range from 1 to 2, give or take. */
function rangeWords(power: number, margin: number): string {
  if (power < 1 - margin || power > 2 + margin) return 'outside'
  return power < 1 + margin || power > 2 - margin ? 'at the border of' : 'inside'
}

function sentence(view: View): string {
  const at = heldOf(view)
  if (!at) return 'Waiting for the run to end: the entries are compared at its last step.'
  const [twoLG, H, h2] = at.held as [Held, Held, Held]
  const best = [twoLG, h2].filter(h => h.law).sort((a, b) => a.law!.scatter - b.law!.scatter)[0]
  const claim = H.law && rangeWords(H.law.line.slope, 2 * H.law.line.slopeError)
  return (
    `diag Σ grows as diag H to the power ${gamma(H)}` +
    (claim ? `, ${claim} the published range from 1 to 2` : '') +
    `; as 2L·diag G to the power ${gamma(twoLG)}, as diag E[h²] to the power ${gamma(h2)}. ` +
    (best ? `${best.label} leaves the least scatter, a factor of ${number(Math.exp(best.law!.scatter))}.` : '')
  )
}

/** Noise against curvature, entry by entry: two published claims side by side. */
export const DIAGONALS: PanelSpec = {
  axis: 'value',
  estimated:
    'Σ is exact, and so are G and H up to 2,000 parameters; E[h²] is the mean over 48 random probes, and every power is fitted: both with their standard errors.',
  subtitle(view) {
    const at = heldOf(view)
    return at ? `γ(H) = ${gamma(at.held[1]!)}` : 'diagonals'
  },
  sentence,
  summary: view => `One dot per parameter on logarithmic axes: the noise’s diagonal against those of 2L·G, H and E[h²]. ${sentence(view)}`,
  draw(ctx, box, view, { previous }) {
    const clouds = (heldOf(view)?.held ?? []).map(
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
    const held = heldOf(view)?.held ?? []
    const rows = held.map(({ label, x, errors }, color) => {
      const error = errors ? ` ± ${formatValue(errors[j - 1] ?? Number.NaN, 1)}` : ''
      return { label, color, value: `${formatValue(x[j - 1] ?? Number.NaN)}${error}` }
    })
    return { title: `parameter ${j}`, rows: [{ label: 'diag Σ', value: formatValue(held[0]?.y[j - 1] ?? Number.NaN) }, ...rows] }
  },
  table(view) {
    const held = heldOf(view)?.held ?? []
    const at = (values: Float64Array | null | undefined, j: number) => values?.[j] ?? Number.NaN
    return {
      header: ['j', 'sigma_jj', ...held.flatMap(h => [`${h.key}_jj`, `${h.key}_jj_se`])],
      rows: Array.from({ length: held[0]?.x.length ?? 0 }, (_, j) => [
        j + 1,
        at(held[0]?.y, j),
        ...held.flatMap(h => [at(h.x, j), h.errors ? at(h.errors, j) : 0]),
      ]),
    }
  },
  explain(view) {
    const at = heldOf(view)
    const law = (index: number) => {
      const h = at?.held[index]
      return {
        tex: `\\Sigma_{jj}\\propto\\left(${AGAINST[index]!.tex}\\right)^{\\gamma},\\qquad\\gamma=${texNumber(h?.law?.line.slope ?? Number.NaN)}\\pm${texNumber(h?.law?.line.slopeError ?? Number.NaN)}`,
        says: h?.law ? `over ${h.law.line.count} of ${at!.p} parameters` : '',
      }
    }
    return {
      text: [
        `One dot per parameter${at ? ` of ${at.label} at step ${at.step}` : ''}: the variance of its gradient over single samples upwards; to the right what it is held against. On the dotted diagonal both are equal.`,
        `Two claims meet here. Σ ≈ 2L·G (Wang & Wu) says power 1, and the dots of 2L·diag G lie on the diagonal. Zhang, Yang & Tu (2026) hold that Σ follows the mean square of the single samples’ Hessians, E[h²], and that against diag H the power lies between 1 and 2.`,
        `${list(['Σ and, up to 2,000 parameters, G and H are exact', 'E[h²] is estimated with 48 random probes, with its standard error at every dot'])}. The error of a power is the scatter about its line.`,
      ],
      formulas: [law(0), law(1), law(2)],
    }
  },
}
