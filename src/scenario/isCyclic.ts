import type { Arm } from './types'

/**
 * Whether η goes up and down in equal cycles for as long as the run lasts. Not in schedule.ts, whose special functions the
 * page's first picture does without.
 */
export const isCyclic = ({ schedule }: Pick<Arm, 'schedule'>): boolean => schedule === 'triangular' || schedule === 'sawtooth'
