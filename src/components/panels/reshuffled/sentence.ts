import type { PartOf } from '../../../store'
import { nth, number } from '../reading/numbers'
import { direction } from '../reading/series'
import { type StudyArm, studyArms } from '../reading/studies'
import type { View } from '../reading/view'

type Reading = PartOf<'reshuffled'>
export type EpochArm = StudyArm<Extract<Reading, { end: null }>>

const NOTHING: Readonly<Record<Exclude<Reading['end'], null>, string>> = {
  interpolates: 'the minimum fits every label, so the noise dies out',
  unstable: 'the noise makes the run grow without end: lower η or raise B',
  slow: 'no direction settles within 6\u2009000 steps: raise η',
  large: 'at most 200 directions are computed',
  uneven: 'an epoch is read where B divides n, at least twice: choose another B',
}

const isRead = (arm: StudyArm<Reading>): arm is EpochArm => arm.part.end === null

export const epochArms = (view: View): EpochArm[] => studyArms(view, 'reshuffled').filter(isRead)

/** The selected arm, or the first. */
export function shownEpochs(view: View): EpochArm | undefined {
  const arms = epochArms(view)
  return arms.find(arm => arm.id === view.selected?.id) ?? arms[0]
}

const withError = (value: number, error: number) => `${number(value)} ± ${number(error, 2)}`

function ofArm({ label, part }: EpochArm): string {
  const { ratio, expected, exact, lambda, correlation, formula, M } = part
  const last = lambda.length - 1
  const flat = `${label}: reshuffled epochs of ${number(M)} minibatches leave ${withError(nth(ratio.mean, last), nth(ratio.error, last))} of the variance along flat ${direction(last + 1)}`
  const sharp = last > 0 ? ` and ${withError(nth(ratio.mean, 0), nth(ratio.error, 0))} along sharp v₁` : ''
  const theory = exact ?? expected
  const wanted = ` (${number(nth(theory, last))}${last > 0 ? ` and ${number(nth(theory, 0))}` : ''} ${exact ? 'exactly' : 'for noise that does not depend on θ'})`
  const lag = `successive noises correlate by ${withError(nth(correlation.mean, 0), nth(correlation.error, 0))} of ${number(nth(formula, 0))}`
  return `${flat}${sharp}${wanted}; ${lag}.`
}

/** What reshuffling leaves of each arm's variance, or why there is nothing to read. */
export function reshuffledSentence(view: View): string {
  const arms = studyArms(view, 'reshuffled')
  if (arms.length === 0) return 'Waiting for the first replicas.'
  return arms.map(arm => (isRead(arm) ? ofArm(arm) : `${arm.label}: ${arm.part.end && NOTHING[arm.part.end]}.`)).join(' ')
}
