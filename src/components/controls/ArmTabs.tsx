import { X } from 'lucide-react'
import { armName, MAX_ARMS } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { IconButton } from '../ui/IconButton'
import { AddArm } from './AddArm'

/** The arms as a row of choices, with all of them as the last one, and a button for one more. */
export function ArmTabs() {
  const scope = useScope()
  const arms = useScopeState(s => s.scenario.arms)
  const selected = useScopeState(s => s.selectedArm)
  const tab = (id: string, index: number) => (
    <button key={id} type="button" className="arm-tab" aria-pressed={selected === id} onClick={() => scope.selectArm(id)}>
      {index >= 0 ? <span className="arm-dot" style={{ background: `var(--arm-${'abcd'[index]})` }} /> : null}
      {id ? armName(id) : 'All'}
    </button>
  )
  return (
    <div className="arm-row">
      <fieldset className="arm-tabs" aria-label="Arm to edit">
        {arms.map((arm, i) => tab(arm.id, i))}
        {arms.length > 1 ? tab('', -1) : null}
      </fieldset>
      {arms.length > 1 && selected ? (
        <IconButton
          label={`Remove ${armName(selected)}`}
          hint={`Remove ${armName(selected)}; restarts the run`}
          className="small"
          onClick={() => scope.removeArm(selected)}
        >
          <X size={15} aria-hidden="true" />
        </IconButton>
      ) : null}
      {arms.length < MAX_ARMS ? <AddArm /> : null}
    </div>
  )
}
