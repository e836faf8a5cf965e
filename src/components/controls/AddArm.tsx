import { Plus } from 'lucide-react'
import { useScope } from '../scope'
import { LazyMenu } from '../ui/LazyMenu'
import { MenuWords } from '../ui/OptionMenu'

const KINDS = [
  { kind: 'sgd', label: 'SGD', note: 'minibatches of B samples' },
  { kind: 'gd', label: 'GD', note: 'the whole data set at every step' },
] as const

/** One more arm, of a kind. */
export function AddArm() {
  const scope = useScope()
  return (
    <LazyMenu
      label="Add an arm"
      align="end"
      aria-label="Add an arm"
      data-hint="Add an arm: one more optimizer on the same problem and the same random numbers; restarts the run"
      className="icon-button small dashed"
      face={<Plus size={15} aria-hidden="true" />}
      items={({ Item }) =>
        KINDS.map(({ kind, label, note }) => (
          <Item key={kind} className="menu-item plain" onClick={() => scope.addArm(kind)}>
            <MenuWords label={label} note={note} />
          </Item>
        ))
      }
    />
  )
}
