import { useState } from 'react'
import { deferred } from '../../../ui/deferred'
import type { LandscapeSpec } from '../spec'

const NoiseToggles = deferred(() => import('./NoiseToggles'))

/** A button that draws the noise of a step on the landscape, and then what of it. */
export function NoiseOnLandscape({ landscape }: { landscape: LandscapeSpec }) {
  const [on, setOn] = useState(false)
  return (
    <>
      <button
        type="button"
        className="legend-toggle"
        aria-pressed={on}
        data-hint="Minibatches, drift and noise of a step: at the step shown, or where you point at a path"
        onClick={() => setOn(now => !now)}
      >
        step noise
      </button>
      {on && <NoiseToggles landscape={landscape} />}
    </>
  )
}
