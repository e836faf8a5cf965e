import { useScope, useScopeState } from '../scope'
import { progressText } from '../ui/remaining'

/** How far that is what takes long, how much longer it will take, and a way out. */
export function Progress() {
  const scope = useScope()
  const progress = useScopeState(s => s.progress)
  if (!progress) return null
  const { done, total, since } = progress
  return (
    <span className="replay">
      <progress className="replay-bar" value={done} max={total} aria-label={progress.what} />
      <span>
        {progress.what}
        {done > 0 ? ` ${progressText(done / total, since)}` : ' …'}
      </span>
      <button type="button" className="link-button" onClick={scope.cancel}>
        Cancel
      </button>
    </span>
  )
}
