import { formatValue } from '../../charts'
import { isNetwork } from '../../scenario'
import { OwnModelButton } from '../measured/OwnModelButton'
import { useScopeState, useTraces } from '../scope'
import { ChoiceControl } from './ChoiceControl'
import { ControlGroup } from './ControlGroup'
import { NumberControl } from './NumberControl'
import { StopControls } from './StopControls'

/** How the run is read: none of it changes the run. */
export default function MeasureGroup() {
  const automatic = useScopeState(s => s.scenario.measure.every === 0)
  const every = useScopeState(s => s.every)
  const network = useScopeState(s => isNetwork(s.scenario.model))
  const n = useScopeState(s => s.scenario.data.n)
  const on = useTraces(({ arms, columns }) => (columns && arms[0] ? arms[0].table.value(0, columns.at.measured_on) : Number.NaN))
  return (
    <ControlGroup title="Measure" effect="reading">
      <NumberControl path="measure.k" />
      <NumberControl path="measure.every" />
      {automatic ? <p className="field-note">0 is automatic: at present every {every === 1 ? 'step' : `${every} steps`}</p> : null}
      <ChoiceControl path="measure.sigma" />
      <ChoiceControl path="measure.curvature" />
      <NumberControl path="measure.hessian" />
      <NumberControl path="measure.batches" />
      <ChoiceControl path="measure.edge" />
      {network ? <ChoiceControl path="measure.bylayer" /> : null}
      {network ? <NumberControl path="measure.of" max={n} sliderMax={n} /> : null}
      {network && on < n ? (
        <p className="field-note">
          measured on {formatValue(on)} of {formatValue(n)}
        </p>
      ) : null}
      {network ? <NumberControl path="measure.probes" /> : null}
      <ChoiceControl path="view.study" />
      <NumberControl path="run.steps" />
      <StopControls />
      <OwnModelButton />
    </ControlGroup>
  )
}
