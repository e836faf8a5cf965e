import { type Cloud, fitChart, formatValue, type Series } from '../../../charts'
import { armName } from '../../../scenario'
import { temperatureArms } from '../../../store/studyPlans/temperature'
import type { PanelSpec } from '../frame/spec'
import { list, number } from '../reading/numbers'
import { direction } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { subscript, type View } from '../reading/view'

const studyOf = (view: View) => view.traces.studies.get('temperature')

/** The arms that have a part so far. */
function partsOf(view: View) {
  const study = studyOf(view)
  return (study?.tasks ?? []).flatMap(({ scenario }, index) => {
    const part = study!.parts[index]
    const { id } = scenario.arms[0]!
    return part ? [{ id, label: armName(id), color: view.scenario.arms.findIndex(a => a.id === id), part }] : []
  })
}
type Part = ReturnType<typeof partsOf>[number]['part']
type Report = Extract<Part, { end: null }>
type Measured = Omit<ReturnType<typeof partsOf>[number], 'part'> & { readonly part: Report }

const measuredOf = (view: View) => partsOf(view).filter((arm): arm is Measured => arm.part.end === null)

/** The selected arm, or the first. */
function shownOf(view: View): Measured | undefined {
  const arms = measuredOf(view)
  return arms.find(arm => arm.id === view.selected?.id) ?? arms[0]
}

const WHY: Readonly<Record<Exclude<Part['end'], null>, string>> = {
  interpolates: 'the minimum fits every label, so the noise dies out and there is no temperature',
  unstable: 'the noise makes the run grow without end: lower η or raise B',
  slow: 'no direction settles within 6,000 steps: raise η',
  large: 'more than 200 directions are not read',
}

const MISSING =
  'An effective temperature is read for plain SGD on a linear model with noisy labels: a constant η and B, no momentum, and minibatches drawn anew at every step.'

const plusMinus = (value: number, error: number) => `${formatValue(value)} ± ${formatValue(error, 1)}`

/** One temperature or many, plainly. */
function verdict({ label, part }: Measured): string {
  const { directions, measured, aligned } = part
  const [first, last] = [directions[0]!, directions.at(-1)!]
  if (first === last) return `${label}: only one direction settles in time.`
  const { value, error } = measured.ratio
  const [sharp, flat] = [direction(first + 1), direction(last + 1)]
  const claim = Number.isNaN(aligned[0]!) ? '' : ` (${number(aligned[first]! / aligned[last]!)} times if Σ = 2L·G)`
  if (Math.abs(value - 1) < 2 * error) return `${label}: sharp ${sharp} and flat ${flat} are equally hot within the error${claim}.`
  const [hot, cold, times] = value > 1 ? [`sharp ${sharp}`, `flat ${flat}`, value] : [`flat ${flat}`, `sharp ${sharp}`, 1 / value]
  const spread = value > 1 ? error : error / (value * value)
  return `${label}: ${hot} is ${plusMinus(times, spread)} times as hot as ${cold}, no single temperature${claim}.`
}

function sentence(view: View): string {
  const parts = partsOf(view)
  if (parts.length === 0) return 'Waiting for the first replicas.'
  return parts.map(arm => (arm.part.end === null ? verdict({ ...arm, part: arm.part }) : `${arm.label}: ${WHY[arm.part.end]}.`)).join(' ')
}

const known = new WeakMap<object, { cloud: Cloud; curves: Series[] }>()

/** T_k over λ_k: measured with errors, exactly, and under Σ = 2L·G. */
function temperatures({ label, color, part }: Measured): { cloud: Cloud; curves: Series[] } {
  let drawn = known.get(part)
  if (!drawn) {
    const { lambda, directions, measured, exact, aligned } = part
    const rising = { x: lambda.slice().reverse(), length: lambda.length, color }
    drawn = {
      cloud: {
        ...{ label, color, x: Float64Array.from(directions, k => lambda[k]!), y: measured.T.mean, errors: measured.T.error },
        ...{ length: directions.length, fit: null },
      },
      curves: [
        { ...rising, y: exact.slice().reverse(), label: 'exact', dash: [], width: 1.2 },
        { ...rising, y: aligned.slice().reverse(), label: 'Σ = 2L·G', dash: [5, 3], width: 1.2 },
      ],
    }
    known.set(part, drawn)
  }
  return drawn
}

