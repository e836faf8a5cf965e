import { useScope, useScopeState } from '../../scope'
import { NumberStepper } from '../frame/NumberStepper'

/** Chooses the plane of the landscape: two eigenvectors of G, or two parameters. Fetched when it is first opened. */
export default function PlaneChoice() {
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
    <>
      <fieldset className="plane-kinds">
        <legend className="visually-hidden">Spanned by</legend>
        {(['eigen', 'parameters'] as const).map(value => (
          <label key={value}>
            <input type="radio" name="plane-kind" checked={plane === value} onChange={() => kind(value)} />
            {value === 'eigen' ? 'eigenvectors of G' : 'parameters'}
          </label>
        ))}
      </fieldset>
      <NumberStepper label={`horizontal ${letter}`} value={i} min={1} max={most} onChange={value => choose('i', value)} />
      <NumberStepper label={`vertical ${letter}`} value={j} min={1} max={most} onChange={value => choose('j', value)} />
    </>
  )
}
