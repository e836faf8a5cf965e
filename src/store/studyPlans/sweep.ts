import { pointCost, sweepCost, sweepPoint, sweepValues } from '../../scenario'
import type { Planner } from './plan'

/** Multiply-adds up to which a sweep starts by itself: some seconds. */
const BRIEF = 2e10

/** A task per value of the swept field; nothing but the arms' learning from the start enters, so looking elsewhere keeps the parts. */
export const planSweep: Planner<'sweep'> = ({ scenario }) => {
  if (scenario.sweep.over === 'none') return null
  const { view: _, ensemble: __, ...matters } = scenario
  return {
    key: JSON.stringify(matters),
    weights: sweepValues(scenario).map(value => pointCost(sweepPoint(scenario, value))),
    automatic: sweepCost(scenario) <= BRIEF,
    tasks: () => sweepValues(scenario).map(value => ({ value, scenario: sweepPoint(scenario, value) })),
  }
}
