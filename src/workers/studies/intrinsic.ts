import { elementAt } from '../../lib/values'
import { armAt, type Scenario } from '../../scenario'
import { linearize } from '../../sim/linearized'
import { loadData } from '../../sim/load'
import type { MomentStep } from '../../theory/escapeMoments'
import { escapeProblem, escapeStart } from '../../theory/escapeProblem'
import { type Hypercontractivity, hypercontractivity } from '../../theory/hypercontractivity'
import { type IntrinsicCurve, intrinsicCurve } from '../../theory/intrinsicTime'
import { CURVE_DIRECTIONS, CURVE_READINGS, CURVE_STEPS, type CurvesEnd, cheapest, reachOf, stepOf } from './curves'
import type { Compute } from './study'

/** One arm of a linear model, from the start to the scenario's last step. */
export interface IntrinsicTask {
  readonly scenario: Scenario
  /** Its index. */
  readonly arm: number
}

export interface IntrinsicPart extends IntrinsicCurve {
  readonly arm: string
  /** The last step that the curve reaches, and why no later one. */
  readonly until: number
  readonly end: CurvesEnd | null
  /** Of the inputs, the same for every arm. */
  readonly hyper: Hypercontractivity
}

export const compute: Compute<IntrinsicTask, IntrinsicPart | null> = async ({ scenario, arm: index }, { assets, report }) => {
  const data = await loadData(scenario, assets)
  const { n, d } = data
  const model = Math.min(n, d) <= CURVE_DIRECTIONS ? linearize(scenario, data) : null
  if (!model) return null
  const reduced = { ...escapeProblem(model.X, n, d), p: model.p, axes: new Float64Array(0) }
  const start = escapeStart(reduced, model.r)
  const { problem, affordable } = cheapest(reduced, start.rest !== null, Math.min(scenario.steps, CURVE_STEPS))
  const { steps, end } = reachOf(scenario, index, problem, Math.min(CURVE_STEPS, affordable))
  const at = (t: number) => stepOf(armAt(scenario, index, t), t, problem) as MomentStep
  const every = Math.max(1, Math.ceil(steps / CURVE_READINGS))
  const curve = intrinsicCurve(problem, start, { steps, every, at, report: done => report(done, steps) })
  return { ...curve, arm: elementAt(scenario.arms, index).id, until: steps, end, hyper: hypercontractivity(problem) }
}
