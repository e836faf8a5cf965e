import type { Arm } from '../../scenario'
import type { Scheduled } from '../../scenario/schedule'

interface Words {
  readonly label: string
  readonly help: string
}

interface Pair {
  readonly period: Words
  readonly floor: Words
}

const pair = (period: string, periodHelp: string, floor: string, floorHelp: string): Pair => ({
  period: { label: period, help: periodHelp },
  floor: { label: floor, help: floorHelp },
})

const CYCLES = ['steps per cycle', 'steps from one lowest rate to the next'] as const
const START = 'learning rate at the first step as a fraction of η'

const ETA: Partial<Record<Arm['schedule'], Pair>> = {
  step: pair(
    'steps per drop',
    'steps between two drops of the learning rate',
    'factor per drop',
    'what the rate is multiplied by at every drop',
  ),
  cosine: pair(
    'length of the decay',
    'steps from η to the lowest rate',
    'rate at its end',
    'learning rate after the decay as a fraction of η',
  ),
  triangular: pair(...CYCLES, 'lowest rate', 'learning rate between two cycles as a fraction of η'),
  sawtooth: pair(
    'steps per cycle',
    'steps from one highest rate to the next',
    'lowest rate',
    'rate at the end of a cycle as a fraction of η',
  ),
  'one-cycle': pair(
    'length of the cycle',
    'steps of the climb, the way back and the last fall',
    'rate at the start',
    `${START}; a hundredth of it at the end`,
  ),
  'warm-up': pair('steps of warm-up', 'steps from the first rate to η', 'rate at the start', START),
}

const LARGEST = 'the largest batch is B divided by this'
const B: Partial<Record<Arm['schedule'], Pair>> = {
  step: pair(
    'steps per change',
    'steps between two changes of the batch size',
    'B divided by',
    'what B is divided by at every change: 0.5 doubles it',
  ),
  cosine: pair('length of the growth', 'steps from B to the largest batch', 'at its end, B over', LARGEST),
  triangular: pair('steps per cycle', 'steps from one largest batch to the next', 'between cycles, B over', LARGEST),
  sawtooth: pair('steps per cycle', 'steps from B to the largest batch', 'at the end, B over', LARGEST),
  'one-cycle': pair(
    'length of the cycle',
    'steps of the whole cycle',
    'at the start, B over',
    `${LARGEST}; a hundred times that at the end`,
  ),
  'warm-up': pair('steps to reach B', 'steps from the largest batch down to B', 'at the start, B over', LARGEST),
}

/** What period and floor mean in a schedule; the fields' own words where arms differ. */
export function scheduleWords(of: Scheduled, kind: Arm['schedule'] | ''): Partial<Pair> {
  return (kind && (of === 'eta' ? ETA : B)[kind]) || {}
}
