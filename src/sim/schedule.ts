import cos from '@stdlib/math-base-special-cos'
import pow from '@stdlib/math-base-special-pow'
import type { Arm } from '../scenario/types'

/** η of step t (counted from 0): the arm's η times the schedule's factor in (0, 1]. The same bits in every engine. */
export function learningRate(arm: Pick<Arm, 'eta' | 'schedule' | 'period' | 'floor'>, t: number): number {
  const { eta, schedule, period, floor } = arm
  if (schedule === 'step') return eta * pow(floor, Math.floor(t / period))
  if (schedule === 'cosine') return eta * (floor + ((1 - floor) * (1 + cos((Math.PI * Math.min(t, period)) / period))) / 2)
  if (schedule === 'triangular') return eta * (floor + (1 - floor) * (1 - Math.abs((2 * (t % period)) / period - 1)))
  return eta
}
