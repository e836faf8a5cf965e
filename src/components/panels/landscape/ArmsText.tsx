import { useEffect } from 'react'
import { numberAt } from '../../../lib/values'
import { useScopeState } from '../../scope'
import { useLive, useStage } from '../frame/stage'
import { pathOf } from '../reading/paths'
import { scalarOf, type View } from '../reading/view'
import { isOfPlane } from './ellipses'
import type { LandscapeSpec } from './spec'

/** Where every arm stands in the picture, for screen readers and tests: id, x, y, L on the plane, L, and whether that is in view; with the points along a side of the contours. */
export function ArmsText({ landscape }: { landscape: LandscapeSpec }) {
  const stage = useStage()
  const resting = useScopeState(s => s.status === 'paused' || s.status === 'finished')
  const text = useLive(view => armLines(view, landscape.window(view)))
  const points = useLive(view => view.traces.grid?.nx ?? 0)
  useEffect(() => {
    if (resting && text) landscape.follow(stage.view)
  }, [landscape, stage, resting, text])
  return (
    <pre className="visually-hidden" data-testid="landscape-arms" data-points={points}>
      {text}
    </pre>
  )
}

/** A line per arm, of the step shown. */
export function armLines(view: View, shown: ReturnType<LandscapeSpec['window']>): string {
  const lines = view.arms.map(arm => {
    const path = pathOf(arm, view.step)
    const [x, y] = [path.x, path.y].map(values => numberAt(values, path.length - 1))
    const row = (name: 'path_loss' | 'loss') => scalarOf(view, arm, name)
    const inside = within(shown.x, x) && within(shown.y, y)
    return [arm.id, x, y, isOfPlane(view, arm) ? row('path_loss') : Number.NaN, row('loss'), inside ? 'inside' : 'outside'].join(' ')
  })
  return lines.join('\n')
}

const within = ([lo, hi]: readonly [number, number], v = Number.NaN) => v >= lo && v <= hi
