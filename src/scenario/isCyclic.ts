import type { Arm } from './types'

const CYCLES: readonly Arm['schedule'][] = ['triangular', 'sawtooth', 'cosine-restarts']

/**
 * Whether η goes up and down in equal cycles for as long as the run lasts. Not in schedule.ts, whose special functions the
 * page's first picture does without.
 */
export const isCyclic = ({ schedule }: Pick<Arm, 'schedule'>): boolean => CYCLES.includes(schedule)
