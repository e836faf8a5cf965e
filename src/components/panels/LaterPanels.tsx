import { useMemo, useState } from 'react'
import type { PanelPlace } from './extras'
import { FlatnessToggles } from './FlatnessToggles'
import { Panel } from './Panel'
import { DIRECTIONS } from './specs/directions'
import { type FlatnessOptions, flatnessSpec } from './specs/flatness'
import { SCATTER } from './specs/scatter'

export type LaterName = 'directions' | 'flatness' | 'scatter'

/** The panels of every scenario beside landscape, alignment and loss. */
export default function LaterPanels({ name, ...place }: PanelPlace & { readonly name: LaterName }) {
  if (name === 'flatness') return <FlatnessPanel {...place} />
  return <Panel spec={name === 'directions' ? DIRECTIONS : SCATTER} {...place} />
}

function FlatnessPanel(place: PanelPlace) {
  const [look, setLook] = useState<FlatnessOptions>({ axis: 'step', sharpness: false })
  const spec = useMemo(() => flatnessSpec(look), [look])
  return <Panel spec={spec} {...place} tools={<FlatnessToggles options={look} onChange={setLook} />} />
}
