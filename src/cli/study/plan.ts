/** Which tasks a study has for a scenario: those of the page, for every arm. */

import { setImmediate as breath } from 'node:timers/promises'
import { FIELDS, type Scenario, ScenarioError } from '../../scenario'
import type { OwnData } from '../../sim/files/own'
import { createSimulation } from '../../sim/simulation'
import { STUDY_PLANS } from '../../store/studyPlans'
import type { AskState, Plan } from '../../store/studyPlans/plan'
import type { StudyKind } from '../../workers/studies/kinds'
import { ASSETS, withOwn } from '../assets'
import { openBackend } from '../backend'
import type { Io } from '../io'
import { STUDIES, type StudyName } from './kinds'

/** The scenario as a page that shows the study has it. */
export function chosen(kind: StudyName, scenario: Scenario): Scenario {
  const study = FIELDS.view.study.choices.find(name => name === kind)
  return study ? { ...scenario, view: { ...scenario.view, study } } : scenario
}

/** The tasks of a study, in order; throws a ScenarioError where the scenario has no use for it. */
export async function tasksOf(
  kind: StudyName,
  scenario: Scenario,
  io: Io,
  own: OwnData | null,
  step: number = scenario.steps,
): Promise<readonly unknown[]> {
  if (kind === 'ensemble' && scenario.ensemble.R > 0) return [{ scenario }]
  const plans = kind === 'ensemble' ? [] : plansOf(kind, scenario, step)
  if (plans.length === 0) throw new ScenarioError(`study ${kind}`, scenario.preset || 'a scenario', `one with ${STUDIES[kind].needs}`)
  const state = stateAfterRun(scenario, io, own)
  return (await Promise.all(plans.map(plan => plan.tasks(state)))).flat()
}

/** The plans of every arm that differ. */
function plansOf(kind: StudyKind, scenario: Scenario, step: number): Plan<StudyKind>[] {
  const arms = kind === 'spectrum' || kind === 'edge-test' ? scenario.arms : scenario.arms.slice(0, 1)
  return arms.flatMap(({ id }) => STUDY_PLANS[kind]({ scenario, arm: id, step }) ?? [])
}

/** θ of every arm after the scenario's last step; the run is made once, and throws where it is interrupted. */
function stateAfterRun(scenario: Scenario, io: Io, own: OwnData | null): AskState {
  let asked: ReturnType<AskState> | undefined
  const run = async () => {
    const backend = await openBackend(scenario.backend === 'reference' ? 'reference' : 'wasm')
    try {
      const sim = await createSimulation(scenario, backend, withOwn(ASSETS, own), { planeLater: true })
      try {
        while (sim.step < scenario.steps) {
          await sim.advance(8)
          await breath()
          io.interrupt.throwIfAborted()
        }
        return { step: scenario.steps, thetas: (await sim.states()).map(({ theta }) => theta) }
      } finally {
        sim.dispose()
      }
    } finally {
      backend.dispose()
    }
  }
  return () => (asked ??= run())
}
