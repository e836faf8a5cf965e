import './studies.css'
import type { StudyKind, StudyStatus } from '../../../store'
import { useScope, useScopeState } from '../../scope'
import { progressText } from '../../ui/remaining'

interface Props {
  /** The panel's study, as its place says. */
  readonly study: StudyKind | undefined
  /** What the button says: "Compute at this step". */
  readonly start: string
  /** What is being computed, for the progress bar. */
  readonly what: string
}

/** Starts a study; while it runs, how far it is, how long it will take, and a way out; then what it cost or why it failed. */
export function StudyControl({ study, start, what }: Props) {
  const scope = useScope()
  const status = useScopeState(s => study && s.studies[study])
  if (!study) return null
  if (status?.phase === 'running')
    return (
      <span className="replay">
        <progress className="replay-bar" value={status.done} max={status.total} aria-label={what} />
        <span>
          {what} {progressText(status.done / status.total, status.since)}
        </span>
        <button type="button" className="link-button" onClick={() => scope.cancelStudy(study)}>
          Cancel
        </button>
      </span>
    )
  return (
    <span className="replay">
      <button type="button" className="link-button" onClick={() => scope.study(study)}>
        {status ? `${start} again` : start}
      </button>
      {status && <span role={status.phase === 'failed' ? 'alert' : undefined}>{statusText(status)}</span>}
    </span>
  )
}

/** The same as a line of its own, between header and chart. */
export function StudyLine(props: Props) {
  if (!props.study) return null
  return (
    <div className="panel-study">
      <StudyControl {...props} />
    </div>
  )
}

type Running = Extract<StudyStatus, { phase: 'running' }>

function statusText(status: Exclude<StudyStatus, Running>): string {
  if (status.phase === 'failed') return `It could not be computed: ${status.text}`
  if (status.phase === 'cancelled') return 'cancelled'
  if (status.phase === 'kept') return 'kept from before'
  return `took ${status.seconds < 10 ? status.seconds.toFixed(1) : Math.round(status.seconds)} s`
}
