/** Follows one descent towards the largest margin and fits how its gap closes: `runMargin`. */

import { type Descent, type DescentSettings, MarginDescent } from './descent'
import type { HardMargin } from './hardMargin'
import { type Fitted, fitLaws } from './laws'
import type { SeparableClasses } from './separable'

/** One descent: 1 − margin/γ* at steps in nearly equal ratios. */
export interface MarginCourse {
  readonly steps: Float64Array
  readonly gaps: Float64Array
  /** The three laws fitted to the late part, best first; none while it is short. */
  readonly fits: readonly Fitted[]
  /** Steps of the first and the last point that were fitted. */
  readonly from: number
  readonly until: number
}

/** PRGD: 1,000 normalized steps first, then rescaled every 5 steps, to twice the distance from w* or by 2 %. */
export const WARM_UP = 1000
const PRGD_EVERY = 5
const PRGD_AWAY = 2
export const FACTOR = 1.02
/** η; inputs have length one at most, and L then curves by 1/4 at most. */
const MARGIN_ETA = 1

/** Of consecutive steps that are read. */
const RATIO = 1.05
/** A gap this small is at the border of what numbers hold. */
export const DONE = 1e-11
/** GD and NGD are fitted over this factor in the steps at the end; PRGD from a little after its warm-up. */
const LATE = 30
const SETTLED = 1.2
/** Steps between looks. */
const STEPS_BETWEEN_LOOKS = 500

/** Follows a descent for `steps` steps, or until its gap is closed. `tick` may ask for the course so far. */
export function runMargin(
  { Z, n, d }: SeparableClasses,
  { above, u }: HardMargin,
  kind: Descent,
  steps: number,
  tick: (done: number, known: () => MarginCourse) => void,
): MarginCourse {
  const settings: DescentSettings = { eta: MARGIN_ETA, warmUp: WARM_UP, every: PRGD_EVERY, toward: u, away: PRGD_AWAY, factor: FACTOR }
  const run = new MarginDescent(kind, Z, n, d, settings)
  const seen: number[] = []
  const gaps: number[] = []
  let next = 1
  const known = () => marginCourse(kind, seen, gaps)
  while (run.step < steps) {
    run.advance()
    if (run.step >= next || run.step === steps) {
      const gap = 1 - run.margin() / above
      seen.push(run.step)
      gaps.push(gap)
      if (gap < DONE) break
      next = Math.max(run.step + 1, Math.round(run.step * RATIO))
    }
    if (run.step % STEPS_BETWEEN_LOOKS === 0) tick(run.step, known)
  }
  return known()
}

function marginCourse(kind: Descent, steps: readonly number[], gaps: readonly number[]): MarginCourse {
  const last = steps.at(-1) ?? 0
  const start = kind === 'gd' || kind === 'ngd' ? last / LATE : SETTLED * WARM_UP
  const late = steps.flatMap((t, i) => (t >= start && gaps[i] >= DONE ? [i] : []))
  const at = late.map(i => steps[i])
  return {
    steps: Float64Array.from(steps),
    gaps: Float64Array.from(gaps),
    fits: fitLaws(
      at,
      late.map(i => gaps[i]),
    ),
    from: at[0] ?? Number.NaN,
    until: at.at(-1) ?? Number.NaN,
  }
}
