import { Fault } from '../../lib/fault'
import { armAt, batchSize, ensembleArm, learningRate, type Scenario } from '../../scenario'
import { type TailIndex, tailIndex } from '../../sim/ensemble/tailIndex'
import { linearize } from '../../sim/linearized'
import { loadData } from '../../sim/load'
import { escapeProblem } from '../../theory/escapeProblem'
import type { Compute } from './study'

/** Samples of a minibatch times directions of G at most: beyond, populations of walkers would take minutes. */
const MOST = 4000

/** The first SGD arm of a linear model, with the settings in force at a step. */
export interface TailIndexTask {
  readonly scenario: Scenario
  readonly step: number
}
export interface TailIndexPart extends TailIndex {
  readonly arm: string
  readonly eta: number
  readonly B: number
}

export const compute: Compute<TailIndexTask, TailIndexPart> = async ({ scenario, step }, { assets, report }) => {
  const data = await loadData(scenario, assets)
  const model = linearize(scenario, data)
  if (!model) throw new Fault('The tail index is read for linear models only', 'choose the linear model')
  const arm = armAt(scenario, ensembleArm(scenario), step)
  const settings = { eta: learningRate(arm, step), B: batchSize(arm, step, data.n) }
  const problem = escapeProblem(model.X, data.n, data.d)
  if (settings.B * problem.s > MOST)
    throw new Fault(
      `The tail index is looked for where B times the directions of G is at most ${MOST}; here it is ${settings.B} × ${problem.s}`,
      'choose a smaller B or fewer dimensions',
    )
  return { ...tailIndex(problem, { ...settings, seed: scenario.seed }, report), ...settings, arm: arm.id }
}
