import { fitChart, formatValue } from '../../../charts'
import { subscript } from '../../../lib/digits'
import { temperatureArms } from '../../../store/studyPlans/temperature'
import type { PanelSpec } from '../frame/spec'
import { nth, number } from '../reading/numbers'
import { direction } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { NO_STEP } from '../reading/view'
import { relations, spreadPlaces, temperatures } from './clouds'
import { measuredOf, plusMinus, shownOf } from './measured'
import { temperatureSentence } from './sentence'
import { temperatureTable } from './table'

const MISSING =
  'An effective temperature is defined for plain SGD on a linear model with noisy labels: a constant η and B, no momentum, and minibatches drawn anew at every step.'

/** Effective temperatures by direction or, with `response`, the fluctuations and responses whose ratios they are. */
export function temperatureSpec(response: boolean): PanelSpec {
  return {
    axis: 'k',
    readAt: NO_STEP,
    estimated: 'Dots are means over replicas of the run with other random numbers, with two standard errors; the lines are exact.',
    missing: view => (temperatureArms(view.scenario).length === 0 ? MISSING : undefined),
    subtitle(view) {
      const arm = shownOf(view)
      if (!arm) return 'by direction'
      const { measured, directions } = arm.part
      const T = (k: number) => `T${subscript(k + 1)}`
      const [first = 0, last = first] = [directions.at(0), directions.at(-1)]
      if (directions.length < 2) return `${T(first)} = ${plusMinus(nth(measured.T.mean, 0), nth(measured.T.error, 0))}`
      return `${T(first)}/${T(last)} = ${plusMinus(measured.ratio.value, measured.ratio.error)}`
    },
    sentence: temperatureSentence,
    summary: view =>
      `${response ? 'Fluctuation against response, one cloud per direction,' : 'Effective temperature against eigenvalue, one dot per direction,'} on logarithmic axes. ${temperatureSentence(view)}`,
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
      const place = response ? spreadPlaces(directions.length)[near.series ?? -1] : near.index
      const k = place === undefined ? undefined : directions[place]
      return k === undefined ? undefined : k + 1
    },
    stops: view => Array.from(shownOf(view)?.part.directions ?? [], k => k + 1),
    readout(view, k) {
      const rows = measuredOf(view).flatMap(({ label, color, part }) => {
        const q = part.directions.indexOf(k - 1)
        const { mean, error } = part.measured.T
        return [
          { label: `${label} T`, color, value: q < 0 ? '–' : plusMinus(nth(mean, q), nth(error, q)) },
          { label: `${label} exact`, color, value: formatValue(nth(part.exact, k - 1)) },
          { label: `${label} Σ = 2L·G`, color, value: formatValue(nth(part.aligned, k - 1)) },
        ]
      })
      return { title: `direction ${direction(k)}`, rows }
    },
    table: temperatureTable,
    explain(view) {
      const arm = shownOf(view)
      const k = arm?.part.directions[0] ?? 0
      const at = (values: Float64Array | undefined) => texNumber(nth(values, k))
      return {
        text: [
          'In thermal equilibrium one temperature ties every fluctuation to the response of the same quantity to a small force. Mignacco & Urbani (2022) derive an effective temperature of SGD from that relation, where the training error stays positive.',
          'Here the quantities are w_k = ⟨θ−θ*, v_k⟩. A second run on the same minibatches is subject to a constant force h along v_k, θ ← θ − η(∇L_B − h·v_k); the difference of the two over h is the response χ_k(t). C_k(t) is the correlation of w_k at two steps t apart. For a linear model C_k(0) − C_k(t) = T_k·χ_k(t) holds at every t, exactly, with a separate T_k for each direction; all directions taken together (grey) follow no line.',
          `The noise Σ = 2L·G gives every w_k nearly the same variance, hence a temperature in proportion to λ_k; isotropic noise would give nearly one temperature. T rises with η and falls with B.${arm ? ` Means over ${number(arm.part.measured.replicas)} replicas.` : ''}`,
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
            says: 'if Σ were 2L·G; c as above',
          },
        ],
      }
    },
  }
}
