import type { Scenario } from '../scenario'

/** This many deaths of the worker within a minute, or at one step of a scenario, are an answer: it is not started again. */
export const MAX_CRASHES = 3

/** Counts deaths of the worker; `now` in milliseconds. */
export function crashLog(now: () => number) {
  const crashes: { readonly at: number; readonly scenario: Scenario; readonly step: number }[] = []
  /** One more: returns how many there were within a minute or at this step of the scenario, this one among them. */
  return (scenario: Scenario, step: number): number => {
    crashes.push({ at: now(), scenario, step })
    return crashes.filter(c => c.at >= now() - 60_000 || (c.scenario === scenario && c.step === step)).length
  }
}
