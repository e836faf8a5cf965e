import { Panel, type PanelProps } from './Panel'
import { StudyControl } from './StudyControl'
import { SWEEP } from './specs/sweep'

/** The panel of a sweep, fetched when a scenario has one. */
export default function SweepPanel(props: Omit<PanelProps, 'spec' | 'legend'>) {
  const control = (
    <div className="panel-study">
      <StudyControl kind="sweep" start="Start the sweep" what="sweeping" />
    </div>
  )
  return <Panel spec={SWEEP} legend={control} {...props} />
}
