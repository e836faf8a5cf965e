import type { Arm, Scheduled } from '../../scenario'

/** What the two numbers of a schedule are called, and what they mean. */
interface ScheduleLabels {
  readonly period: { readonly label: string; readonly help: string }
  readonly floor: { readonly label: string; readonly help: string }
}

/** Of every schedule with a period and a floor. */
type LabelsBySchedule = Readonly<Record<Exclude<Arm['schedule'], 'constant' | 'drawn'>, ScheduleLabels>>

const labels = (period: string, periodHelp: string, floor: string, floorHelp: string): ScheduleLabels => ({
  period: { label: period, help: periodHelp },
  floor: { label: floor, help: floorHelp },
})

const CYCLE_PERIOD = ['steps per cycle', 'steps from one lowest rate to the next'] as const
const START = 'learning rate at the first step as a fraction of η'

const ETA_LABELS: LabelsBySchedule = {
  step: labels(
    'steps per drop',
    'steps between two drops of the learning rate',
    'factor per drop',
    'what the rate is multiplied by at every drop',
  ),
  cosine: labels(
    'length of the decay',
    'steps from η to the lowest rate',
    'rate at its end',
    'learning rate after the decay as a fraction of η',
  ),
  triangular: labels(...CYCLE_PERIOD, 'lowest rate', 'learning rate between two cycles as a fraction of η'),
  sawtooth: labels(
    'steps per cycle',
    'steps from one highest rate to the next',
    'lowest rate',
    'rate at the end of a cycle as a fraction of η',
  ),
  'one-cycle': labels(
    'length of the cycle',
    'steps of the climb, the way back and the last fall',
    'rate at the start',
    `${START}; a hundredth of it at the end`,
  ),
  'warm-up': labels('steps of warm-up', 'steps from the first rate to η', 'rate at the start', START),
  wsd: labels(
    'length of all three',
    'steps of the climb (a tenth), at η, and of the fall (the last fifth)',
    'rate at both ends',
    'learning rate at the start and after the decay as a fraction of η',
  ),
  'cosine-restarts': labels(
    'steps per cycle',
    'steps from η to the lowest rate and the next restart',
    'lowest rate',
    'rate at the end of a cycle as a fraction of η',
  ),
}

const LARGEST_BATCH = 'the largest batch is B divided by this'
const B_LABELS: LabelsBySchedule = {
  step: labels(
    'steps per change',
    'steps between two changes of the batch size',
    'B divided by',
    'what B is divided by at every change: 0.5 doubles it',
  ),
  cosine: labels('length of the growth', 'steps from B to the largest batch', 'at its end, B over', LARGEST_BATCH),
  triangular: labels('steps per cycle', 'steps from one largest batch to the next', 'between cycles, B over', LARGEST_BATCH),
  sawtooth: labels('steps per cycle', 'steps from B to the largest batch', 'at the end, B over', LARGEST_BATCH),
  'one-cycle': labels(
    'length of the cycle',
    'steps of the whole cycle',
    'at the start, B over',
    `${LARGEST_BATCH}; a hundred times that at the end`,
  ),
  'warm-up': labels('steps to reach B', 'steps from the largest batch down to B', 'at the start, B over', LARGEST_BATCH),
  wsd: labels(
    'length of all three',
    'steps of the fall to B (a tenth), at B, and of the growth (the last fifth)',
    'at both ends, B over',
    LARGEST_BATCH,
  ),
  'cosine-restarts': labels('steps per cycle', 'steps from B to the largest batch', 'at the end, B over', LARGEST_BATCH),
}

/** What period and floor mean in a schedule; the fields' own words where arms differ. */
export function scheduleLabels(of: Scheduled, kind: Arm['schedule'] | ''): Partial<ScheduleLabels> {
  const all: Partial<Record<Arm['schedule'] | '', ScheduleLabels>> = of === 'eta' ? ETA_LABELS : B_LABELS
  return all[kind] ?? {}
}
