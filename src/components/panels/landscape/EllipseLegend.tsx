import type { ReactNode } from 'react'
import type { Traces } from '../../../store'
import { useLive } from '../frame/stage'
import { ellipseLabel } from './ellipses'
import { plantedShown, trainedLabel, trainedOf } from './minima'

/** What the two kinds of ellipses are, how much they are enlarged stands in the picture; and the marks of minima. */
export function EllipseLegend({ shown, children }: { shown: () => boolean; children?: ReactNode }) {
  const noise = useLive(view => (shown() ? ellipseLabel(view) : ''))
  const planted = useLive(plantedShown)
  const trained = useLive(view => {
    const places = trainedOf(view)
    return places.length > 0 ? trainedLabel(places) : ''
  })
  const banded = useLive(view => view.arms.some(arm => isOffPlane(arm.trace.path)))
  return (
    <p className="panel-legend ellipse-legend">
      {noise && (
        <>
          <span>
            <i className="ellipse-noise" /> {noise}
          </span>
          <span>
            <i className="ellipse-curvature" /> the same with 2L·G
          </span>
        </>
      )}
      {banded && (
        <span>
          <i className="path-band" /> band: distance from the plane
        </span>
      )}
      {planted && (
        <span>
          <b aria-hidden="true">+</b> planted minimum
        </span>
      )}
      {trained && (
        <span>
          <b aria-hidden="true">◇</b> {trained}
        </span>
      )}
      {children}
    </p>
  )
}

/** Whether the newest point of a path is seen to lie off the plane. */
function isOffPlane(path: Traces['arms'][number]['path']): boolean {
  const last = path.length - 1
  return path.value(last, 3) > 0.01 * Math.hypot(path.value(last, 1), path.value(last, 2))
}
