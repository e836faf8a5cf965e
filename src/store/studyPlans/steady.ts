import { type Arm, armAt, isSgd, type Scenario } from '../../scenario'

/** Plain SGD on real minibatches at a constant rate and batch size, however it draws them, under the settings in force at the end of the run. */
export const steadyArms = (scenario: Scenario): Arm[] =>
  scenario.arms
    .map((_, i) => armAt(scenario, i, scenario.steps))
    .filter(
      arm => isSgd(arm) && arm.noise === 'minibatch' && arm.momentum === 0 && arm.schedule === 'constant' && arm.bschedule === 'constant',
    )

/** Those of them with a stationary state in closed form: of a linear model whose labels are noisy. */
export const stationaryArms = (scenario: Scenario): Arm[] =>
  scenario.model.kind === 'linear' && scenario.data.labelNoise > 0 ? steadyArms(scenario) : []

/** A task per such arm: its stationary state does not depend on how it came there. */
export const stationaryPlan = (scenario: Scenario, arms: readonly Arm[]) => ({
  key: JSON.stringify([scenario.model, scenario.data, scenario.seed, arms]),
  automatic: true,
  tasks: () => arms.map(arm => ({ scenario: { ...scenario, arms: [arm], events: [] } })),
})
