import { Menu } from '@base-ui/react/menu'
import { Plus, X } from 'lucide-react'
import { MAX_ARMS } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { Hint } from '../ui/Hint'
import { IconButton } from '../ui/IconButton'
import { armName } from './words'

const KINDS = [
  { kind: 'sgd', label: 'SGD', note: 'minibatches of B samples' },
  { kind: 'gd', label: 'GD', note: 'the whole data set at every step' },
] as const

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
        <IconButton label={`Remove ${armName(selected)}`} className="small" onClick={() => scope.removeArm(selected)}>
          <X size={15} aria-hidden="true" />
        </IconButton>
      ) : null}
      {arms.length < MAX_ARMS ? (
        <Menu.Root modal={false}>
          <Hint text="Add an arm: one more optimizer on the same problem and the same random numbers; restarts the run">
            <Menu.Trigger className="icon-button small dashed" aria-label="Add an arm">
              <Plus size={15} aria-hidden="true" />
            </Menu.Trigger>
          </Hint>
          <Menu.Portal>
            <Menu.Positioner sideOffset={6} align="end" collisionPadding={8} className="popup-place">
              <Menu.Popup className="popup menu" aria-label="Add an arm">
                {KINDS.map(({ kind, label, note }) => (
                  <Menu.Item key={kind} className="menu-item plain" onClick={() => scope.addArm(kind)}>
                    <span>
                      <span className="menu-label">{label}</span>
                      <span className="menu-note">{note}</span>
                    </span>
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      ) : null}
    </div>
  )
}
