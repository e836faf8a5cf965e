import { useMemo, useState } from 'react'
import { Panel } from '../frame/Panel'
import type { PanelPlace } from '../frame/place'
import { FlatnessToggles } from './FlatnessToggles'
import { type FlatnessOptions, flatnessSpec } from './spec'

/** Flatness over the steps, against the thresholds of linear stability. */
export default function FlatnessPanel(place: PanelPlace) {
  const [options, setOptions] = useState<FlatnessOptions>({ sharpness: false })
  const spec = useMemo(() => flatnessSpec(options), [options])
  return <Panel spec={spec} {...place} tools={<FlatnessToggles options={options} onChange={setOptions} />} />
}
