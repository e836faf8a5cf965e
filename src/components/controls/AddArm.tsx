/** A menu of optimizers; the one chosen becomes one more arm. */
import { Plus } from 'lucide-react'
import { ARM_KINDS, OPTIMIZERS } from '../../scenario'
import { useScope } from '../scope'
import { LazyMenu } from '../ui/LazyMenu'
import { MenuWords } from '../ui/OptionMenu'

/** One more arm, of a kind. */
export function AddArm() {
  const scope = useScope()
  return (
    <LazyMenu
      label="Add an arm"
      align="end"
      aria-label="Add an arm"
      data-hint="Add an arm: one more optimizer on the same problem; restarts the run"
      className="icon-button small dashed"
      face={<Plus size={15} aria-hidden="true" />}
      items={({ Item }) =>
        ARM_KINDS.map(kind => (
          <Item key={kind} className="menu-item plain" onClick={() => scope.addArm(kind)}>
            <MenuWords label={OPTIMIZERS[kind].label} note={OPTIMIZERS[kind].note} />
          </Item>
        ))
      }
    />
  )
}
