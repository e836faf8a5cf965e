import { useScope, useScopeState } from '../scope'

/** How far a replay is, how long it will take, and a way out. */
export function ReplayProgress() {
  const scope = useScope()
  const progress = useScopeState(s => s.progress)
  if (!progress) return null
  const { done, total, since } = progress
  const share = done / total
  const left = share > 0.02 ? ((performance.now() - since) * (1 - share)) / share / 1000 : Number.NaN
  const time = Number.isNaN(left)
    ? ''
    : left < 1
      ? ' · under a second left'
      : ` · ${left < 100 ? Math.ceil(left) : Math.ceil(left / 60)} ${left < 100 ? 's' : 'min'} left`
  return (
    <span className="replay">
      <progress className="replay-bar" value={done} max={total} aria-label={progress.what} />
      <span>
        {progress.what} {Math.round(share * 100)} %{time}
      </span>
      <button type="button" className="link-button" onClick={scope.cancel}>
        Cancel
      </button>
    </span>
  )
}
