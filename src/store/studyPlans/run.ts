import type { Arm, Scenario } from '../../scenario'

/** All that the course of a run depends on, as text: not how it is read or looked at, nor what is computed beside it. */
export function runKey({ view: _, ensemble: __, sweep: ___, measure: ____, ...run }: Scenario): string {
  return JSON.stringify(run)
}

/** The run of one arm alone: the same steps as among the others, whose random numbers it shares. */
export function alone(scenario: Scenario, arm: Arm): Scenario {
  return { ...scenario, arms: [arm], events: scenario.events.filter(e => e.arm === '' || e.arm === arm.id) }
}
