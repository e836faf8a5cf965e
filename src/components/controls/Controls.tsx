/** The column of controls. Groups that the first picture does not need are fetched after it. */
import { X } from 'lucide-react'
import { useScopeState } from '../scope'
import { deferred } from '../ui/deferred'
import { ArmsGroup } from './ArmsGroup'
import { ProblemGroup } from './ProblemGroup'

const MeasureGroup = deferred(() => import('./MeasureGroup'))
const SweepGroup = deferred(() => import('./SweepGroup'))
const EnsembleGroup = deferred(() => import('./EnsembleGroup'))

interface Props {
  /** On a narrow screen the controls are a sheet that opens over the panels. */
  readonly open: boolean
  readonly onClose: () => void
}

/** Everything that makes the experiment. */
export function Controls({ open, onClose }: Props) {
  const linear = useScopeState(s => s.scenario.model.kind === 'linear')
  return (
    <aside id="controls" className="app-controls" aria-label="Controls" data-open={open}>
      <div className="sheet-head">
        <span>Controls</span>
        <button type="button" className="icon-button" aria-label="Close the controls" onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </button>
      </div>
      <div className="controls-body">
        <ArmsGroup />
        <ProblemGroup />
        <MeasureGroup />
        <SweepGroup />
        {linear ? <EnsembleGroup /> : null}
      </div>
    </aside>
  )
}
