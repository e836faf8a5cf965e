import { numberAt } from '../lib/values'
import { ScenarioError } from './error'
import { sweepValues } from './sweep'
import type { DataSettings, Scenario } from './types'

/** Digits in the subset that the page carries, and those of one class. */
const DIGITS = { all: 2000, ofOneClass: 200 }

/** Training samples of each digit in all of MNIST. */
const OF_EACH = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]

/** Training samples that a task on digits has in the subset that comes with the program. */
export function digitsOf({ task }: DataSettings): number {
  return task === 'pair' ? 2 * DIGITS.ofOneClass : DIGITS.all
}

/** Training samples that a task on digits has in all of MNIST, which the command line reads. */
export function allDigitsOf({ task, minus, plus }: DataSettings): number {
  return task === 'pair' ? numberAt(OF_EACH, minus) + numberAt(OF_EACH, plus) : 60000
}

/** Returns the scenario, or throws a ScenarioError where it, or a point of its sweep, needs more digits than the page carries. */
export function checkCarried(s: Scenario): Scenario {
  if (s.data.source !== 'mnist') return s
  const most = digitsOf(s.data)
  const points = s.sweep.over === 'n' ? sweepValues(s).map(n => ['points', n] as const) : []
  for (const [field, n] of [['n', s.data.n] as const, ...points])
    if (n > most)
      throw new ScenarioError(field, String(n), `at most ${most} digits for this task on the page; the command line has all 70\u2009000`)
  return s
}
