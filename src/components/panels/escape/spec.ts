import { colorOf, describeSeries, formatValue, lineChart, type Ref, type Series, type Theme, withAlpha } from '../../../charts'
import { subscript } from '../../../lib/digits'
import { isNetwork } from '../../../scenario'
import type { Border } from '../frame/border'
import { attachBorderKeys } from '../frame/border'
import type { PanelSpec } from '../frame/spec'
import { changeMarks, divergenceMarks } from '../reading/events'
import { nth } from '../reading/numbers'
import type { Explanation } from '../reading/readout'
import {
  type ArmRecursions,
  columnOfCurve,
  curveAt,
  type ExactCurve,
  endText,
  growthAt,
  recursionsOf,
  referenceOf,
} from '../reading/recursions'
import { besideLines, cursorOf, stepAt } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { clockOf, overSteps } from '../reading/time'
import { type ArmView, columnOf, entryOf, scalarOf, type View } from '../reading/view'
import { escapeSentence, escapeSubtitle, metricColumn, overReference } from './sentence'

/** D_k further than this factor from where things happen is not drawn. */
const FAR_FROM_REST = 1e3

/** D_k of the runs, pale where their exact mean is drawn over them. */
function measured(view: View, k: number, theme?: Theme): Series[] {
  return view.arms.map(arm => {
    const x = columnOf(view, arm, 'step')
    const pale = theme && hasMean(view, arm, k)
    return {
      x,
      y: metricColumn(view, arm, k),
      length: x.length,
      color: pale ? withAlpha(colorOf(theme, arm.color), 0.4) : arm.color,
      label: pale ? '' : arm.label,
      width: pale ? 1.2 : 1.8,
      clock: clockOf(view, arm),
    }
  })
}

const hasMean = (view: View, arm: ArmView, k: number) => {
  const part = recursionsOf(view, arm)
  return part?.aligned != null && k <= part.k && part.until > 0
}

/** The recursions of the arms with noise up to the last step on screen: exact solid, under exact alignment dashed. */
function recursions(view: View, k: number): Series[] {
  return view.arms.flatMap(arm => {
    const part = recursionsOf(view, arm)
    if (!part?.aligned || !hasMean(view, arm, k)) return []
    const line = (curve: ExactCurve, dash: number[], label: string): Series => {
      let length = 0
      while (length < curve.step.length && nth(curve.step, length) <= Math.min(part.until, Math.max(10, view.lastStep))) length++
      return {
        x: curve.step,
        y: columnOfCurve(curve.D, part.k, k),
        length,
        color: arm.color,
        label,
        dash,
        width: 1.4,
        clock: clockOf(view, arm),
      }
    }
    return [line(part.aligned, [4, 3], ''), line(part.exact, [], arm.label)]
  })
}

/** D_k(t) of every arm with its recursions. */
export function escapeSpec(border: Border): PanelSpec {
  return {
    axis: 'step',
    timed: 'xy',
    kept: 'beside',
    sampled: true,
    attach: chart => attachBorderKeys(chart, border),
    subtitle: view => escapeSubtitle(view, border.k),
    sentence: view => escapeSentence(view, border.k),
    summary(view) {
      const { k } = border
      const over = overReference(view, k)
      const ratio = Number.isFinite(over) ? ` The growing direction has ${formatValue(over)} times the paper’s reference ratio.` : ''
      return `${describeSeries(measured(view, k), { name: `escape metric D${subscript(k)}` })}${ratio} ${escapeSentence(view, k)} Up and down arrow keys change k.`
    },
    draw(ctx, box, view, { previous, mark }) {
      const { k } = border
      const reference = referenceOf(view, k)
      const refs: Ref[] = reference > 0 ? [{ y: reference, label: 'paper’s bound with C = 1' }] : []
      const scale = reference > 0 ? reference : 1
      const kept = besideLines(view, seen => measured(seen, k))
      const series = [...kept, ...measured(view, k, box.theme), ...recursions(view, k)]
      const events = [...changeMarks(view.scenario), ...divergenceMarks(view)]
      return lineChart(
        ctx,
        box,
        { series, refs, events, cursor: cursorOf(view, mark) },
        {
          previous,
          ...overSteps(view, 'escape'),
          yLog: true,
          yLimit: [scale / FAR_FROM_REST, scale * FAR_FROM_REST],
          yTitle: `D_${k}`,
          labels: 'end',
        },
      )
    },
    key: view => [
      { label: `k = ${border.k}` },
      ...(view.arms.some(arm => recursionsOf(view, arm))
        ? ([
            { sample: 'line', label: 'exact mean' },
            { sample: 'dashed', label: 'Σ = 2L·G' },
          ] as const)
        : []),
    ],
    locate: (view, layout, px) => stepAt(view, layout, px),
    readout(view, step) {
      const { k } = border
      const rows = view.arms.flatMap(arm => {
        const part = recursionsOf(view, arm)
        const of = (label: string, value: number) => ({ label: `${arm.label}${label}`, color: arm.color, value: formatValue(value) })
        const run = of(' this run', entryOf(view, arm, 'D', k, arm.trace.table.indexOf(step)))
        if (!part?.aligned) return [run]
        return [run, of(' exact mean', curveAt(part, part.exact, k, step)), of(' Σ = 2L·G', curveAt(part, part.aligned, k, step))]
      })
      return { title: `D${subscript(k)}, step ${formatValue(step)}`, rows }
    },
    table(view) {
      const count = view.columns?.k ?? 0
      const along = <T>(of: (k: number) => T) => Array.from({ length: count }, (_, k) => of(k + 1))
      const rows = view.arms.flatMap(arm => {
        const part = recursionsOf(view, arm)
        return [...columnOf(view, arm, 'step')].map((step, i) => [
          arm.id,
          step,
          ...along(k => entryOf(view, arm, 'D', k, i)),
          ...[part?.exact, part?.aligned].flatMap(curve => along(k => (part && curve ? curveAt(part, curve, k, step) : Number.NaN))),
          ...along(k => part?.reference[k - 1] ?? Number.NaN),
        ])
      })
      const groups = ['D', 'D_exact', 'D_aligned', 'reference']
      return { header: ['arm', 'step', ...groups.flatMap(group => along(k => `${group}_${k}`))], rows }
    },
    explain: view => explainEscape(view, border.k),
  }
}

