import { hasWidth } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { ChoiceControl } from './ChoiceControl'
import { ControlGroup } from './ControlGroup'
import { ListControl } from './ListControl'

/** Learning rates about the present one, to begin with. */
const aboutEta = (eta: number) =>
  `eta=${[Math.max(1e-6, eta / 10), Math.min(1000, eta * 2)].map(v => Number(v.toPrecision(2))).join(':')}:log:12`

/** One field taken through several values, a run for each: see the panel of the same name. */
export default function SweepGroup() {
  const scope = useScope()
  const eta = useScopeState(s => s.scenario.arms[0]?.eta ?? 1)
  const gridded = useScopeState(s => s.scenario.view.grid !== '')
  const swept = useScopeState(s => s.scenario.sweep.over !== 'none')
  const wide = useScopeState(s => hasWidth(s.scenario.model))
  return (
    <ControlGroup title="Sweep" effect="reading">
      <ChoiceControl path="sweep.over" without={wide ? [] : ['m']} />
      {swept ? <ListControl path="sweep.values" /> : null}
      {gridded ? null : (
        <button type="button" className="link-button" onClick={() => scope.set('grid', aboutEta(eta))}>
          Sweep over any settings
        </button>
      )}
    </ControlGroup>
  )
}
