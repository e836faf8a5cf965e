import { mostReplicas } from '../../scenario'
import { useScopeState } from '../scope'
import { ControlGroup } from './ControlGroup'
import { NumberControl } from './NumberControl'

/** Replicas of the first SGD arm: they change nothing in the run. */
export default function EnsembleGroup() {
  const most = useScopeState(s => mostReplicas(s.scenario))
  const on = useScopeState(s => s.scenario.ensemble.R > 0)
  return (
    <ControlGroup title="Ensemble" effect="reading">
      <NumberControl path="ensemble.R" max={Math.min(16384, most)} sliderMax={Math.min(4096, most)} />
      {on ? <NumberControl path="ensemble.threshold" /> : null}
    </ControlGroup>
  )
}
