import { useLive } from './stage'

/** What the two kinds of ellipses are, and how much they are enlarged. */
export function EllipseLegend({ magnification }: { magnification: () => string }) {
  const scale = useLive(() => magnification())
  if (!scale) return null
  return (
    <p className="ellipse-legend">
      <span>
        <i className="ellipse-noise" /> noise η²Σ/B
      </span>
      <span>
        <i className="ellipse-curvature" /> the same with 2L·G
      </span>
      {scale !== '×1' && <span>{scale}</span>}
    </p>
  )
}
