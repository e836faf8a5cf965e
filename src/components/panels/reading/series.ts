import type { Series } from '../../../charts'
import { formatValue } from '../../../charts'
import { subscript } from '../../../lib/digits'
import type { Scalar } from '../../../scenario'
import type { Readout } from './readout'
import { type ArmView, columnOf, scalarOf, type View } from './view'

/** A column of every arm over the steps. */
export function seriesOf(view: View, name: Scalar): Series[] {
  return view.arms.map(arm => armSeries(view, arm, name))
}

/** A column of one arm over the steps; the arm's name is the label unless another is given. */
export function armSeries(view: View, arm: ArmView, name: Scalar, style: Partial<Series> = {}): Series {
  const x = columnOf(view, arm, 'step')
  const clock = { steps: x, times: columnOf(view, arm, 'time'), length: x.length }
  return { x, y: columnOf(view, arm, name), length: x.length, color: arm.color, label: arm.label, clock, ...style }
}

/** The step of the row nearest to a step, over all arms; undefined without rows. */
export function nearestStep(view: View, step: number): number | undefined {
  let best: number | undefined
  for (const arm of view.arms) {
    const { table } = arm.trace
    const row = table.indexOf(step)
    for (const r of [row, row + 1]) {
      const at = table.value(r, 0)
      if (!Number.isNaN(at) && (best === undefined || Math.abs(at - step) < Math.abs(best - step))) best = at
    }
  }
  return best
}

/** A readout of some columns of every arm at a step. */
export function readoutOf(view: View, step: number, names: readonly (readonly [Scalar, string])[]): Readout {
  const rows = view.arms.flatMap(arm =>
    names.map(([name, symbol]) => ({
      label: names.length > 1 || symbol ? `${arm.label} ${symbol}`.trim() : arm.label,
      color: arm.color,
      value: formatValue(scalarOf(view, arm, name, arm.trace.table.indexOf(step))),
    })),
  )
  return { title: `step ${formatValue(step)}`, rows }
}

/** "v₁". */
export const direction = (k: number) => `v${subscript(k)}`

/** The x of a pixel on a step axis, snapped to a measured step; undefined outside the plot. */
export function stepAt(
  view: View,
  layout: { plot: { x: number; width: number }; x: { value(px: number): number } },
  px: number,
): number | undefined {
  if (px < layout.plot.x - 6 || px > layout.plot.x + layout.plot.width + 6) return undefined
  return nearestStep(view, layout.x.value(px))
}

/** The x axis of panels over the steps: the whole run, whatever the step shown. */
export function stepRange(view: View): readonly [number, number] {
  return [0, Math.max(10, view.lastStep)]
}

/** Where the line of the present step belongs: the pointed-at step, else the scrubbed one. */
export function cursorOf(view: View, mark: number | undefined): number | undefined {
  return mark ?? (view.scrubbed ? view.step : undefined)
}
