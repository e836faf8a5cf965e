/** Refuses a learning rate at which a run would diverge in its first step, and says which is the largest that does not. */

import { SMALLEST_ETA } from '../scenario/armFields'
import { ScenarioError } from '../scenario/error'
import { usesBatches } from '../scenario/optimizers'
import type { Scenario } from '../scenario/types'

/** Full gradients of so many samples times parameters take as long as the first picture: they are not tried. */
const EXPENSIVE_STEP = 1e8

/**
 * Throws a ScenarioError where an arm's η is so large that its first step already diverges, with the
 * largest η that does not, to two digits. `survives` takes that step at a learning rate and puts the arm back.
 */
export async function checkFirstStep(
  scenario: Scenario,
  { n, p }: { n: number; p: number },
  survives: (arm: number, eta: number) => Promise<boolean>,
): Promise<void> {
  const { arms } = scenario
  for (const [index, arm] of arms.entries()) {
    const size = (usesBatches(arm) ? arm.B : n) * p
    if (size > EXPENSIVE_STEP || (await survives(index, arm.eta))) continue
    const field = arms.length > 1 ? `${arm.id}.eta` : 'eta'
    if (!(await survives(index, SMALLEST_ETA)))
      throw new ScenarioError(field, String(arm.eta), 'none from this start: the first gradient diverges')
    let low = SMALLEST_ETA
    let high = arm.eta
    while (high / low > 1.005) {
      const middle = Math.sqrt(low * high)
      if (await survives(index, middle)) low = middle
      else high = middle
    }
    const digits = low.toExponential(1)
    const limit =
      Number(digits) <= low ? Number(digits) : Number(`${(Number(digits.split('e')[0]) - 0.1).toFixed(1)}e${digits.split('e')[1]}`)
    throw new ScenarioError(field, String(arm.eta), `at most ${limit}: beyond it the first step diverges`)
  }
}
