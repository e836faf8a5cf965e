import { ScenarioError } from './error'
import { keptPart, usesBatches } from './optimizers'
import type { Arm, NoiseKind, Scenario } from './types'

/** Samples times parameters up to which noise along eigenvectors, or along single parameters, is made at every step. */
const MOST_ENTRIES = 4e6

/** The same for the sharpest directions of G, looked for at some steps alone. */
const MOST_LOOKED_AT = 2e7

/** Noises that take many passes over the data per step. */
const COSTLY: readonly NoiseKind[] = ['diagonal', 'top-k', 'top-eigenvector']

/** Returns the scenario, or throws a ScenarioError where a noise would take too long for n samples of p parameters. */
export function checkNoise(scenario: Scenario, n: number, p: number): Scenario {
  for (const arm of scenario.arms)
    if (keptPart(arm) && n * p > MOST_LOOKED_AT)
      throw new ScenarioError('arms', arm.kind, `kinds that keep all of their gradient where n·p = ${n * p} is above ${MOST_LOOKED_AT}`)
  if (n * p <= MOST_ENTRIES) return scenario
  const later = scenario.events.flatMap(e => (e.field === 'noise' ? [e.value] : []))
  for (const noise of [...scenario.arms.map(a => a.noise), ...later])
    if (COSTLY.includes(noise))
      throw new ScenarioError('xi', noise, `none, isotropic, gaussian, g-shaped or label where n·p = ${n * p} is above ${MOST_ENTRIES}`)
  return scenario
}

/** Whether the steps of an arm are full gradients with a noise made here. */
export const isControlled = (arm: Arm) => usesBatches(arm) && arm.noise !== 'minibatch'

/** Whether its steps are computed apart from the backend, in float64: with a noise made here, or of a part of the gradient. */
export const stepsApart = (arm: Arm) => isControlled(arm) || keptPart(arm) !== undefined
