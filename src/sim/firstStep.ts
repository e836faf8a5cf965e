/** Refuses a learning rate at which a run diverges in its first step, and says which is the largest that does not. */

import { type Scenario, ScenarioError, SMALLEST_ETA } from '../scenario'

/**
 * Throws a ScenarioError for an arm whose first step diverges, with the largest η, to two digits, whose first step does not.
 * `survives` takes that step at a learning rate and puts the arm back.
 */
export async function refuseFirstStep({ arms }: Scenario, index: number, survives: (eta: number) => Promise<boolean>): Promise<never> {
  const { id, eta } = arms[index]
  const field = arms.length > 1 ? `${id}.eta` : 'eta'
  if (!(await survives(SMALLEST_ETA))) throw new ScenarioError(field, String(eta), 'none from this start: the first gradient diverges')
  let low = SMALLEST_ETA
  let high = eta
  while (high / low > 1.005) {
    const middle = Math.sqrt(low * high)
    if (await survives(middle)) low = middle
    else high = middle
  }
  const digits = low.toExponential(1)
  const limit =
    Number(digits) <= low ? Number(digits) : Number(`${(Number(digits.split('e')[0]) - 0.1).toFixed(1)}e${digits.split('e')[1]}`)
  throw new ScenarioError(field, String(eta), `at most ${limit}: beyond it the first step diverges`)
}
