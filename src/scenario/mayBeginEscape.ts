import { armAt } from './events'
import type { ArmField, Scenario } from './types'

const COURSES = ['schedule', 'period', 'floor', 'curve', 'bschedule', 'bperiod', 'bfloor', 'bcurve'] as const satisfies readonly ArmField[]

/**
 * Whether an event may begin an escape of arm `index`, as `drivenFrom` tells exactly: it raises η, lowers B, switches a noise on,
 * or changes a schedule. Without the schedules themselves, which the page's first picture need not fetch.
 */
export function mayBeginEscape(scenario: Scenario, index: number): boolean {
  return scenario.events.some(({ step }) => {
    const [before, after] = [armAt(scenario, index, step - 1), armAt(scenario, index, step)]
    if (after.eta > before.eta || after.B < before.B || (before.noise === 'none' && after.noise !== 'none')) return true
    return COURSES.some(field => after[field] !== before[field])
  })
}
