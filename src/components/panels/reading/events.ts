import type { EventMark } from '../../../charts'
import { formatValue, plainValue, tickValue } from '../../../charts'
import type { ArmField, FieldValue, Scenario, ScenarioEvent } from '../../../scenario'
import { armAt, armName, isCarried, sameValue, usesBatches } from '../../../scenario'
import { direction } from './series'
import type { View } from './view'

/** How texts call a setting of an arm: η, and the others by their names. */
export const settingSymbol = (field: ArmField): string => (field === 'eta' ? 'η' : field)

/** A recorded change. */
export interface Change {
  readonly step: number
  readonly label: string
  /** The label for screen readers. */
  readonly spoken: string
  readonly arm: string
  readonly field: ArmField
  readonly value: FieldValue
  /** What it is in the scenario, with what branches repeat of it. */
  readonly events: readonly ScenarioEvent[]
}

/** What the user changed, in the order of the scenario: "SGD η 0.5 → 0.62". */
export function changesOf(scenario: Scenario): Change[] {
  const marks: { event: ScenarioEvent; from: FieldValue; events: ScenarioEvent[] }[] = []
  for (const event of scenario.events) {
    const { step, arm, field, value } = event
    if (isCarried(scenario, event)) {
      const of = marks.findLast(m => m.event.step === step && m.event.field === field && sameValue(m.event.value, value))
      of?.events.push(event)
      continue
    }
    const owner = scenario.arms.findIndex(a => (arm ? a.id === arm : field !== 'B' || usesBatches(a)))
    marks.push({ event, from: armAt(scenario, Math.max(0, owner), step - 1)[field], events: [event] })
  }
  return marks.map(({ event: { step, arm, field, value }, from, events }) => {
    const who = arm && scenario.arms.length > 1 ? `${armName(arm)} ` : ''
    const said = (number: (v: number, digits: number) => string) => {
      const text = (v: FieldValue) =>
        typeof v === 'number' ? number(v, 3) : typeof v === 'string' ? v.replaceAll('-', ' ') : `${v.length / 2} points`
      return `${who}${settingSymbol(field)} ${text(from)} → ${text(value)}`
    }
    return { step, label: said(tickValue), spoken: said(plainValue), arm, field, value, events }
  })
}

export const changeMarks = (scenario: Scenario): EventMark[] => changesOf(scenario).map(({ step, label }) => ({ x: step, label }))

/** "GD diverged at step 812 along v₁", one per arm that left the range of numbers. */
export function divergenceMarks(view: View): EventMark[] {
  return view.arms.flatMap(({ label, trace: { divergence } }) => {
    if (!divergence || divergence.step > view.step) return []
    const along = divergence.direction > 0 ? ` along ${direction(divergence.direction)}` : ''
    return [{ x: divergence.step, label: `${label} diverged at step ${formatValue(divergence.step)}${along}` }]
  })
}
