import { useEffect, useState } from 'react'
import { loadedPresets } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { later } from '../ui/deferred'
import { OptionMenu } from '../ui/OptionMenu'

/** Opens one of the presets. */
export function ScenarioMenu() {
  const scope = useScope()
  const id = useScopeState(s => s.scenario.preset)
  const [presets, setPresets] = useState(loadedPresets)
  useEffect(() => {
    void later(() => import('../../scenario/presets')).then(({ PRESETS }) => setPresets(PRESETS))
  }, [])
  const preset = loadedPresets().get(id)
  return (
    <OptionMenu
      label="Scenario"
      hint={preset?.reading ?? 'Scenario'}
      value={id}
      options={[...presets.values()].map(p => ({ value: p.id, label: p.title, note: p.reading }))}
      onChoose={scope.openPreset}
      className="scenario-menu boxed"
    >
      {preset?.title ?? id}
    </OptionMenu>
  )
}
