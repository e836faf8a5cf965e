import { isNetwork, NETWORK_SAMPLES } from '../../scenario'
import { useScopeState } from '../scope'
import { ChoiceControl } from './ChoiceControl'
import { Group } from './Group'
import { ListControl } from './ListControl'
import { NumberControl } from './NumberControl'
import { SeedControl } from './SeedControl'

/** What all arms share: model, data, start and seed. Only the parameters that are in use are shown. */
export function ProblemGroup() {
  const model = useScopeState(s => s.scenario.model.kind)
  const spectrum = useScopeState(s => s.scenario.data.spectrum)
  const teacher = useScopeState(s => s.scenario.data.teacher)
  const d = useScopeState(s => s.scenario.data.d)
  const network = useScopeState(s => isNetwork(s.scenario.model))
  return (
    <Group title="Problem" effect="restart">
      <ChoiceControl path="model.kind" />
      {network ? <NumberControl path="data.n" max={NETWORK_SAMPLES} /> : <NumberControl path="data.n" />}
      <NumberControl path="data.d" />
      {model === 'olm-two-layer' || network ? <NumberControl path="model.m" /> : null}
      {network ? <ChoiceControl path="model.activation" /> : null}
      {network ? <ChoiceControl path="model.scaling" /> : null}
      {model === 'two-layer' ? <ChoiceControl path="model.outer" /> : null}
      {network ? <ChoiceControl path="model.biases" /> : null}
      <ChoiceControl path="data.spectrum" />
      {spectrum === 'power-law' ? <NumberControl path="data.exponent" /> : null}
      {spectrum === 'exponential' ? <NumberControl path="data.decay" /> : null}
      {spectrum === 'two-level' ? <NumberControl path="data.spikes" max={d} sliderMax={Math.min(20, d)} /> : null}
      {spectrum === 'two-level' ? <NumberControl path="data.ratio" /> : null}
      {spectrum === 'explicit' ? <ListControl path="data.values" /> : <NumberControl path="data.scale" />}
      <ChoiceControl path="data.teacher" />
      {teacher === 'sparse' ? <NumberControl path="data.nonzero" max={d} sliderMax={Math.min(50, d)} /> : null}
      {teacher === 'tanh-units' ? <NumberControl path="data.units" /> : null}
      <NumberControl path="data.labelNoise" />
      <ChoiceControl path="init.kind" />
      <NumberControl path="init.scale" />
      <SeedControl />
    </Group>
  )
}
