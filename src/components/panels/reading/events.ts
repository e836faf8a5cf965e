import type { EventMark } from '../../../charts'
import { formatValue, plainValue } from '../../../charts'
import type { ArmField, FieldValue, Scenario } from '../../../scenario'
import { armAt, armName, usesBatches } from '../../../scenario'
import { direction } from './series'
import type { View } from './view'

/** How texts call a setting of an arm: η, and the others by their names. */
export const settingSymbol = (field: ArmField): string => (field === 'eta' ? 'η' : field)

/** Changes of one field of one arm closer together than this share of the run are one drag of a slider. */
const NEAR = 1 / 40

/** What the user changed, as marks over the steps: "SGD η 0.5 → 0.62". One drag is one mark. */
export function changeMarks(scenario: Scenario, lastStep: number): EventMark[] {
  const marks: { step: number; last: number; arm: string; field: ArmField; from: FieldValue; to: FieldValue }[] = []
  for (const { step, arm, field, value } of scenario.events) {
    const open = marks.findLast(m => m.arm === arm && m.field === field)
    if (open && step - open.last <= Math.max(3, lastStep * NEAR)) {
      open.last = step
      open.to = value
      continue
    }
    const owner = scenario.arms.findIndex(a => (arm ? a.id === arm : field !== 'B' || usesBatches(a)))
    const from = armAt(scenario, Math.max(0, owner), step - 1)[field]
    marks.push({ step, last: step, arm, field, from, to: value })
  }
  return marks.map(m => {
    const who = m.arm && scenario.arms.length > 1 ? `${armName(m.arm)} ` : ''
    const text = (v: FieldValue) =>
      typeof v === 'number' ? plainValue(v, 3) : typeof v === 'string' ? v.replaceAll('-', ' ') : `${v.length / 2} points`
    return { x: m.step, label: `${who}${settingSymbol(m.field)} ${text(m.from)} → ${text(m.to)}` }
  })
}

/** "GD diverged at step 812 along v₁", one per arm that left the range of numbers. */
export function divergenceMarks(view: View): EventMark[] {
  return view.arms.flatMap(({ label, trace: { divergence } }) => {
    if (!divergence || divergence.step > view.step) return []
    const along = divergence.direction > 0 ? ` along ${direction(divergence.direction)}` : ''
    return [{ x: divergence.step, label: `${label} diverged at step ${formatValue(divergence.step)}${along}` }]
  })
}
