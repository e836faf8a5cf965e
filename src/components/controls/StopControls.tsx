import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { armName } from '../../scenario'
import { useScopeState, useTraces } from '../scope'
import { ChoiceControl } from './ChoiceControl'
import { FieldHead } from './FieldHead'
import { NumberControl } from './NumberControl'
import { useField } from './useField'

/** Where the run ends before its last step. */
export function StopControls() {
  const when = useScopeState(s => s.scenario.stop.when)
  const tested = useTraces(({ arms, columns }) =>
    Boolean(columns && arms[0] && Number.isFinite(arms[0].table.value(0, columns.at.test_error))),
  )
  const several = useScopeState(s => s.scenario.arms.length > 1)
  return (
    <>
      <ChoiceControl path="stop.when" without={tested || when === 'test' ? [] : ['test']} />
      {when === 'off' ? null : (
        <>
          {when === 'step' || when === 'time' ? null : <ChoiceControl path="stop.side" />}
          <NumberControl path="stop.value" />
          {several && when !== 'step' ? <StopArm /> : null}
          <p className="field-note">
            Looked at in measured rows; the first that meets it is the last. Play goes on beyond it. Replicas go as far as the run, further
            analyses to its last step.
          </p>
        </>
      )}
    </>
  )
}

/** The arms whose rows end it. */
function StopArm() {
  const { field, value, set } = useField('stop.arm')
  const arms = useScopeState(s => s.scenario.arms)
  const id = useId()
  return (
    <div className="field choice">
      <FieldHead field={field} id={id} />
      <span className="select">
        <select id={id} value={value} onChange={event => set(event.target.value)}>
          <option value="">any arm</option>
          <option value="all">all arms at once</option>
          {arms.map(arm => (
            <option key={arm.id} value={arm.id}>
              {armName(arm.id)}
            </option>
          ))}
        </select>
        <ChevronDown size={14} aria-hidden="true" />
      </span>
    </div>
  )
}
