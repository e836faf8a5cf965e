import type { ReactNode } from 'react'
import { useScopeState } from '../../scope'
import { StudyControl } from '../StudyControl'
import { useLive } from '../stage'
import { curvesOf } from './curves'

/** The choice of k, what the kinds of line are, and how the recursions are getting on where they are not simply there. */
export function EscapeLegend({ children }: { children: ReactNode }) {
  const any = useLive(view => view.arms.some(arm => curvesOf(view, arm)))
  const phase = useScopeState(s => s.studies.curves?.phase)
  const shown = phase !== undefined && phase !== 'done'
  return (
    <div className="ellipse-legend escape-legend">
      {children}
      {any && (
        <>
          <span>
            <i className="line-exact" /> exact mean
          </span>
          <span>
            <i className="line-aligned" /> Σ = 2L·G
          </span>
        </>
      )}
      {shown && <StudyControl kind="curves" start="Compute the recursions" what="recursions" />}
    </div>
  )
}
