/** The choice of a schedule; the controls of its numbers are fetched when there is one. */
import { deferred } from '../ui/deferred'
import { ChoiceControl } from './ChoiceControl'
import { useField } from './useField'

const ScheduleFields = deferred(() => import('./ScheduleFields'))

/** The schedule of η, or of B, and what it goes by. */
export function ScheduleControl({ of, arm }: { of: 'eta' | 'B'; arm: string }) {
  const path = of === 'eta' ? 'arm.schedule' : 'arm.bschedule'
  const { value, mixed } = useField(path, arm)
  return (
    <>
      <ChoiceControl path={path} arm={arm} />
      {mixed || value !== 'constant' ? <ScheduleFields of={of} arm={arm} kind={mixed ? '' : value} /> : null}
    </>
  )
}
