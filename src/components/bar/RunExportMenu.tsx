import { useState } from 'react'
import { armName } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { deferred } from '../ui/deferred'
import { MenuWords } from '../ui/OptionMenu'
import { ExportMenu, useSave } from './ExportMenu'

const ScriptDialog = deferred(() => import('../dialogs/ScriptDialog'))

/** Numbers, a script and the scenario as files. Each panel exports its own picture. */
export function RunExportMenu() {
  const scope = useScope()
  const arms = useScopeState(s => s.scenario.arms)
  const [asked, setAsked] = useState(false)
  const save = useSave(() => import('../exports'))
  return (
    <>
      <ExportMenu
        hint="Measured numbers as CSV, the run as a Python script, scenario as JSON; each panel exports its own picture"
        items={({ Item }) => (
          <>
            {[...arms.map(arm => arm.id), ...(arms[1] ? [''] : [])].map(id => (
              <Item key={id} className="menu-item plain" onClick={() => save(e => e.downloadRows(scope, id))}>
                <MenuWords label={`Measured rows of ${id ? armName(id) : 'all arms'}`} note="CSV, a row per measured step" />
              </Item>
            ))}
            <Item className="menu-item plain" onClick={() => setAsked(true)}>
              <MenuWords label="Python script …" note="computes the run anew and compares itself with it" />
            </Item>
            <Item className="menu-item plain" onClick={() => save(e => e.downloadScenario(scope))}>
              <MenuWords label="Scenario" note="JSON, as the command line reads it" />
            </Item>
          </>
        )}
      />
      {asked ? <ScriptDialog onClose={() => setAsked(false)} /> : null}
    </>
  )
}
