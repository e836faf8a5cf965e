import './aboutPreset.css'
import { useEffect, useState } from 'react'
import { loadedPresets } from '../../scenario'
import { sourceOf } from '../gallery/search'
import { Rich } from '../panels/frame/Rich'
import { useScopeState } from '../scope'
import { later } from '../ui/deferred'
import { runsAs } from './runsAs'

/** The source of the preset on screen and the sentence of what it shows, in small. */
export default function AboutPreset() {
  const scenario = useScopeState(s => s.scenario)
  const [, setPresets] = useState(loadedPresets)
  useEffect(() => {
    void later(() => import('../../scenario/presets')).then(({ PRESETS }) => setPresets(PRESETS))
  }, [])
  const preset = loadedPresets().get(scenario.preset)
  if (!preset) return <p className="about-preset" />
  const changed = !runsAs(scenario, preset.scenario)
  return (
    <p className="about-preset" data-hint-cut>
      <b>{sourceOf(scenario.preset)}</b> {changed && 'As it came: '}
      <Rich text={preset.reading} />
    </p>
  )
}
