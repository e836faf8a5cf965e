import { useSyncExternalStore } from 'react'
import { deferred } from '../../../ui/deferred'
import { useLive, useStage } from '../../frame/stage'
import { editedArm, isScheduled, type Strip } from './strip'

const StripEditor = deferred(() => import('./StripEditor'))

/** The points of the selected arm's drawn schedule, over the strip. */
export function StripOverlay({ strip }: { strip: Strip }) {
  const arm = useLive(view => editedArm(view, strip.of(view))?.id ?? '')
  return arm ? <StripEditor key={arm} strip={strip} arm={arm} /> : null
}

/** Chooses between η and B where B has a schedule too. */
export function StripToggle({ strip }: { strip: Strip }) {
  const stage = useStage()
  const both = useLive(({ scenario }) => isScheduled(scenario, 'B'))
  const of = useSyncExternalStore(strip.subscribe, () => strip.of(stage.view))
  return both ? (
    <button
      type="button"
      className="panel-choice"
      aria-pressed={of === 'B'}
      onClick={() => strip.choose(of === 'B' ? 'eta' : 'B')}
      aria-label="Batch size in the strip"
      data-hint="Show the batch size in the strip, or the learning rate"
    >
      η | B
    </button>
  ) : null
}
