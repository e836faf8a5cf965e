import { Download } from 'lucide-react'
import { armName } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { LazyMenu } from '../ui/LazyMenu'
import { MenuWords } from '../ui/OptionMenu'

/** Numbers and scenario as files. Each panel exports its own picture. */
export function RunExportMenu() {
  const scope = useScope()
  const arms = useScopeState(s => s.scenario.arms)
  const save = (what: (exports: typeof import('../exports')) => void) =>
    import('../exports')
      .then(what)
      .catch((error: Error) => scope.say({ kind: 'error', text: `The file could not be created: ${error.message}` }))
  const face = (
    <>
      <Download size={16} aria-hidden="true" />
      <span className="bar-button-text">Export</span>
    </>
  )
  return (
    <LazyMenu
      label="Export"
      align="end"
      aria-label="Export"
      data-hint="Measured numbers as CSV, scenario as JSON; each panel exports its own picture"
      className="bar-button"
      face={face}
      items={({ Item }) => (
        <>
          {[...arms.map(arm => arm.id), ...(arms[1] ? [''] : [])].map(id => (
            <Item key={id} className="menu-item plain" onClick={() => save(e => e.downloadRows(scope, id))}>
              <MenuWords label={`Measured rows of ${id ? armName(id) : 'all arms'}`} note="CSV, a row per measured step" />
            </Item>
          ))}
          <Item className="menu-item plain" onClick={() => save(e => e.downloadScenario(scope))}>
            <MenuWords label="Scenario" note="JSON, as the command line reads it" />
          </Item>
        </>
      )}
    />
  )
}
