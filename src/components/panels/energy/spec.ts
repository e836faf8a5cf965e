import { energyChart, formatValue, type HeatmapData, heatRange } from '../../../charts'
import { type Border, shownDirections } from '../frame/border'
import type { PanelSpec } from '../frame/spec'
import { noNoise } from '../reading/noise'
import { list, percent } from '../reading/numbers'
import { cursorOf, direction, nearestStep, stepRange } from '../reading/series'
import { texNumber } from '../reading/texNumber'
import { type ArmView, columnOf, entryOf, scalarOf, subscript, type View } from '../reading/view'
import { attachBorderDrag, paneAt } from './borderDrag'

/** Decades below the weakest moment's largest energy that still have a colour, and decades in all. */
const DEPTH = 1e2
const SPAN = 1e16

/** Columns of a heat map at most: more than it has pixels would only cost time. */
const COLUMNS = 400

/** Energies as rows of one matrix, or their shares of 2L; of long runs every so many-th measured step. */
function paneOf(view: View, arm: ArmView, share: boolean, cursor: number | undefined): HeatmapData {
  const { columns } = view
  const steps = columnOf(view, arm, 'step')
  const loss = columnOf(view, arm, 'loss')
  const rows = shownDirections(view)
  const stride = Math.max(1, Math.ceil(steps.length / COLUMNS))
  const count = Math.ceil(steps.length / stride)
  // From the newest step back.
  const at = Int32Array.from({ length: count }, (_, c) => steps.length - 1 - (count - 1 - c) * stride)
  const values = new Float64Array(rows * count)
  for (let k = 0; k < Math.min(rows, columns?.k ?? 0); k++) {
    const energy = arm.trace.table.column(columns!.first.energy + k)
    for (let c = 0; c < count; c++) values[k * count + c] = energy[at[c]!]! / (share ? 2 * loss[at[c]!]! : 1)
  }
  return { values, rows, columns: count, x: Float64Array.from(at, i => steps[i]!), label: arm.label, color: arm.color, cursor }
}

/** One colour scale for every arm, wide enough that each moment shows its leading directions. */
function rangeOf(panes: readonly HeatmapData[]): readonly [number, number] | undefined {
  const range = heatRange(panes)
  if (!range) return undefined
  let least = range[1]
  for (const { values, rows, columns } of panes)
    for (let c = 0; c < columns; c++) {
      let top = 0
      for (let r = 0; r < rows; r++) top = Math.max(top, values[r * columns + c]! || 0)
      if (top > 0 && top < least) least = top
    }
  return [Math.max(range[1] / SPAN, least / DEPTH), range[1]]
}

/** Shares of an arm's energy up to k and beyond, from D_k. */
function sharpShare(view: View, arm: ArmView, k: number): number {
  return 1 / (1 + entryOf(view, arm, 'D', k))
}

function sentence(view: View, k: number): string {
  const parts = view.arms.flatMap(arm => {
    const share = sharpShare(view, arm, k)
    return Number.isFinite(share) ? [`${percent(share)} of ${arm.label}’s`] : []
  })
  const who = k === 1 ? 'The sharpest direction holds' : `The ${k} sharpest directions hold`
  return parts.length > 0 ? `${who} ${list(parts)} loss.` : noNoise(view)
}

/** Energy by direction over the steps, an arm beside the other. */
export function energySpec(border: Border, shares: () => boolean): PanelSpec {
  /** The row last pointed at. */
  let row = 0
  return {
    axis: 'step',
    sampled: true,
    subtitle: () => (shares() ? 'λ_k w_k²/2L' : 'λ_k w_k²'),
    sentence: view => sentence(view, border.k),
    summary: view =>
      `Heat maps, one per arm: energy in direction k, the sharpest on top, over the steps, on a logarithmic colour scale. ${sentence(view, border.k)} Up and down arrow keys move the border k = ${border.k}.`,
    attach: chart => attachBorderDrag(chart, border),
    draw(ctx, box, view, { mark }) {
      const panes = view.arms.map(arm => paneOf(view, arm, shares(), cursorOf(view, mark)))
      const range = shares() ? ([1e-4, 1] as const) : rangeOf(panes)
      return energyChart(ctx, box, { panes, k: border.k }, { xDomain: stepRange(view), ...(range && { range }) })
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
        ]),
      )
      return { header: ['arm', 'step', ...Array.from({ length: count }, (_, k) => `energy_${k + 1}`)], rows }
    },
    explain(view) {
      const arm = view.selected
      const k = border.k
      const at = (name: 'lambda' | 'energy') => (arm ? entryOf(view, arm, name, k) : Number.NaN)
      return {
        text: [
          'Where the loss is: for each direction v_k of G, the sharpest on top, its energy λ_k w_k² at each measured step. Together they are twice the loss. The colour is logarithmic and the same for every arm, so an arm that has left lights up to the right.',
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
