import { type DataSettings, GAUSSIAN_INPUTS, isPlanar } from '../../scenario'
import { useScopeState } from '../scope'
import { ChoiceControl } from './ChoiceControl'
import { ListControl } from './ListControl'
import { NumberControl } from './NumberControl'

/** Whether a teacher is made of several units or projections. */
const HAS_UNITS = {
  dense: false,
  sparse: false,
  'tanh-units': true,
  'relu-units': true,
  'single-index': false,
  'multi-index': true,
} as const satisfies Record<DataSettings['teacher'], boolean>

/** Dimension, spectrum, teacher and label noise of drawn data. */
export function GaussianControls() {
  const spectrum = useScopeState(s => s.scenario.data.spectrum)
  const teacher = useScopeState(s => s.scenario.data.teacher)
  const planar = useScopeState(s => isPlanar(s.scenario.model))
  const d = useScopeState(s => s.scenario.data.d)
  return (
    <>
      {planar ? null : <NumberControl path="data.d" max={GAUSSIAN_INPUTS} sliderMax={500} />}
      <ChoiceControl path="data.spectrum" />
      {spectrum === 'power-law' ? <NumberControl path="data.exponent" /> : null}
      {spectrum === 'exponential' ? <NumberControl path="data.decay" /> : null}
      {spectrum === 'two-level' ? <NumberControl path="data.spikes" max={d} sliderMax={Math.min(20, d)} /> : null}
      {spectrum === 'two-level' ? <NumberControl path="data.ratio" /> : null}
      {spectrum === 'explicit' ? <ListControl path="data.values" /> : <NumberControl path="data.scale" />}
      {planar ? null : <ChoiceControl path="data.teacher" />}
      {teacher === 'sparse' && !planar ? <NumberControl path="data.nonzero" max={d} sliderMax={Math.min(50, d)} /> : null}
      {HAS_UNITS[teacher] && !planar ? <NumberControl path="data.units" /> : null}
      <NumberControl path="data.labelNoise" />
    </>
  )
}
