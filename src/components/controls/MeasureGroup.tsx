import { useScopeState } from '../scope'
import { ChoiceControl } from './ChoiceControl'
import { Group } from './Group'
import { NumberControl } from './NumberControl'

/** How the run is read: none of it changes the run. */
export function MeasureGroup() {
  const automatic = useScopeState(s => s.scenario.measure.every === 0)
  const every = useScopeState(s => s.every)
  return (
    <Group title="Measure" effect="reading">
      <NumberControl path="measure.k" />
      <NumberControl path="measure.every" />
      {automatic ? <p className="field-note">0 is automatic: at present every {every === 1 ? 'step' : `${every} steps`}</p> : null}
      <ChoiceControl path="measure.sigma" />
      <NumberControl path="run.steps" />
    </Group>
  )
}
