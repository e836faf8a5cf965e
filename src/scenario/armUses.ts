import type { ArmField } from './types'

/** Arm fields that only minibatches have a use for. */
export const OF_MINIBATCHES = [
  'B',
  'sampling',
  'noise',
  'rank',
  'trace',
  'bschedule',
  'bperiod',
  'bfloor',
  'bcurve',
] as const satisfies readonly ArmField[]

/** Whether an arm field means something for this kind of arm. */
export function armUses(kind: 'sgd' | 'gd', field: ArmField): boolean {
  return kind === 'sgd' || !(OF_MINIBATCHES as readonly ArmField[]).includes(field)
}
