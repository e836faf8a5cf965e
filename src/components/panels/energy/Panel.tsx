import { useMemo, useState } from 'react'
import { borderOf } from '../frame/border'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { useStage } from '../frame/stage'
import { energySpec } from './spec'

/** Energy by direction, with the border k to be dragged. */
export default function EnergyPanel(place: PanelPlace) {
  const stage = useStage()
  const [share, setShare] = useState(false)
  const spec = useMemo(() => energySpec(borderOf(stage), () => share), [stage, share])
  const toggle = (
    <button
      type="button"
      className="panel-choice"
      aria-pressed={share}
      onClick={() => setShare(!share)}
      data-hint="Divide by twice the loss: the shares of every step"
    >
      share
    </button>
  )
  return <Panel spec={spec} {...place} tools={toggle} />
}
