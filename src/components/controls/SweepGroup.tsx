import { hasWidth } from '../../scenario'
import { useScopeState } from '../scope'
import { ChoiceControl } from './ChoiceControl'
import { ControlGroup } from './ControlGroup'
import { ListControl } from './ListControl'

/** One field taken through several values, a run for each: see the panel of the same name. */
export default function SweepGroup() {
  const swept = useScopeState(s => s.scenario.sweep.over !== 'none')
  const wide = useScopeState(s => hasWidth(s.scenario.model))
  return (
    <ControlGroup title="Sweep" effect="reading">
      <ChoiceControl path="sweep.over" without={wide ? [] : ['m']} />
      {swept ? <ListControl path="sweep.values" /> : null}
    </ControlGroup>
  )
}
