import { timeOfStep } from '../../../charts'
import type { NumberTable } from '../reading/readout'
import { clockOf } from '../reading/time'
import type { ArmView, View } from '../reading/view'
import { reachOf, tableWithMeans } from './means'
import type { AnyPanel } from './spec'

/** The numbers of a panel for a file: every one that is drawn, and over steps also Σ η of the arm, which the axis may count in their place, and the means that its lines are. */
export async function tableOf(spec: Pick<AnyPanel, 'table' | 'timed'>, view: View): Promise<NumberTable> {
  const reach = reachOf(spec.timed, view)
  const plain = await spec.table(view)
  return withTime(spec, view, reach > 0 ? tableWithMeans(plain, reach) : plain)
}

/** A table over the steps with Σ η of the arm, where it does not have it. */
export function withTime({ timed }: Pick<AnyPanel, 'timed'>, view: View, { header, rows }: NumberTable): NumberTable {
  const [step, arm] = [header.findIndex(name => name === 'step' || name === 'escape_step'), header.indexOf('arm')]
  if (!timed || step < 0 || arm < 0 || header.includes('time')) return { header, rows }
  const arms = new Map(view.arms.map(of => [of.id, of]))
  return { header: [...header, 'time'], rows: rows.map(row => [...row, timeAt(view, arms.get(String(row[arm])), row[step])]) }
}

/** Σ η before a step; between measured ones as the axis has it. */
function timeAt(view: View, arm: ArmView | undefined, step: string | number | undefined): number {
  if (!arm || typeof step !== 'number') return Number.NaN
  const { steps, times, length } = clockOf(view, arm)
  const row = arm.trace.table.indexOf(step)
  if (row >= 0 && steps[row] === step) return times[row] ?? Number.NaN
  return timeOfStep({ steps, times, length }, step)
}
