import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { useScope } from '../../../scope'
import { useLive, useStage } from '../../frame/stage'
import type { LandscapeSpec } from '../spec'
import { DRAWS, NoiseLook } from './look'

/** What is drawn of the noise of a step, with its numbers. Fetched when it is first asked for. */
export default function NoiseToggles({ landscape }: { landscape: LandscapeSpec }) {
  const scope = useScope()
  const stage = useStage()
  const look = useMemo(() => new NoiseLook(scope.noise, () => stage.redraw()), [scope, stage])
  useEffect(() => {
    landscape.overlay = look
    stage.redraw()
    // How many minibatches lie beyond the border is known once they are drawn.
    const end = look.subscribe(() => stage.texts.poke())
    return () => {
      end()
      landscape.overlay = null
      stage.redraw()
    }
  }, [landscape, look, stage])
  const cloud = useSyncExternalStore(look.subscribe, () => look.cloud)
  const arrows = useSyncExternalStore(look.subscribe, () => look.arrows)
  const words = useLive(view => look.words(view))
  return (
    <>
      <button
        type="button"
        className="legend-toggle"
        aria-pressed={cloud}
        data-hint={`${DRAWS} minibatches that might be drawn here, as their steps less the drift`}
        onClick={() => look.set({ cloud: !cloud })}
      >
        {DRAWS} minibatches
      </button>
      <button
        type="button"
        className="legend-toggle"
        aria-pressed={arrows}
        data-hint="Arrow: the drift −η∇L. Bar: one standard deviation of the noise to each side"
        onClick={() => look.set({ arrows: !arrows })}
      >
        drift → noise ⊢⊣
      </button>
      <span className="noise-words">{words}</span>
    </>
  )
}
