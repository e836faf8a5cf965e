import { useScopeState } from '../scope'
import { ChoiceControl } from './ChoiceControl'
import { NumberControl } from './NumberControl'

/** Which digits are to be told apart, and as what inputs. */
export default function DigitControls() {
  const pair = useScopeState(s => s.scenario.data.task === 'pair')
  return (
    <>
      <ChoiceControl path="data.task" />
      {pair ? <NumberControl path="data.minus" /> : null}
      {pair ? <NumberControl path="data.plus" /> : null}
      <ChoiceControl path="data.pixels" />
      <ChoiceControl path="data.input" />
      <NumberControl path="data.labelNoise" />
    </>
  )
}
