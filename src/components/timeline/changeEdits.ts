/** A recorded change moved or deleted: the run is played again to where it had come, one entry in the history. */
import { changesNothing, FIELDS, movedEvents, type Scenario, withoutEvents } from '../../scenario'
import type { Scope } from '../../store'
import type { Change } from '../panels/reading/events'

/** Moves a change to a step; says where it changes nothing there, and what it waits for beyond the run. */
export function moveChange(scope: Scope, { step, field, events, label }: Change, to: number): void {
  scope.recast(s => {
    const scenario = movedEvents(s, events, to - step)
    const says = idleWords(scenario, s, { field, label })
    return { scenario, ...(says && { says }) }
  })
}

/** Deletes a change; says what changes nothing without it. */
export function deleteChange(scope: Scope, { events, field, label }: Change): void {
  scope.recast(s => {
    const scenario = withoutEvents(s, events)
    const says = idleWords(scenario, s, { field, label })
    return { scenario, ...(says && { says }) }
  })
}

/** What changes nothing now, but did before. */
function idleWords(after: Scenario, before: Scenario, { field, label }: Pick<Change, 'field' | 'label'>): string {
  const idle = (s: Scenario) => s.events.filter(e => e.field === field && changesNothing(s, e))
  const found = idle(after)
  if (found.length <= idle(before).length) return ''
  const steps = [...new Set(found.map(e => e.step))].join(', ')
  return `After this change of the timeline (${label}) the change of ${FIELDS.arm[field].label} at step ${steps} finds its value in force already, and changes nothing.`
}
