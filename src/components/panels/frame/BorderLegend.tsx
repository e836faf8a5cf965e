import './border.css'
import { type ReactNode, useSyncExternalStore } from 'react'
import type { Border } from './border'
import { NumberStepper } from './NumberStepper'
import { useLive } from './stage'

/** The key of a panel that the border k splits: the choice of k, then what the lines are. */
export function BorderLegend({ border, children }: { border: Border; children: ReactNode }) {
  const k = useSyncExternalStore(border.subscribe, () => border.k)
  const most = useLive(() => border.most)
  return (
    <div className="panel-legend border-legend">
      <NumberStepper label="k" value={Math.min(k, most)} min={1} max={most} onChange={next => border.set(next)} />
      {children}
    </div>
  )
}

/** One kind of line. */
export function LineKey({ dashed = false, children }: { dashed?: boolean; children: string }) {
  return (
    <span>
      <i className={dashed ? 'line-dashed' : undefined} /> {children}
    </span>
  )
}
