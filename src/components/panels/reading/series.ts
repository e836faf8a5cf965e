import type { Series } from '../../../charts'
import { formatValue } from '../../../charts'
import { subscript } from '../../../lib/digits'
import { branchesOf, type Scalar } from '../../../scenario'
import type { Readout } from './readout'
import { type ArmView, columnOf, scalarOf, type View } from './view'

/** Share of the run that a row may lie before the step at which a branch begins, to be marked for it. */
const FAR = 1 / 50

/** A column of every arm over the steps. */
export function seriesOf(view: View, name: Scalar): Series[] {
  return view.arms.map(arm => armSeries(view, arm, name))
}

/** A column of one arm over the steps; the arm's name is the label unless another is given. */
export function armSeries(view: View, arm: ArmView, name: Scalar, style: Partial<Series> = {}): Series {
  const x = columnOf(view, arm, 'step')
  const clock = { steps: x, times: columnOf(view, arm, 'time'), length: x.length }
  // What is drawn beside an arm’s own line has no mark of its own.
  const leaves = style.dash ? -1 : branchRow(view, arm)
  const of = { x, y: columnOf(view, arm, name), length: x.length, color: arm.color, label: arm.label, clock }
  return { ...of, ...(leaves >= 0 && { leaves }), ...style }
}

/** The row at which a branch leaves its parent; −1 of other arms, and where none is near enough to that step. */
function branchRow({ scenario, lastStep }: View, { id, trace: { table } }: ArmView): number {
  const branch = branchesOf(scenario)[scenario.arms.findIndex(arm => arm.id === id)]
  if (!branch || branch.step > lastStep) return -1
  const row = table.indexOf(branch.step)
  return branch.step - table.value(row, 0) <= lastStep * FAR ? row : -1
}

/**
 * The lines that `make` draws of a view, of the kept runs beside it: muted, and named by the run's letter where they have a name.
 * They come before the run's own in a chart, which lies on top.
 */
export function besideLines({ beside }: View, make: (kept: View) => readonly Series[]): Series[] {
  return beside.flatMap(({ letter, view }) =>
    make(view).map(({ symbol: _, label, ...line }) => ({ ...line, label: label && letter, muted: true })),
  )
}

/** The step of the row nearest to a step, over all arms; beyond the end of the run, over those of the kept runs beside it. */
export function nearestStep(view: View, step: number): number | undefined {
  const longer = step > view.lastStep ? view.beside.filter(kept => kept.view.lastStep > view.lastStep) : []
  let best: number | undefined
  for (const arm of [view, ...longer.map(kept => kept.view)].flatMap(({ arms }) => arms)) {
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

/** The names of directions as texts write them: "v₁", "g(v₁)". */
export const DIRECTION_SYMBOLS: readonly string[] = Array.from({ length: 64 }, (_, i) => direction(i + 1)).flatMap(v => [v, `g(${v})`])

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
export function stepRange({ lastStep }: View): readonly [number, number] {
  return [0, Math.max(10, lastStep)]
}

/** Where the line of the present step belongs: the pointed-at step, else the scrubbed one. */
export function cursorOf(view: View, mark: number | undefined): number | undefined {
  return mark ?? (view.scrubbed ? view.step : undefined)
}
