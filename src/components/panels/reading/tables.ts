import type { Scalar, Vector } from '../../../scenario'
import { exportedName } from './curvature'
import { nth } from './numbers'
import type { NumberTable } from './readout'
import { type ArmView, columnOf, scalarOf, type View, vectorOf } from './view'

/** Tables of measured columns, for files. */

/** Columns of every arm over all steps, one row per arm and step. */
export function stepTable(view: View, names: readonly Scalar[]): NumberTable {
  const rows: (string | number)[][] = []
  for (const arm of view.arms) {
    const columns = names.map(name => columnOf(view, arm, name))
    const steps = columnOf(view, arm, 'step')
    for (let i = 0; i < steps.length; i++) rows.push([arm.id, nth(steps, i), ...columns.map(c => nth(c, i))])
  }
  return { header: ['arm', 'step', ...names.map(name => exportedName(view, name))], rows }
}

/** Per-direction values of every arm at the step shown, one row per arm and direction. */
export function directionTable(
  view: View,
  names: readonly Vector[],
  more: (view: View, arm: ArmView, k: number) => readonly number[] = () => [],
  moreNames: readonly string[] = [],
): NumberTable {
  const rows: (string | number)[][] = []
  for (const arm of view.arms) {
    const columns = names.map(name => vectorOf(view, arm, name))
    const length = Math.max(0, ...columns.map(c => c.length))
    for (let k = 1; k <= length; k++)
      rows.push([arm.id, scalarOf(view, arm, 'step'), k, ...columns.map(c => c[k - 1] ?? Number.NaN), ...more(view, arm, k)])
  }
  return { header: ['arm', 'step', 'k', ...names.map(name => exportedName(view, name)), ...moreNames], rows }
}
