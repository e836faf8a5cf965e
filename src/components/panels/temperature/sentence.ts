import type { PartOf } from '../../../store'
import { nth, number } from '../reading/numbers'
import { direction } from '../reading/series'
import type { View } from '../reading/view'
import { type MeasuredArm, plusMinus, temperatureArmsOf } from './measured'

const NO_TEMPERATURE: Readonly<Record<Exclude<PartOf<'temperature'>['end'], null>, string>> = {
  interpolates: 'the minimum fits every label, so the noise dies out and there is no temperature',
  unstable: 'the noise makes the run grow without end: lower η or raise B',
  slow: 'no direction settles within 6\u2009000 steps: raise η',
  large: 'at most 200 directions are computed',
}

/** One temperature or many, plainly. */
function temperatureVerdict({ label, part }: MeasuredArm): string {
  const { directions, measured, aligned } = part
  const [first = 0, last = first] = [directions.at(0), directions.at(-1)]
  if (first === last) return `${label}: only one direction settles in time.`
  const { value, error } = measured.ratio
  const [sharp, flat] = [direction(first + 1), direction(last + 1)]
  const claim = Number.isNaN(nth(aligned, 0)) ? '' : ` (${number(nth(aligned, first) / nth(aligned, last))} times if Σ = 2L·G)`
  if (Math.abs(value - 1) < 2 * error) return `${label}: sharp ${sharp} and flat ${flat} are equally hot within the error${claim}.`
  const [hot, cold, times] = value > 1 ? [`sharp ${sharp}`, `flat ${flat}`, value] : [`flat ${flat}`, `sharp ${sharp}`, 1 / value]
  const spread = value > 1 ? error : error / (value * value)
  return `${label}: ${hot} is ${plusMinus(times, spread)} times as hot as ${cold}, no single temperature${claim}.`
}

/** Whether each arm has one temperature, or why it has none. */
export function temperatureSentence(view: View): string {
  const arms = temperatureArmsOf(view)
  if (arms.length === 0) return 'Waiting for the first replicas.'
  return arms
    .map(arm => (arm.part.end === null ? temperatureVerdict({ ...arm, part: arm.part }) : `${arm.label}: ${NO_TEMPERATURE[arm.part.end]}.`))
    .join(' ')
}
