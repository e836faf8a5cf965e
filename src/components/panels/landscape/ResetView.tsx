import { Scan } from 'lucide-react'
import { useLive } from '../frame/stage'
import type { LandscapeSpec } from './spec'

/** Back to the automatic window, once someone has moved the picture. */
export function ResetView({ landscape }: { landscape: LandscapeSpec }) {
  const moved = useLive(() => landscape.moved())
  if (!moved) return null
  return (
    <button
      type="button"
      className="panel-button"
      aria-label="Show the whole picture"
      data-hint="Show the whole picture"
      onClick={() => landscape.gestures?.reset()}
    >
      <Scan size={14} aria-hidden />
    </button>
  )
}
