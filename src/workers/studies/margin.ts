import type { Scenario } from '../../scenario'
import { loadData } from '../../sim/load'
import type { Descent } from '../../sim/margin/descent'
import { hardMargin } from '../../sim/margin/hardMargin'
import { type MarginCourse, runMargin } from '../../sim/margin/run'
import { separableClasses } from '../../sim/margin/separable'
import type { Compute } from './study'

export type { Descent }

export interface MarginTask {
  /** Its data and its number of steps are used. */
  readonly scenario: Scenario
  readonly kind: Descent
}

/** Why there is no margin: no plane through the origin separates the classes, there are several outputs, or it would take too long. */
export type MarginEnd = 'inseparable' | 'outputs' | 'large'

export interface MarginReport extends MarginCourse {
  readonly end: null
  readonly kind: Descent
  readonly n: number
  readonly d: number
  /** γ*, of inputs whose longest has length one, and how far above it may lie. */
  readonly margin: number
  readonly slack: number
  /** Support vectors: the rank of the points that touch the margin. */
  readonly support: number
  /** How far drawn classes were moved apart. */
  readonly moved: number
}
export type MarginPart = MarginReport | { readonly end: MarginEnd }

/** Steps at most, multiplications at most, and the entries of the data. */
const DESCENT_STEPS = 100_000
const DESCENT_WORK = 6e9
const DATA_ENTRIES = 400_000

export const compute: Compute<MarginTask, MarginPart> = async ({ scenario, kind }, { assets, report, show }) => {
  const data = await loadData(scenario, assets)
  const { n, d } = data
  if (data.outputs !== 1) return { end: 'outputs' }
  if (n * d > DATA_ENTRIES) return { end: 'large' }
  const classes = separableClasses(data, scenario.data)
  const best = hardMargin(classes.Z, n, d)
  if (!best) return { end: 'inseparable' }
  const steps = Math.min(DESCENT_STEPS, scenario.steps, Math.max(1000, Math.floor(DESCENT_WORK / (2 * n * d))))
  const whole = (course: MarginCourse): MarginReport => ({
    ...course,
    ...{ end: null, kind, n, d, moved: classes.moved, support: best.support.length },
    ...{ margin: best.margin, slack: best.above - best.margin },
  })
  const course = runMargin(classes, best, kind, steps, (done, known) => {
    report(done, steps)
    if (done % (steps / 10) < 500) show(whole(known()))
  })
  return whole(course)
}
