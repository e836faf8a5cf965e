import { useLive } from './stage'

/** What the two kinds of ellipses are; how much they are enlarged stands in the picture. */
export function EllipseLegend({ shown }: { shown: () => boolean }) {
  const any = useLive(() => shown())
  if (!any) return null
  return (
    <p className="ellipse-legend">
      <span>
        <i className="ellipse-noise" /> noise η²Σ/B
      </span>
      <span>
        <i className="ellipse-curvature" /> the same with 2L·G
      </span>
    </p>
  )
}