/** Places among the directions read of the sharpest, the flattest and two between. */
const chosen = (count: number) => [...new Set([0, 1, 2, 3].map(i => Math.round((i * (count - 1)) / 3)))]

/** Fluctuation over response, one cloud per chosen direction with the line of its temperature, and all directions together. */
function relations({ part }: Measured): Cloud[] {
  const { directions, lags, measured } = part
  const L = lags.length
  const row = (values: Float64Array, q: number) => values.subarray(q * L, (q + 1) * L)
  const single = chosen(directions.length).map(
    (q, color): Cloud => ({
      ...{ label: direction(directions[q]! + 1), color, length: L, x: row(measured.chi.mean, q), y: row(measured.drop.mean, q) },
      ...{ errors: row(measured.drop.error, q), fit: { slope: 1, intercept: Math.log(measured.T.mean[q]!) } },
    }),
  )
  const sum = (values: Float64Array) =>
    Float64Array.from({ length: L }, (_, l) => directions.reduce((t, _, q) => t + values[q * L + l]!, 0))
  const all: Cloud = { label: 'all', color: '#888', length: L, x: sum(measured.chi.mean), y: sum(measured.drop.mean), fit: null }
  return directions.length > 1 ? [...single, all] : single
}

/** Effective temperatures by direction or, with `response`, the fluctuations and responses whose ratios they are. */
export function temperatureSpec(response: boolean): PanelSpec {
  return {
    axis: 'k',
    estimated: 'Dots are means over replicas of the run on random numbers of their own, with two standard errors; the lines are exact.',
    missing: view => (temperatureArms(view.scenario).length === 0 ? MISSING : undefined),
    subtitle(view) {
      const arm = shownOf(view)
      if (!arm) return 'by direction'
      const { measured, directions } = arm.part
      const T = (k: number) => `T${subscript(k + 1)}`
      if (directions.length < 2) return `${T(directions[0]!)} = ${plusMinus(measured.T.mean[0]!, measured.T.error[0]!)}`
      return `${T(directions[0]!)}/${T(directions.at(-1)!)} = ${plusMinus(measured.ratio.value, measured.ratio.error)}`
    },
    sentence,
    summary: view =>
      `${response ? 'Fluctuation against response, one cloud per direction,' : 'Effective temperature against eigenvalue, one dot per direction,'} on logarithmic axes. ${sentence(view)}`,
    draw(ctx, box, view, { previous }) {
      const waiting = 'waiting for the first replicas'
      if (response) {
        const arm = shownOf(view)
        return fitChart(ctx, box, arm ? relations(arm) : [], {
          ...{ previous, waiting },
          xTitle: 'response χ_k(t)',
          yTitle: 'C_k(0) − C_k(t)',
        })
      }
      const drawn = measuredOf(view).map(temperatures)
      const curves = drawn.flatMap((d, i) => d.curves.map(c => (i === 0 ? c : { ...c, label: '' })))
      const clouds = drawn.map(d => d.cloud)
      return fitChart(ctx, box, clouds, { ...{ previous, curves, waiting }, xTitle: 'λ_k', yTitle: 'temperature T_k' })
    },
    locate(view, layout, px, py) {
      const near = layout.hits.filter(hit => Math.hypot(hit.x - px, hit.y - py) < hit.radius + 6).at(-1)
      const directions = shownOf(view)?.part.directions
      if (near?.index === undefined || !directions) return undefined
      const place = response ? chosen(directions.length)[near.series!] : near.index
      return place === undefined ? undefined : directions[place]! + 1
    },
    stops: view => Array.from(shownOf(view)?.part.directions ?? [], k => k + 1),
    readout(view, k) {
      const rows = measuredOf(view).flatMap(({ label, color, part }) => {
        const q = part.directions.indexOf(k - 1)
        const { mean, error } = part.measured.T
        return [
          { label: `${label} T`, color, value: q < 0 ? '–' : plusMinus(mean[q]!, error[q]!) },
          { label: `${label} exact`, color, value: formatValue(part.exact[k - 1] ?? Number.NaN) },
          { label: `${label} Σ = 2L·G`, color, value: formatValue(part.aligned[k - 1] ?? Number.NaN) },
        ]
      })
      return { title: `direction ${direction(k)}`, rows }
    },
    table(view) {
      const header = [
        'arm',
        'k',
        'lambda',
        'T',
        'T_se',
        'T_exact',
        'T_2LG',
        't',
        'chi',
        'chi_se',
        'chi_exact',
        'drop',
        'drop_se',
        'drop_exact',
      ]
      const rows = measuredOf(view).flatMap(({ id, part }) => {
        const { lambda, exact, aligned, measured, directions, lags } = part
        return Array.from(directions).flatMap((k, q) => {
          const own = [id, k + 1, lambda[k]!, measured.T.mean[q]!, measured.T.error[q]!, exact[k]!, aligned[k]!]
          return Array.from(lags, (t, l) => {
            const at = q * lags.length + l
            const { chi, drop } = measured
            const right = [chi.mean[at]!, chi.error[at]!, part.response[at]!, drop.mean[at]!, drop.error[at]!]
            return [...own, t, ...right, exact[k]! * part.response[at]!]
          })
        })
      })
      return { header, rows }
    },
    explain(view) {
      const arm = shownOf(view)
      const k = arm?.part.directions[0] ?? 0
      const at = (values: Float64Array | undefined) => texNumber(values?.[k] ?? Number.NaN)
      return {
        text: [
          'In thermal equilibrium one temperature ties every fluctuation to the response of the same quantity to a small force. Mignacco & Urbani (2022) read an effective temperature of SGD off that relation, where the training error stays positive.',
          'Here the quantities are w_k = ⟨θ−θ*, v_k⟩. A second run on the same minibatches feels a constant force h along v_k, θ ← θ − η(∇L_B − h·v_k); the difference of the two over h is the response χ_k(t). C_k(t) is the correlation of w_k at two steps t apart. For a linear model C_k(0) − C_k(t) = T_k·χ_k(t) holds at every t, exactly, with a T_k of its own in each direction; all directions taken together (grey) follow no line.',
          `The noise Σ = 2L·G gives every w_k nearly the same variance, hence a temperature in proportion to λ_k; noise alike in all directions would give nearly one temperature. ${list(['T rises with η', 'it falls with B'])}.${arm ? ` Means over ${number(arm.part.measured.replicas)} replicas.` : ''}`,
        ],
        formulas: [
          {
            tex: `T_k=\\frac{C_k(0)-C_k(t)}{\\chi_k(t)}=\\lambda_k\\,\\mathbb E[w_k^2]=\\frac{c\\,\\eta}{2B}\\,\\frac{v_k^{\\top}\\mathbb E[\\Sigma]v_k}{1-\\eta\\lambda_k/2},\\qquad T_{${k + 1}}=${at(arm?.part.exact)}`,
            says: arm ? `exact for ${arm.label}; c is 1, or (n−B)/(n−1) drawn without replacement` : '',
          },
          {
            tex: `\\chi_k(t)=\\frac{1-(1-\\eta\\lambda_k)^t}{\\lambda_k},\\qquad C_k(t)=(1-\\eta\\lambda_k)^t\\,C_k(0)`,
            says: 'response and correlation',
          },
          {
            tex: `T_k=\\frac{c\\,\\eta}{B}\\,\\frac{\\lambda_k\\,\\mathbb E[L]}{1-\\eta\\lambda_k/2},\\qquad T_{${k + 1}}=${at(arm?.part.aligned)}`,
            says: 'if Σ were 2L·G',
          },
        ],
      }
    },
  }
}
