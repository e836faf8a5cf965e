/** What studies of the stationary state of SGD on a linear model begin with: `stationaryProblem`. */

import { Fault } from '../../lib/fault'
import type { Scenario } from '../../scenario'
import { linearize } from '../../sim/linearized'
import { type Assets, loadData } from '../../sim/load'
import { type EscapeProblem, escapeProblem, escapeStart } from '../../theory/escapeProblem'

/** Directions of G at most: beyond, the exact moments alone would take long. */
const MOST_DIRECTIONS = 200
/** Steps a run may take to settle, and how many times its slowest time it is given: what is left of the start is e⁻¹⁴ of the variance. */
const PATIENCE = 6000
export const SETTLE = 7

type Found =
  | { readonly end: 'large' | 'interpolates' }
  | { readonly end: null; readonly problem: EscapeProblem; readonly rest: Float64Array }

/** The problem in the eigenbasis of G and its residuals at the minimum, or why there are none to read; `what` is read of linear models alone. */
export async function stationaryProblem(scenario: Scenario, assets: Assets, what: string): Promise<Found> {
  const data = await loadData(scenario, assets)
  if (Math.min(data.n, data.d) > MOST_DIRECTIONS) return { end: 'large' }
  const model = linearize(scenario, data)
  if (scenario.model.kind !== 'linear' || !model) throw new Fault(`${what} for linear models only`, 'choose the linear model')
  const problem = escapeProblem(model.X, data.n, data.d)
  const { rest } = escapeStart(problem, model.r)
  return rest ? { end: null, problem, rest } : { end: 'interpolates' }
}

/** λ_k of the directions that settle in time at a learning rate η, sharpest first. */
export const settlingIn = (lambda: Float64Array, eta: number) => lambda.filter(v => SETTLE / (eta * v) <= PATIENCE)
