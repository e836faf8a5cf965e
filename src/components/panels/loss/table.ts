import type { Scalar } from '../../../scenario'
import { nth } from '../reading/numbers'
import type { NumberTable } from '../reading/readout'
import { stepTable } from '../reading/tables'
import type { View } from '../reading/view'
import type { Strip } from './strip/strip'

/** Losses and rates of every arm at its rows; where the strip shows a plan, then its corners, with η or B alone. */
export function lossTable(view: View, strip: Strip, tested: boolean): NumberTable {
  const names = ['loss', 'grad_norm', 'lr', 'batch_size', ...(tested ? (['test_loss', 'test_error'] as const) : [])] satisfies Scalar[]
  const { header, rows } = stepTable(view, names)
  const of = strip.of(view)
  const planned = strip.coursesOf(view)?.courseLines(view, of, strip.draft).planned ?? []
  const column = of === 'eta' ? 'lr' : 'batch_size'
  const corners = planned.flatMap(({ x, y, length, color }) => {
    const arm = view.arms.find(a => a.color === color)
    if (!arm) return []
    return Array.from({ length }, (_, i) => i)
      .filter(i => arm.trace.table.value(arm.trace.table.indexOf(nth(x, i)), 0) !== nth(x, i))
      .map(i => [arm.id, nth(x, i), ...names.map(name => (name === column ? nth(y, i) : Number.NaN))])
  })
  return { header, rows: [...rows, ...corners] }
}
