/**
 * What is to be reached and cannot be measured yet, since what would be measured is not there. An entry goes when a part of the
 * benchmarks measures it.
 */
import type { Row } from '../core/row'

const PENDING = [
  ['μ of networks, n 1,000, f32, two workers against PyTorch f32 on one thread', 'at most 0.6×', 'measurements run in one worker'],
  ['batched replicas of a network against one by one, same adapter', 'at least 5×', 'replicas of networks step on the processor'],
  ['bits of measurements for 1, 2 and 4 workers', 'equal', 'measurements run in one worker'],
] as const

export async function rows(say: (row: Row) => void): Promise<void> {
  for (const [name, words, missing] of PENDING) {
    const cells = [{ who: 'ours', missing: `not there yet: ${missing}` }]
    say({ part: 'pending', group: 'not measured yet', name, unit: '', cells, targets: [{ of: 'ours', words }] })
  }
}
