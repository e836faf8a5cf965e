import { PRESETS } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { OptionMenu } from '../ui/OptionMenu'

const OPTIONS = [...PRESETS.values()].map(({ id, title, reading }) => ({ value: id, label: title, note: reading }))

/** Opens one of the presets. */
export function ScenarioMenu() {
  const scope = useScope()
  const id = useScopeState(s => s.scenario.preset)
  const preset = PRESETS.get(id)
  return (
    <OptionMenu
      label="Scenario"
      hint={preset?.reading ?? 'Scenario'}
      value={id}
      options={OPTIONS}
      onChoose={scope.openPreset}
      className="scenario-menu boxed"
    >
      {preset?.title ?? id}
    </OptionMenu>
  )
}
