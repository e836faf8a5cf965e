import { useMemo, useState } from 'react'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { SplitToggle } from './SplitToggle'
import { alignmentSpec } from './spec'

/** μ of every arm over the steps, with its factors where they are asked for. */
export function AlignmentPanel(place: PanelPlace) {
  const [split, setSplit] = useState(false)
  const spec = useMemo(() => alignmentSpec(split), [split])
  return <Panel spec={spec} {...place} tools={<SplitToggle on={split} onChange={setSplit} />} />
}
