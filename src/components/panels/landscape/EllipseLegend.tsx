import type { ReactNode } from 'react'
import { useLive } from '../frame/stage'
import { ellipseLabel } from './ellipses'
import { isBanded } from './key'
import { plantedShown, trainedLabel, trainedOf } from './minima'

/** What the two kinds of ellipses are, how much they are enlarged stands in the picture; and the marks of minima. */
export function EllipseLegend({ shown, children }: { shown: () => boolean; children?: ReactNode }) {
  const noise = useLive(view => (shown() ? ellipseLabel(view) : ''))
  const planted = useLive(plantedShown)
  const trained = useLive(view => {
    const places = trainedOf(view)
    return places.length > 0 ? trainedLabel(places) : ''
  })
  const banded = useLive(isBanded)
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
