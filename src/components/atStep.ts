import type { Scenario } from '../scenario'

/** The scenario whose link opens at a step, paused; at 0 it opens at the start and plays. */
export const atStep = (scenario: Scenario, step: number): Scenario => ({ ...scenario, view: { ...scenario.view, step } })
