import { useMemo, useState } from 'react'
import type { PanelPlace } from '../extras'
import { Panel } from '../Panel'
import { useStage } from '../stage'
import { borderOf } from './border'
import { energySpec } from './energySpec'

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