function explainEscape(view: View, k: number): Explanation {
  const arm = view.selected
  const part = arm && recursionsOf(view, arm)
  const ends = view.arms.flatMap(a => endText(recursionsOf(view, a), a.label) || [])
  return {
    text: [
      `D_k compares the energy in the directions flatter than v_k with that in the ${k === 1 ? 'sharpest' : `${k} sharpest`}. Gradient descent beyond its edge leaves along the sharpest direction, so its D_k falls by a constant factor per step. The noise of SGD keeps driving the flat directions, so its D_k stays.`,
      ...(part
        ? [
            'Pale lines are these runs. Solid lines are exact: the second moments E[wwᵀ] of this data set, averaged over every choice of minibatches, step by step. Dashed lines are the same for Σ = 2L·G. The dotted line is the paper’s lower bound with its unnamed constant C set to 1.',
            'One run is not the mean. A product of random matrices has heavy tails: the mean is carried by rare runs, and an average over thousands of runs can miss it by a factor of two. The exact line is the mean; a typical run may stay above or below it for long.',
            part.linear
              ? ''
              : 'The recursions are those of the model linearized at its planted minimum: they hold while the run is close to it.',
          ]
        : [
            isNetwork(view.scenario.model)
              ? 'For a network there is no closed recursion: D_k is measured, with the energies of the residual along the directions of G at each step.'
              : 'The exact recursions are drawn once they are computed; where G has more than 400 directions there are none.',
          ]),
      ...ends,
    ].filter(Boolean),
    formulas: [...metricFormula(view, arm, k), ...(arm && part ? recursionFormulas(view, arm, part, k) : [])],
  }
}

function metricFormula(view: View, arm: ArmView | undefined, k: number): Explanation['formulas'] {
  const D = arm ? entryOf(view, arm, 'D', k) : Number.NaN
  const tex = `D_{${k}}=\\frac{\\sum_{i>${k}}\\lambda_iw_i^2}{\\sum_{i\\le ${k}}\\lambda_iw_i^2}=${texNumber(D)}`
  return [{ tex, says: arm ? `${arm.label}, this run at this step` : '' }]
}

function recursionFormulas(view: View, arm: ArmView, part: ArmRecursions, k: number): Explanation['formulas'] {
  const growth = growthAt(part, view.step)
  const descent = {
    tex: '\\lambda_kw_k(t)^2=\\lambda_k(1-\\eta\\lambda_k)^{2t}\\,w_k(0)^2',
    says: 'without noise; only directions with ηλ_k > 2 grow',
  }
  if (!part.aligned || !growth) return [descent]
  const reference = k <= part.k ? nth(part.reference, k - 1) : Number.NaN
  const D = k <= part.k ? nth(growth.D, k - 1) : Number.NaN
  return [
    {
      tex: 'M^+=(I-\\eta G)M(I-\\eta G)+\\frac{\\eta^2}{B}\\Big[\\frac1n\\sum_i(x_i^{\\top}Mx_i)\\,x_ix_i^{\\top}-GMG\\Big]',
      says: 'M = E[wwᵀ] of this data set, with replacement; without, the bracket times (n−B)/(n−1)',
    },
    {
      tex: `\\rho=${texNumber(growth.rho, 5)}`,
      says: `E[L] grows like ρ^t at η = ${formatValue(growth.eta)}, B = ${growth.B}; ${growth.rho > 1 ? 'above 1, so unstable in mean square' : 'below 1, so stable in mean square'}`,
    },
    {
      tex: `D_{${k}}^{\\text{growing}}=${texNumber(D)},\\qquad\\frac{\\sum_{i>${k}}\\lambda_i^2}{\\sum_{i\\le ${k}}\\lambda_i^2}=${texNumber(reference)},\\qquad\\text{ratio}\\;${texNumber(D / reference)}`,
      says: 'D_k of the direction that grows (the eigenmatrix of ρ), over the paper’s bound with C = 1',
    },
    {
      tex: `\\rho_{\\Sigma=2LG}=${texNumber(growth.rhoAligned, 5)},\\qquad\\rho_{\\text{Gaussian}}=${texNumber(growth.rhoGaussian, 5)}`,
      says: 'the same under exact alignment, and for fresh Gaussian inputs of this spectrum',
    },
    {
      tex: '\\lambda_kp_k\\propto\\frac{\\lambda_k^2}{\\rho-(1-\\eta\\lambda_k)^2}',
      says: 'energy of the growing direction under exact alignment; Gaussian inputs take η²λ_k²/B off below too',
    },
    {
      tex: `E[L]_{\\text{now}}=${texNumber(lossNow(part, view.step))}`,
      says: `exact mean; this run has ${formatValue(scalarOf(view, arm, 'loss'))}`,
    },
    descent,
  ]
}

function lossNow(part: ArmRecursions, step: number): number {
  const { exact, until } = part
  const i = exact.step.findLastIndex(s => s <= step)
  return i >= 0 && step <= until + 1 ? nth(exact.loss, i) : Number.NaN
}
