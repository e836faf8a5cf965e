import { ChoiceControl } from './ChoiceControl'
import { NumberControl } from './NumberControl'
import { useField } from './useField'

/** What an SGD arm adds to the full gradient: its minibatches' own noise, or a control. */
export function NoiseControls({ arm }: { arm: string }) {
  const { value, mixed } = useField('arm.noise', arm)
  const own = mixed || (value !== 'minibatch' && value !== 'none')
  return (
    <>
      <ChoiceControl path="arm.noise" arm={arm} />
      {mixed || value === 'top-k' ? <NumberControl path="arm.rank" arm={arm} /> : null}
      {own ? <NumberControl path="arm.trace" arm={arm} /> : null}
    </>
  )
}
