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
  const items: (readonly [mark: ReactNode, words: string])[] = [
    [<i key="mark" className="ellipse-noise" />, noise],
    [<i key="mark" className="ellipse-curvature" />, noise && 'the same with 2L·G'],
    [<i key="mark" className="path-band" />, banded ? 'band: distance from the plane' : ''],
    [
      <b key="mark" aria-hidden="true">
        +
      </b>,
      planted ? 'planted minimum' : '',
    ],
    [
      <b key="mark" aria-hidden="true">
        ◇
      </b>,
      trained,
    ],
  ]
  const shownItems = items.filter(([, words]) => words)
  return (
    <p className="panel-legend ellipse-legend" data-hint-cut>
      {shownItems.map(([mark, words], i) => (
        <span key={words}>
          {mark} {words}
          {i < shownItems.length - 1 && <span className="visually-hidden">, </span>}
        </span>
      ))}
      {children}
    </p>
  )
}
