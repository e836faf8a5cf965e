import type { PartOf } from '../../../store'
import { list, number } from '../reading/numbers'
import { type StudyArm, studyArms } from '../reading/studies'
import type { View } from '../reading/view'

type VarianceArm = StudyArm<PartOf<'variance'>>

/** The exponent with the scatter about its line: "1.20 ± 0.11". */
export const exponent = ({ psi, psiError }: PartOf<'variance'>) => `${psi.toFixed(2)} ± ${psiError.toFixed(2)}`

/** What the exponent says of the published claim, plainly. */
function exponentVerdict({ label, part }: VarianceArm): string {
  if (part.divergedAt !== null) return `${label} diverged at step ${part.divergedAt}.`
  if (Number.isNaN(part.psi)) return `${label}: too few components to fit a power law.`
  const fit = `${label}: ψ = ${exponent(part)}`
  if (part.psi > 2 * part.psiError) return `${fit}: the sharper, the larger the variance, as published.`
  if (part.psi < -2 * part.psiError) return `${fit}: the flatter, the larger the variance, the opposite of what was published.`
  return `${fit}: no clear relation.`
}

function drifts(arms: readonly VarianceArm[]): string {
  const moving = arms.filter(({ part }) => part.drift < 0.5 || part.drift > 2)
  const [first] = moving
  return first
    ? ` ${list(moving.map(a => a.label))} has not settled: the halves of its path differ in size ${number(first.part.drift)}-fold.`
    : ''
}

/** Every arm's exponent, and which arm has not settled. */
export function varianceSentence(view: View): string {
  const arms = studyArms(view, 'variance')
  return arms.length > 0 ? arms.map(exponentVerdict).join(' ') + drifts(arms) : 'Waiting for the run to settle.'
}
