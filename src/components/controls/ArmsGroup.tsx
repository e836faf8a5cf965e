import { subscript } from '../../lib/digits'
import { DEFAULTS, type Settings } from '../../lib/optimizers'
import { armName } from '../../scenario'
import { useScopeState, useTraces } from '../scope'
import { ArmTabs } from './ArmTabs'
import { ChoiceControl } from './ChoiceControl'
import { ControlGroup } from './ControlGroup'
import { NoiseControls } from './NoiseControls'
import { NumberControl } from './NumberControl'
import { PartControls } from './PartControls'
import { ScheduleControl } from './ScheduleControl'
import { ownersOf } from './useField'
import { useThresholds } from './useThresholds'

/** What the optimizers' rules read beside the learning rate. */
const SETTINGS = (Object.keys(DEFAULTS) as (keyof Settings)[]).map(setting => `arm.${setting}` as const)

/** The optimizers: values of the chosen arm, or of all of them at once. */
export function ArmsGroup() {
  const selected = useScopeState(s => s.selectedArm)
  // With a single arm its fields go by their plain names, as in links.
  const arm = useScopeState(s => (s.scenario.arms.length > 1 ? s.selectedArm : ''))
  const arms = useScopeState(s => s.scenario.arms)
  const noisy = ownersOf(arms, 'arm.B', arm).length > 0
  const n = useScopeState(s => s.scenario.data.n)
  const thresholds = useThresholds(arm)
  const divergence = useTraces(({ arms }) =>
    arms
      .flatMap(({ id, divergence }) =>
        divergence && (arm === '' || id === arm)
          ? [
              `${armName(id)} diverged at step ${divergence.step}${divergence.direction ? `, along v${subscript(divergence.direction)}` : ''}.`,
            ]
          : [],
      )
      .join(' '),
  )
  return (
    <ControlGroup title="Arms" effect="live">
      <ArmTabs />
      {selected === '' && arm === '' ? <p className="field-note">Changes here apply to all arms.</p> : null}
      {divergence ? <p className="field-note warn">{divergence}</p> : null}
      <NumberControl path="arm.eta" arm={arm} ticks={thresholds.eta} />
      {noisy ? <NumberControl path="arm.B" arm={arm} max={n} ticks={thresholds.B} /> : null}
      {SETTINGS.filter(path => ownersOf(arms, path, arm).length > 0).map(path => (
        <NumberControl key={path} path={path} arm={arm} />
      ))}
      <ScheduleControl of="eta" arm={arm} />
      {noisy ? <ScheduleControl of="B" arm={arm} /> : null}
      {noisy ? <ChoiceControl path="arm.sampling" arm={arm} /> : null}
      {noisy && arms.length > 1 ? <NumberControl path="arm.draws" arm={arm} /> : null}
      {noisy ? <NoiseControls arm={arm} /> : null}
      {ownersOf(arms, 'arm.refresh', arm).length > 0 ? <PartControls arm={arm} /> : null}
    </ControlGroup>
  )
}
