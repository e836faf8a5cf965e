import './studies.css'
import type { StudyStatus } from '../../store'
import { useScope, useScopeState } from '../scope'

interface Props {
  readonly kind: Parameters<ReturnType<typeof useScope>['study']>[0]
  /** What the button says: "Compute at this step". */
  readonly start: string
  /** What is being computed, for the progress bar. */
  readonly what: string
}

/** Starts a study; while it runs, how far it is, how long it will take, and a way out; then what it cost or why it failed. */
export function StudyControl({ kind, start, what }: Props) {
  const scope = useScope()
  const status = useScopeState(s => s.studies[kind])
  if (status?.phase === 'running')
    return (
      <span className="replay">
        <progress className="replay-bar" value={status.done} max={status.total} aria-label={what} />
        <span>
          {what} {progressWords(status)}
        </span>
        <button type="button" className="link-button" onClick={() => scope.cancelStudy(kind)}>
          Cancel
        </button>
      </span>
    )
  return (
    <span className="replay">
      <button type="button" className="link-button" onClick={() => scope.study(kind)}>
        {status ? `${start} again` : start}
      </button>
      {status && <span role={status.phase === 'failed' ? 'alert' : undefined}>{endWords(status)}</span>}
    </span>
  )
}

type Running = Extract<StudyStatus, { phase: 'running' }>

function progressWords({ done, total, since }: Running): string {
  const share = done / total
  const left = share > 0.02 ? ((performance.now() - since) * (1 - share)) / share / 1000 : Number.NaN
  const time = Number.isNaN(left)
    ? ''
    : left < 1
      ? ' · under a second left'
      : ` · ${left < 100 ? Math.ceil(left) : Math.ceil(left / 60)} ${left < 100 ? 's' : 'min'} left`
  return `${Math.round(100 * share)} %${time}`
}

function endWords(status: Exclude<StudyStatus, Running>): string {
  if (status.phase === 'failed') return `It could not be computed: ${status.text}`
  if (status.phase === 'cancelled') return 'cancelled'
  return `took ${status.seconds < 10 ? status.seconds.toFixed(1) : Math.round(status.seconds)} s`
}
