import { COURSE_FIELDS } from './armFields'
import { armAt } from './events'
import type { Scenario } from './types'

const COURSES = Object.keys(COURSE_FIELDS) as (keyof typeof COURSE_FIELDS)[]

/**
 * Whether an event may push arm `index` harder, as `lastPush` tells exactly: it raises η, lowers B, switches a noise on,
 * or changes a schedule. Without the schedules themselves, which the page's first picture need not fetch.
 */
export function mayBeginEscape(scenario: Scenario, index: number): boolean {
  return scenario.events.some(({ step }) => {
    const [before, after] = [armAt(scenario, index, step - 1), armAt(scenario, index, step)]
    if (after.eta > before.eta || after.B < before.B || (before.noise === 'none' && after.noise !== 'none')) return true
    return COURSES.some(field => after[field] !== before[field])
  })
}
