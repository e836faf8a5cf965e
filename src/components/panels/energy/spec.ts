import { energyChart, formatValue } from '../../../charts'
import { subscript } from '../../../lib/digits'
import { type Border, shownDirections } from '../frame/border'
import type { PanelSpec } from '../frame/spec'
import { percent } from '../reading/numbers'
import { cursorOf, direction, nearestStep } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { overSteps } from '../reading/time'
import { columnOf, entryOf, scalarOf } from '../reading/view'
import { attachBorderDrag, paneAt } from './borderDrag'
import { colourRange, paneOf } from './panes'
import { energySentence, sharpShare } from './sentence'

/** Energy by direction over the steps, an arm beside the other. */
export function energySpec(border: Border, shares: () => boolean): PanelSpec {
  /** The row last pointed at. */
  let row = 0
  return {
    axis: 'step',
    timed: 'x',
    kept: 'instead',
    sampled: true,
    subtitle: () => (shares() ? 'λ_k w_k²/2L' : 'λ_k w_k²'),
    sentence: view => energySentence(view, border.k),
    summary: view =>
      `Heat maps, one per arm: energy in direction k, the sharpest on top, over the steps, on a logarithmic colour scale. ${energySentence(view, border.k)} Up and down arrow keys move the border k = ${border.k}.`,
    attach: chart => attachBorderDrag(chart, border),
    draw(ctx, box, view, { mark }) {
      const panes = view.arms.map(arm => paneOf(view, arm, shares(), cursorOf(view, mark)))
      const range = shares() ? ([1e-4, 1] as const) : colourRange(panes)
      return energyChart(ctx, box, { panes, k: border.k }, { ...overSteps(view, 'energy'), ...(range && { range }) })
    },
    locate(view, layout, px, py) {
      const pane = paneAt(layout, px, py)
      if (!pane) return undefined
      row = Math.max(1, Math.min(shownDirections(view), Math.round(pane.y.value(py))))
      return nearestStep(view, pane.x.value(px))
    },
    readout(view, step) {
      const k = Math.max(1, row)
      const rows = view.arms.map(arm => {
        const at = arm.trace.table.indexOf(step)
        const energy = entryOf(view, arm, 'energy', k, at)
        const share = energy / (2 * scalarOf(view, arm, 'loss', at))
        return { label: arm.label, color: arm.color, value: `${formatValue(energy)}, ${percent(share)}` }
      })
      return { title: `${direction(k)}, step ${formatValue(step)}`, rows }
    },
    table(view) {
      const count = shownDirections(view)
      const rows = view.arms.flatMap(arm =>
        [...columnOf(view, arm, 'step')].map((step, i) => [
          arm.id,
          step,
          ...Array.from({ length: count }, (_, k) => entryOf(view, arm, 'energy', k + 1, i)),
          scalarOf(view, arm, 'loss', i),
        ]),
      )
      return { header: ['arm', 'step', ...Array.from({ length: count }, (_, k) => `energy_${k + 1}`), 'loss'], rows }
    },
    explain(view) {
      const arm = view.selected
      const k = border.k
      const at = (name: 'lambda' | 'energy') => (arm ? entryOf(view, arm, name, k) : Number.NaN)
      return {
        text: [
          'Where the loss is: for each direction v_k of G, the sharpest on top, its energy λ_k w_k² at each measured step. Together they are twice the loss. The colour is logarithmic and the same for every arm, so an arm that has left the minimum shows up towards the right.',
          'Gradient descent beyond its edge leaves along the sharpest direction alone, the top row. Minibatch noise has the shape of the curvature, which spreads the energy over the flatter directions too. The dashed line is the border k of the escape metric D_k: drag it, or use the arrow keys up and down.',
          ...(view.scenario.model.kind === 'linear'
            ? []
            : ['G moves with θ here: the energies are those of the residual along the directions of G at each step, (u_k·r)²/n.']),
        ],
        formulas: [
          {
            tex: `\\lambda_{${k}}w_{${k}}^2=${texNumber(at('energy'))},\\qquad \\lambda_{${k}}=${texNumber(at('lambda'))}`,
            says: arm ? `${arm.label}, along v${subscript(k)}` : '',
          },
          {
            tex: 'w_k=\\langle\\theta-\\theta^*,v_k\\rangle,\\qquad 2L=\\sum_k\\lambda_kw_k^2',
            says: 'near a minimum that fits every label',
          },
          {
            tex: `\\frac{\\sum_{i\\le ${k}}\\lambda_iw_i^2}{\\sum_i\\lambda_iw_i^2}=${texNumber(arm ? sharpShare(view, arm, k) : Number.NaN)}`,
            says: `share of the ${k === 1 ? 'sharpest direction' : `${k} sharpest directions`}`,
          },
        ],
      }
    },
  }
}
