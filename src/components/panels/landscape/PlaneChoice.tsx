import { FIELDS, isPlanar } from '../../../scenario'
import { ListControl } from '../../controls/ListControl'
import { choiceLabel } from '../../controls/labels'
import { useScope, useScopeState } from '../../scope'
import { NumberStepper } from '../frame/NumberStepper'
import { AxesChoice } from './AxesChoice'

/** Chooses the plane of the landscape, when it is laid, and its axes. Fetched when it is first opened. */
export default function PlaneChoice() {
  const scope = useScope()
  const { plane, laid } = useScopeState(s => s.scenario.view)
  function choose(kind: typeof plane) {
    // Only what is laid along directions can follow the first arm, and three steps say themselves when they are laid.
    if (kind === 'steps' || (laid === 'now' && moves(kind))) scope.set('laid', 'usual')
    scope.set('plane', kind)
  }
  return (
    <>
      <fieldset className="plane-kinds">
        <legend className="visually-hidden">Plane</legend>
        {FIELDS.view.plane.choices.map(value => (
          <label key={value}>
            <input type="radio" name="plane-kind" checked={plane === value} onChange={() => choose(value)} />
            {choiceLabel('plane', value)}
          </label>
        ))}
      </fieldset>
      {(plane === 'eigen' || plane === 'parameters') && <Directions kind={plane} />}
      {plane === 'steps' && <ListControl path="view.through" />}
      <WhenLaid />
      <AxesChoice />
    </>
  )
}

const moves = (plane: string) => plane === 'arms' || plane === 'path'

function Directions({ kind }: { kind: 'eigen' | 'parameters' }) {
  const scope = useScope()
  const { i, j } = useScopeState(s => s.scenario.view)
  const p = useScopeState(s => s.p)
  const rank = useScopeState(s => Math.min(s.scenario.data.n, s.scenario.data.d))
  const most = Math.max(2, kind === 'eigen' ? rank : p)
  const letter = kind === 'eigen' ? 'v' : 'θ'
  /** The two directions must differ: the other one makes room. */
  function choose(which: 'i' | 'j', value: number) {
    const [mine, other] = which === 'i' ? [i, j] : [j, i]
    if (value === other) scope.set(which === 'i' ? 'j' : 'i', mine === value + 1 || value === most ? Math.max(1, value - 1) : value + 1)
    scope.set(which, value)
  }
  return (
    <>
      <NumberStepper label={`horizontal ${letter}`} value={Math.min(i, most)} min={1} max={most} onChange={value => choose('i', value)} />
      <NumberStepper label={`vertical ${letter}`} value={Math.min(j, most)} min={1} max={most} onChange={value => choose('j', value)} />
    </>
  )
}

/** At the start, always anew, or held at a step; of a model with two parameters there is one plane. */
function WhenLaid() {
  const scope = useScope()
  const { plane, laid, laidat } = useScopeState(s => s.scenario.view)
  const whole = useScopeState(s => isPlanar(s.scenario.model) && s.scenario.view.plane === 'parameters')
  const step = useScopeState(s => s.step)
  if (whole) return null
  const follows = moves(plane)
  const usual = follows ? 'moves on with the arms' : plane === 'steps' ? 'laid when a step is reached' : 'laid at the start'
  const hold = () => {
    scope.set('laidat', step)
    scope.set('laid', 'step')
  }
  return (
    <fieldset className="plane-kinds">
      <legend className="visually-hidden">When it is laid</legend>
      <label>
        <input type="radio" name="plane-laid" checked={laid === 'usual'} onChange={() => scope.set('laid', 'usual')} />
        {usual}
      </label>
      {!follows && plane !== 'steps' && (
        <label>
          <input type="radio" name="plane-laid" checked={laid === 'now'} onChange={() => scope.set('laid', 'now')} />
          moves on with the first arm
        </label>
      )}
      {plane !== 'steps' && (
        <label>
          <input type="radio" name="plane-laid" checked={laid === 'step'} onChange={hold} />
          held at step {laid === 'step' ? laidat : step}
        </label>
      )}
    </fieldset>
  )
}
