import { Popover } from '@base-ui/react/popover'
import { ChevronDown } from 'lucide-react'
import { useScope, useScopeState } from '../scope'
import { Stepper } from './Stepper'
import { subscript } from './view'

/** Chooses the plane of the landscape: two eigenvectors of G, or two parameters. */
export function PlaneMenu() {
  const scope = useScope()
  const { plane, i, j } = useScopeState(s => s.scenario.view)
  const p = useScopeState(s => s.p)
  const rank = useScopeState(s => Math.min(s.scenario.data.n, s.scenario.data.d))
  const most = Math.max(2, plane === 'eigen' ? rank : p)
  const letter = plane === 'eigen' ? 'v' : 'θ'
  /** The two directions must differ: the other one makes room. */
  function choose(which: 'i' | 'j', value: number) {
    const [mine, other] = which === 'i' ? [i, j] : [j, i]
    if (value === other) scope.set(which === 'i' ? 'j' : 'i', mine === value + 1 || value === most ? Math.max(1, value - 1) : value + 1)
    scope.set(which, value)
  }
  function kind(value: 'eigen' | 'parameters') {
    scope.set('plane', value)
    if (value === 'eigen' && i > rank) scope.set('i', j === 1 ? 2 : 1)
    if (value === 'eigen' && j > rank) scope.set('j', i === 2 ? 1 : 2)
  }
  return (
    <Popover.Root>
      <Popover.Trigger
        className="panel-choice"
        aria-label={`${letter}${subscript(i)} against ${letter}${subscript(j)}: plane of the landscape`}
      >
        {letter}
        {subscript(i)} against {letter}
        {subscript(j)} <ChevronDown size={13} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="panel-layer" sideOffset={6} align="start" collisionPadding={8}>
          <Popover.Popup className="panel-popup plane-menu">
            <Popover.Title className="panel-popup-title">Plane of the landscape</Popover.Title>
            <fieldset className="plane-kinds">
              <legend className="visually-hidden">Spanned by</legend>
              {(['eigen', 'parameters'] as const).map(value => (
                <label key={value}>
                  <input type="radio" name="plane-kind" checked={plane === value} onChange={() => kind(value)} />
                  {value === 'eigen' ? 'eigenvectors of G' : 'parameters'}
                </label>
              ))}
            </fieldset>
            <Stepper label={`horizontal ${letter}`} value={i} min={1} max={most} onChange={value => choose('i', value)} />
            <Stepper label={`vertical ${letter}`} value={j} min={1} max={most} onChange={value => choose('j', value)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
