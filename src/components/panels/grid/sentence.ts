import { list, number } from '../reading/numbers'
import type { GridReading, GridRun, GridStatistic } from './reading'
import { isLogShown, runsOf, symbolOf } from './reading'

/** A number of a group with what it varies by: "0.12 (0.10 … 0.15)" or "0.12 ± 0.01"; one run has it exactly. */
export function withError(mid: number, lo: number, hi: number, statistic: GridStatistic): string {
  if (!Number.isFinite(lo) || !Number.isFinite(hi)) return number(mid)
  return statistic === 'mean' ? `${number(mid)} ± ${number(hi - mid, 1)}` : `${number(mid)} (${number(lo)} … ${number(hi)})`
}

/** "η = 0.1, B = 4". */
export const placeOf = ({ plan }: GridReading, { task }: GridRun) =>
  plan.axes.map(({ field }, a) => `${symbolOf(field)} = ${task.values[a]}`).join(', ')

/** Where each arm is lowest and highest, what is lacking, and how much of the sweep is there. */
export function gridSentence(reading: GridReading | string, statistic: GridStatistic): string {
  if (typeof reading === 'string') return reading
  const { done, total, arms, plan, title } = reading
  if (done === 0) return `${number(total)} runs, ${title} of each: nothing has been computed yet.`
  const several = arms.length > 1
  const parts = arms.flatMap(({ label, groups }) => {
    const known = groups.flatMap(group => (group && Number.isFinite(group.mid) ? [group] : []))
    const [first] = known
    if (!first) return []
    const low = known.reduce((best, group) => (group.mid < best.mid ? group : best), first)
    const high = known.reduce((best, group) => (group.mid > best.mid ? group : best), first)
    const say = (group: typeof first) => `${withError(group.mid, group.lo, group.hi, statistic)} at ${placeOf(reading, group.typical)}`
    const same = known.length > 1 && number(low.mid) === number(high.mid)
    const range = same
      ? `stays at ${withError(low.mid, low.lo, low.hi, statistic)}`
      : low === high
        ? `is ${say(low)}`
        : `goes from ${say(low)} to ${say(high)}`
    return [`${several ? `${label}: ` : ''}${title} ${range}.`]
  })
  const all = runsOf(reading)
  const left = all.filter(({ diverged }) => diverged !== null).length
  const lacking = all.filter(({ value }) => !Number.isFinite(value)).length
  const why = typeof plan.shown.place === 'object' ? 'did not get there' : 'have no finite value'
  const notes = [
    ...(lacking > 0 ? [`${number(lacking)} of ${number(all.length)} ${why}`] : []),
    ...(left > 0 ? [`${number(left)} of ${number(all.length)} diverged before and count with their last reading`] : []),
    ...(done < total ? [`${number(done)} of ${number(total)} runs are there`] : []),
    ...(isLogShown(reading) ? ['the scale is logarithmic, no farther than three powers of ten from the median'] : []),
  ]
  const end = notes.length > 0 ? ` ${list(notes).replace(/^./, letter => letter.toUpperCase())}.` : ''
  return `${parts.join(' ')}${end}`.trim()
}
