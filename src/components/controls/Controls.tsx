/** The column of controls. Groups that the first picture does not need are fetched after it. */
import { useScopeState } from '../scope'
import { deferred } from '../ui/deferred'
import { ArmsGroup } from './ArmsGroup'
import { ControlsSheet, type SheetState } from './ControlsSheet'
import { ProblemGroup } from './ProblemGroup'

const MeasureGroup = deferred(() => import('./MeasureGroup'))
const SweepGroup = deferred(() => import('./SweepGroup'))
const EnsembleGroup = deferred(() => import('./EnsembleGroup'))

/** Everything that makes the experiment. */
export function Controls({ open, onClose }: SheetState) {
  const linear = useScopeState(s => s.scenario.model.kind === 'linear')
  return (
    <ControlsSheet open={open} onClose={onClose}>
      <ArmsGroup />
      <ProblemGroup />
      <MeasureGroup />
      <SweepGroup />
      {linear ? <EnsembleGroup /> : null}
    </ControlsSheet>
  )
}
