/** The numbers of the chosen schedule, or the points of a drawn one. */
import { type Arm, FIELDS, type Scheduled } from '../../scenario'
import { ListControl } from './ListControl'
import { NumberControl } from './NumberControl'
import { scheduleLabels } from './scheduleLabels'
import { useField } from './useField'

interface Props {
  readonly of: Scheduled
  readonly arm: string
  /** '' where the arms differ. */
  readonly kind: Arm['schedule'] | ''
}

const showStrip = () => document.querySelector('[data-panel="loss"]')?.scrollIntoView({ block: 'nearest' })

/** What a schedule goes by: its period and floor, or the points of a drawn one as text. */
export default function ScheduleFields({ of, arm, kind }: Props) {
  const [period, floor, curve] =
    of === 'eta' ? (['arm.period', 'arm.floor', 'arm.curve'] as const) : (['arm.bperiod', 'arm.bfloor', 'arm.bcurve'] as const)
  const drawn = useField(curve, arm)
  const words = scheduleLabels(of, kind)
  if (kind === 'drawn')
    return (
      <>
        <ListControl path={curve} arm={arm} />
        <p className="field-note">
          Its points can be dragged, too.{' '}
          <button type="button" className="link-button" onClick={showStrip} data-hint="The strip below the loss">
            Show them
          </button>{' '}
          <button
            type="button"
            className="link-button"
            data-hint={of === 'eta' ? 'A level line at η' : 'A level line at B'}
            onClick={() => drawn.set([...FIELDS.arm.curve.initial])}
          >
            Reset curve
          </button>
        </p>
      </>
    )
  return (
    <>
      <NumberControl path={period} arm={arm} words={words.period} />
      <NumberControl path={floor} arm={arm} words={words.floor} />
    </>
  )
}
