import { DEFAULTS } from '../lib/optimizers'
import { type ArmKind, OPTIMIZERS } from './optimizers'
import type { ArmField } from './types'

/** Arm fields that only minibatches have a use for. */
const OF_MINIBATCHES: readonly ArmField[] = ['B', 'sampling', 'draws', 'noise', 'rank', 'trace', 'bschedule', 'bperiod', 'bfloor', 'bcurve']

/** Whether an arm field means something for this kind of arm. */
export function armUses(kind: ArmKind, field: ArmField): boolean {
  const { usesBatches, settings } = OPTIMIZERS[kind]
  if (field === 'refresh') return 'keeps' in OPTIMIZERS[kind]
  if (OF_MINIBATCHES.includes(field)) return usesBatches
  return !(field in DEFAULTS) || settings.some(setting => setting === field)
}
