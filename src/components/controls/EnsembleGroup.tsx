import { isNetwork, mostReplicas } from '../../scenario'
import { useScopeState } from '../scope'
import { ChoiceControl } from './ChoiceControl'
import { ControlGroup } from './ControlGroup'
import { NumberControl } from './NumberControl'

/** How far the slider goes: a network takes longer, and 256 copies show a distribution. */
const SLIDER = { linear: 4096, network: 256 } as const

/** Copies of one arm: they change nothing in the run. */
export default function EnsembleGroup() {
  const most = useScopeState(s => mostReplicas(s.scenario))
  const slider = useScopeState(s => SLIDER[isNetwork(s.scenario.model) ? 'network' : 'linear'])
  const on = useScopeState(s => s.scenario.ensemble.R > 0)
  // A network's replicas are computed as the network is.
  const single = useScopeState(({ scenario: { model, backend } }) => !isNetwork(model) && (backend === 'wasm' || backend === 'auto'))
  return (
    <ControlGroup title="Ensemble" effect="reading">
      <NumberControl path="ensemble.R" max={Math.min(16384, most)} sliderMax={Math.min(slider, most)} />
      {on ? <NumberControl path="ensemble.threshold" /> : null}
      {on && single ? <ChoiceControl path="run.precision" effect="reading" /> : null}
    </ControlGroup>
  )
}
