import { plainValue } from './format'
import type { Series } from './types'

export interface DescribeOptions {
  /** What y is: "loss", "loss alignment μ". */
  readonly name: string
  /** What x counts, in the plural: "steps". */
  readonly over?: string
  /** Changes smaller than this share of the larger end count as "stays near" (0.05). */
  readonly flat?: number
}

/** One plain sentence per series for screen readers: "SGD: loss falls from 0.52 to 1.0e-3 over 90 steps." */
export function describeSeries(series: readonly Series[], options: DescribeOptions): string {
  const sentences = series.map(s => describeOne(s, options))
  return sentences.length > 0 ? sentences.join(' ') : `No ${options.name} measured yet.`
}

function describeOne(s: Series, { name, over = 'steps', flat = 0.05 }: DescribeOptions): string {
  const who = s.label ? `${s.label}: ` : ''
  const finite: number[] = []
  for (let i = 0; i < s.length; i++) if (Number.isFinite(s.y[i])) finite.push(i)
  if (finite.length === 0) return `${who}no ${name} measured yet.`
  const [i, j] = [finite[0], finite[finite.length - 1]]
  const [from, to] = [s.y[i], s.y[j]]
  if (i === j) return `${who}${name} is ${plainValue(from)}.`
  const span = `over ${plainValue(s.x[j] - s.x[i])} ${over}`
  let lo = i
  let hi = i
  for (const k of finite) {
    if (s.y[k] < s.y[lo]) lo = k
    if (s.y[k] > s.y[hi]) hi = k
  }
  const size = Math.max(Math.abs(from), Math.abs(to))
  const stopped = j < s.length - 1 ? `, then is no longer finite after ${plainValue(s.x[j])}` : ''
  if (Math.abs(to - from) <= flat * size) {
    const wide = s.y[hi] - s.y[lo] > 2 * flat * size ? ` (between ${plainValue(s.y[lo])} and ${plainValue(s.y[hi])})` : ''
    return `${who}${name} stays near ${plainValue(to)}${wide} ${span}${stopped}.`
  }
  const peak = hi !== i && hi !== j && s.y[hi] > 2 * Math.max(from, to) ? `, with a peak of ${plainValue(s.y[hi])}` : ''
  return `${who}${name} ${to > from ? 'rises' : 'falls'} from ${plainValue(from)} to ${plainValue(to)} ${span}${peak}${stopped}.`
}
