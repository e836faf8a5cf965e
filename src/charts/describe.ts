/** A chart in words, for those who cannot see it: one plain sentence per line of a chart. */

import { numberAt } from '../lib/values'
import { extentOf } from './domain'
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
  const reach = extentOf(s.y, s.length)
  const points = Array.from({ length: s.length }, (_, i) => ({ i, x: numberAt(s.x, i), y: numberAt(s.y, i) })).filter(p =>
    Number.isFinite(p.y),
  )
  const [first, last] = [points[0], points.at(-1)]
  if (!reach || !first || !last) return `${who}no ${name} measured yet.`
  const [from, to] = [first.y, last.y]
  if (first === last) return `${who}${name} is ${plainValue(from)}.`
  const count = last.x - first.x
  const span = `over ${plainValue(count)} ${count === 1 ? over.replace(/s$/, '') : over}`
  const [lo, hi] = reach
  const size = Math.max(Math.abs(from), Math.abs(to))
  const stopped = last.i < s.length - 1 ? `, then is no longer finite after ${plainValue(last.x)}` : ''
  if (Math.abs(to - from) <= flat * size) {
    const wide = hi - lo > 2 * flat * size ? ` (between ${plainValue(lo)} and ${plainValue(hi)})` : ''
    return `${who}${name} stays near ${plainValue(to)}${wide} ${span}${stopped}.`
  }
  const peak = hi > Math.max(from, to) && hi > 2 * Math.max(from, to) ? `, with a peak of ${plainValue(hi)}` : ''
  return `${who}${name} ${to > from ? 'rises' : 'falls'} from ${plainValue(from)} to ${plainValue(to)} ${span}${peak}${stopped}.`
}
