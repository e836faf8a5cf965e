import { formatValue } from '../../charts'
import type { MeasuredState } from '../../store'
import { ChoiceControl } from '../controls/ChoiceControl'
import { ControlGroup } from '../controls/ControlGroup'
import { ControlsSheet, type SheetState } from '../controls/ControlsSheet'
import { NumberControl } from '../controls/NumberControl'
import { OpenButton } from '../data/OpenButton'
import { useScopeState } from '../scope'
import { OwnModelButton } from './OwnModelButton'

interface Props extends SheetState {
  readonly measured: MeasuredState
}

const KINDS = { jacobian: 'its Jacobian', gram: 'its Gram matrix', features: 'the features of its last layer' } as const

/** What was opened, and how it is read: nothing here trains. */
export function MeasuredControls({ measured, open, onClose }: Props) {
  const { checkpoints } = measured
  const saysEta = checkpoints.every(({ lr }) => lr !== null)
  const saysB = checkpoints.every(({ batchSize }) => batchSize !== null)
  return (
    <ControlsSheet open={open} onClose={onClose}>
      <ControlGroup title="Measurements">
        <Checkpoint measured={measured} />
        <p className="field-note">Measured elsewhere: nothing trains here. Back leads to the run.</p>
        <OpenButton />
        <OwnModelButton />
      </ControlGroup>
      <ControlGroup title="Read as">
        {saysEta ? null : <NumberControl path="arm.eta" />}
        {saysB ? null : <NumberControl path="arm.B" />}
        {saysEta && saysB ? null : <p className="field-note">η and B hold where a checkpoint does not say its own.</p>}
        <ChoiceControl path="arm.sampling" />
        <NumberControl path="measure.k" />
        <ChoiceControl path="measure.sigma" />
        <NumberControl path="measure.batches" />
        <ChoiceControl path="measure.edge" />
      </ControlGroup>
    </ControlsSheet>
  )
}

/** What the checkpoint on screen is. */
function Checkpoint({ measured: { checkpoints } }: { measured: MeasuredState }) {
  const step = useScopeState(s => s.step)
  const found = checkpoints.find(checkpoint => checkpoint.step === step)
  if (!found) return null
  const { n, outputs, p, kind, lr, batchSize, nTrain, file } = found
  const size = [`n = ${formatValue(n)}`, outputs > 1 ? `C = ${formatValue(outputs)}` : '', p > 0 ? `p = ${formatValue(p)}` : '']
  const said = [lr === null ? '' : `η = ${formatValue(lr)}`, batchSize === null ? '' : `B = ${formatValue(batchSize)}`]
  return (
    <ul className="measured-facts" data-testid="checkpoint">
      <li>{file}</li>
      <li>{size.filter(Boolean).join(', ')}</li>
      <li>{`read from ${KINDS[kind]}`}</li>
      {said.some(Boolean) ? <li>{said.filter(Boolean).join(', ')}, as the file says</li> : null}
      {nTrain === null ? null : <li>minibatches are drawn from {formatValue(nTrain)} samples</li>}
    </ul>
  )
}
