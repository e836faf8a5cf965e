import { isCyclic } from '../../scenario'
import type { Planner } from './plan'
import { alone, runKey } from './run'

/** Directions of G that count as sharp, at most. */
const SHARP = 10

/** A task per arm whose learning rate goes in cycles; the other arms are read at the same steps. */
export const planCycles: Planner<'cycles'> = ({ scenario }) => {
  const cyclic = scenario.arms.find(isCyclic)
  if (!cyclic || cyclic.period > scenario.steps) return null
  const measure = { ...scenario.measure, hessian: Math.max(1, scenario.measure.hessian), k: Math.max(SHARP, scenario.measure.k) }
  return {
    key: JSON.stringify([runKey(scenario), { ...measure, every: 0 }]),
    automatic: true,
    tasks: () => scenario.arms.map(arm => ({ scenario: { ...alone(scenario, arm), measure }, sharp: SHARP, period: cyclic.period })),
  }
}
