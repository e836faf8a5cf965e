import { type Arm, isPlanar, type Scenario } from '../../scenario'
import type { Planner } from './plan'
import { runKey } from './run'
import { steadyArms } from './steady'

/** Readings over the last third of the run. */
const READINGS = 12
/** The smallest batch, and batch sizes per doubling. */
const SMALLEST = 4
const PER_DOUBLING = 2

/** The arm whose batch size is swept: the one that single values speak of, or the first that is plain SGD. */
export function gapArm(scenario: Scenario, arm: string): Arm | undefined {
  const all = steadyArms(scenario)
  return all.find(({ id }) => id === arm) ?? all[0]
}

/** Batch sizes from 4 to half of the samples, two a doubling. */
export function gapSizes(n: number): number[] {
  const count = Math.floor(PER_DOUBLING * Math.log2(n / 2 / SMALLEST))
  return Array.from({ length: Math.max(0, count + 1) }, (_, i) => Math.round(SMALLEST * 2 ** (i / PER_DOUBLING)))
}

/** A task per batch size: the run of one arm from the start, with the settings that it has at the end. */
export const planGap: Planner<'gap'> = ({ scenario, arm: id }) => {
  const arm = gapArm(scenario, id)
  const sizes = gapSizes(scenario.data.n)
  if (scenario.view.study !== 'gap' || !arm || isPlanar(scenario.model) || sizes.length < 3) return null
  const { steps } = scenario
  const at = Array.from({ length: READINGS }, (_, i) => Math.max(1, Math.round((steps * (2 + (i + 1) / READINGS)) / 3)))
  const unique = [...new Set(at)]
  return {
    key: `${runKey({ ...scenario, arms: [arm], events: [] })} ${unique.length}`,
    weights: sizes.map(B => 20 + B),
    automatic: true,
    tasks: () => sizes.map(B => ({ scenario: { ...scenario, arms: [{ ...arm, B }], events: [] }, steps: unique })),
  }
}
