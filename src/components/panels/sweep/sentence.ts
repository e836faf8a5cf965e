import { type Scenario, sweepCost, sweepValues } from '../../../scenario'
import { nth, number, short } from '../reading/numbers'
import type { View } from '../reading/view'
import { sweepArms, sweepCertificate, sweepPoints } from './points'

/** Multiply-adds per second of a sweep's workers, roughly. */
const PER_SECOND = 2e9

const finite = (values: ArrayLike<number>) => Array.from(values).filter(Number.isFinite)

/** Smallest and largest μ of all arms and points, before and after the runs. */
function alignmentRange(view: View): readonly [number, number] | undefined {
  const all = sweepArms(view).flatMap(arm => [...finite(arm.start), ...finite(arm.end)])
  return all.length > 0 ? [Math.min(...all), Math.max(...all)] : undefined
}

/** What the sweep is, before it has run: "5 runs of 200 steps, about 9 s". */
export function planWords(s: Scenario): string {
  const seconds = sweepCost(s) / PER_SECOND
  const time = seconds < 2 ? 'a second or two' : seconds < 100 ? `about ${Math.ceil(seconds)} s` : `about ${Math.ceil(seconds / 60)} min`
  return `${sweepValues(s).length} runs of ${number(s.steps)} steps each, ${time}`
}

/** Between which values μ lies, and how the certificate goes with the swept field. */
export function sweepSentence(view: View): string {
  const { scenario } = view
  const field = scenario.sweep.over
  const points = sweepPoints(view)
  const [first, last] = [points.at(0), points.at(-1)]
  const [range, bounds] = [alignmentRange(view), sweepCertificate(view)]
  if (!range || !first || !last) return `${planWords(scenario)}: nothing has been computed yet.`
  const span =
    first === last ? `at ${field} = ${number(first.value)}` : `from ${field} = ${number(first.value)} to ${field} = ${number(last.value)}`
  const verb = range[1] < 1.25 * range[0] ? 'stays' : 'lies'
  const words = `μ ${verb} between ${short(range[0])} and ${short(range[1])} ${span}.`
  const [lo, hi] = [finite(bounds?.lo ?? []), finite(bounds?.hi ?? [])]
  if (lo.length < 2) return words
  const end = lo.length - 1
  const [from, to] = [0, end].map(i => `[${short(nth(lo, i))}, ${short(nth(hi, i))}]`)
  const tighter = nth(hi, end) - nth(lo, end) < nth(hi, 0) - nth(lo, 0)
  return `${words} The certificate ${tighter ? 'tightens' : 'goes'} from ${from} to ${to}.`
}
