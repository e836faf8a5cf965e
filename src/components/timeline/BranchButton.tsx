/** Another arm from the step on screen on; what it asks is fetched when it opens. */
import { GitBranch } from 'lucide-react'
import { deferred } from '../ui/deferred'
import { LazyPopover } from '../ui/LazyPopover'

const BranchForm = deferred(() => import('./BranchForm'))

/** Opens what a branch from the step on screen is made of. */
export function BranchButton() {
  return (
    <LazyPopover
      className="link-button branch-button"
      data-hint="One more arm that takes the same steps up to here and goes on with another setting (B)"
      title="Branch here"
      popup="timeline-popup"
      align="end"
      face={
        <>
          <GitBranch size={13} aria-hidden="true" /> Branch here
        </>
      }
    >
      {close => <BranchForm onDone={close} />}
    </LazyPopover>
  )
}
