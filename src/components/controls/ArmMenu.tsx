import { Ellipsis } from 'lucide-react'
import { armName, MAX_ARMS } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { LazyMenu } from '../ui/LazyMenu'
import { MenuWords } from '../ui/OptionMenu'

/** What is done with an arm as a whole; each starts the run again. */
export function ArmMenu({ id, onRename }: { id: string; onRename: () => void }) {
  const scope = useScope()
  const arms = useScopeState(s => s.scenario.arms)
  const at = arms.findIndex(arm => arm.id === id)
  const name = armName(id)
  const actions = [
    {
      label: 'Clone',
      note: 'one more arm like it, with random numbers of its own',
      act: () => scope.copyArm(id),
      can: arms.length < MAX_ARMS,
    },
    { label: 'Rename', note: 'in charts, files and the link', act: onRename, can: true },
    { label: 'Move before', note: 'one place to the front', act: () => scope.moveArm(id, -1), can: at > 0 },
    { label: 'Move behind', note: 'one place to the back', act: () => scope.moveArm(id, 1), can: at < arms.length - 1 },
    { label: 'Remove', note: 'the others stay', act: () => scope.removeArm(id), can: arms.length > 1 },
  ]
  return (
    <LazyMenu
      label={`Clone, rename, move or remove ${name}`}
      align="end"
      aria-label={`Clone, rename, move or remove ${name}`}
      data-hint={`Clone, rename, move or remove ${name}; restarts the run`}
      className="icon-button small"
      face={<Ellipsis size={15} aria-hidden="true" />}
      items={({ Item }) =>
        actions
          .filter(({ can }) => can)
          .map(({ label, note, act }) => (
            <Item key={label} className="menu-item plain" onClick={act}>
              <MenuWords label={label} note={note} />
            </Item>
          ))
      }
    />
  )
}
