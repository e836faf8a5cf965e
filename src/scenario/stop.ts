import { elementAt, numberAt } from '../lib/values'
import { armName } from './armName'
import type { Columns } from './rowLayout'
import type { Scenario, StopSettings } from './types'

/** Looks at a run at most, where the scenario does not say how often it is measured. */
const LOOKS = 1000

/** What ended a run before its last step. */
export interface Stopped {
  readonly when: StopSettings['when']
  readonly side: StopSettings['side']
  readonly value: number
  /** The arm that met it first in the order of arms; '' where all of them did. */
  readonly arm: string
  readonly step: number
}

/** Whether a run ends where a quantity reaches a value. */
export const stopsEarly = ({ stop }: Pick<Scenario, 'stop'>): boolean => stop.when !== 'off'

/** Steps between the rows at which that is looked at, and of the command line. */
export const looksEvery = ({ measure, steps }: Pick<Scenario, 'measure' | 'steps'>): number =>
  measure.every || Math.max(1, Math.ceil(steps / LOOKS))

/** Steps and time only grow. */
const sideOf = ({ when, side }: StopSettings): StopSettings['side'] => (when === 'step' || when === 'time' ? 'above' : side)

/** What ends the run at these rows, one per arm, of one step; null where it goes on. */
export function stopAt(s: Scenario, rows: readonly ArrayLike<number>[], columns: Columns): Stopped | null {
  const { when, value, arm } = s.stop
  const step = numberAt(elementAt(rows, 0), columns.at.step)
  if (when === 'off' || step >= s.steps || step % looksEvery(s) !== 0) return null
  const side = sideOf(s.stop)
  const column = when === 'lambda' ? columns.first.lambda : columns.at[when === 'test' ? 'test_error' : when]
  const met = s.arms.filter((_, a) => {
    const found = numberAt(elementAt(rows, a), column)
    return side === 'below' ? found <= value : found >= value
  })
  const asked = arm === '' || arm === 'all' ? met : met.filter(({ id }) => id === arm)
  const first = asked[0]
  if (!first || (arm === 'all' && met.length < s.arms.length)) return null
  return { when, side, value, arm: arm === 'all' ? '' : first.id, step }
}

const SYMBOLS = { off: '', loss: 'loss', mu: 'μ', lambda: 'λ₁', step: 'step', time: 'η·t', test: 'test error' } as const

/** "loss of SGD ≤ 1e-6". */
export function stopWords({ when, side, value, arm }: Stopped): string {
  const of = when === 'step' ? '' : arm ? ` of ${armName(arm)}` : ' of all arms'
  return `${SYMBOLS[when]}${of} ${side === 'below' ? '≤' : '≥'} ${value}`
}
