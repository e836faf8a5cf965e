import { list, number } from '../reading/numbers'
import type { View } from '../reading/view'
import { cycleArms, cycleColumn } from './readings'

/** From which λ₁ to which the cycles have led every arm. */
export function cyclesSentence(view: View): string {
  const arms = cycleArms(view).filter(arm => arm.part.ends.length > 1)
  if (arms.length === 0) return 'Waiting for the first cycle to end.'
  const ended = arms.map(arm => {
    const values = cycleColumn(arm, 'lambda_1')
    return `${arm.label} from λ₁ = ${number(values.at(0) ?? Number.NaN)} to ${number(values.at(-1) ?? Number.NaN)}`
  })
  const lost = arms.filter(arm => arm.part.divergedAt !== null).map(arm => `${arm.label} diverged at step ${arm.part.divergedAt}.`)
  const cycles = Math.max(...arms.map(arm => arm.part.ends.length - 1))
  return [`After ${cycles === 1 ? 'one cycle' : `${cycles} cycles`}: ${list(ended)}.`, ...lost].join(' ')
}
