import { useLive } from '../frame/stage'
import { ellipseLabel } from './ellipses'
import { plantedShown, trainedLabel, trainedOf } from './minima'

/** What the two kinds of ellipses are, how much they are enlarged stands in the picture; and the marks of minima. */
export function EllipseLegend({ shown }: { shown: () => boolean }) {
  const noise = useLive(view => (shown() ? ellipseLabel(view) : ''))
  const planted = useLive(plantedShown)
  const trained = useLive(view => {
    const places = trainedOf(view)
    return places.length > 0 ? trainedLabel(places) : ''
  })
  if (!noise && !planted && !trained) return null
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
    </p>
  )
}
