import { elementAt } from '../lib/values'
import { armAt } from './events'
import { batchSize, type Course, courseOf, learningRate, ONE_CYCLE_BENDS, type Scheduled, STABLE_BENDS } from './schedule'
import type { Arm, Scenario } from './types'

/** Whole steps between corners at which a course is taken, at most. */
const GRID = 512
/** Corners beyond this many are left to the grid. */
const MOST_CORNERS = 2000

/** η or B over steps that do not decrease: straight between them, and every bend of few enough is among them. */
export interface Planned {
  readonly x: Float64Array
  readonly y: Float64Array
}

/** Where a schedule starts anew or bends, from 0 to `last`, ascending; none where there are too many to draw. */
export function cornersOf({ kind, period, curve }: Course, last: number): number[] {
  const within = (steps: number[]) => steps.filter(t => t >= 0 && t <= last)
  const half = Math.floor(period / 2)
  switch (kind) {
    case 'constant':
      return []
    case 'drawn':
      return within(stepsOf(curve))
    case 'cosine':
    case 'warm-up':
      return within([period])
    case 'one-cycle':
      return within(ONE_CYCLE_BENDS.map(share => Math.round(share * period)))
    case 'wsd':
      return within(STABLE_BENDS.map(share => Math.round(share * period)))
    case 'step':
    case 'cosine-restarts':
    case 'sawtooth':
      return within(cyclesOf(period, last).flatMap(t => [t - 1, t]))
    case 'triangular':
      return [...new Set(within(cyclesOf(period, last).flatMap(t => [t, t + half, t + period - half])))]
  }
}

/** The steps of a drawn schedule's points. */
const stepsOf = (curve: readonly number[]) => curve.filter((_, i) => i % 2 === 0)

/** Where cycles begin, up to `last`; none where there are too many to draw. */
function cyclesOf(period: number, last: number): number[] {
  if ((2 * last) / period > MOST_CORNERS) return []
  return Array.from({ length: Math.floor(last / period) + 1 }, (_, i) => i * period)
}

/** Ascending whole steps from 0 to `last`: an even grid, and these besides. */
export function stepsWith(extra: readonly number[], last: number): number[] {
  const count = Math.min(last, GRID)
  const grid = Array.from({ length: count + 1 }, (_, i) => Math.round((i * last) / Math.max(1, count)))
  return [...new Set([...grid, ...extra])].filter(t => t >= 0 && t <= last).sort((a, b) => a - b)
}

/**
 * η or B of arm `index` over the whole run, with every recorded change: the same functions that the simulation asks.
 * `draft` is another value of the drawn curve from step `draft.from` on.
 */
export function plannedCourse(
  s: Scenario,
  index: number,
  of: Scheduled,
  draft?: { readonly from: number; readonly curve: readonly number[] },
): Planned {
  const own = elementAt(s.arms, index)
  const changes = s.events.filter(e => e.arm === '' || e.arm === own.id)
  const states = [own, ...changes.map(e => armAt(s, index, e.step))]
  const bends = states.flatMap(arm => cornersOf(courseOf(arm, of), s.steps))
  const steps = changes.map(e => e.step)
  const drafted = draft ? [draft.from, ...stepsOf(draft.curve)] : []
  const x = stepsWith([...bends, ...[...steps, ...drafted].flatMap(t => [t - 1, t])], s.steps)
  const y = x.map(t => {
    const arm = armAt(s, index, t)
    const drawn: Arm = draft && t >= draft.from ? { ...arm, [of === 'eta' ? 'curve' : 'bcurve']: draft.curve } : arm
    return of === 'eta' ? learningRate(drawn, t) : batchSize(drawn, t, s.data.n)
  })
  return { x: Float64Array.from(x), y: Float64Array.from(y) }
}
