import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import { armName } from '../controls/words'
import { downloadRows, downloadScenario } from '../exports'
import { useScope, useScopeState } from '../scope'
import { Hint } from '../ui/Hint'

/** Numbers and scenario as files. Each panel exports its own picture. */
export function ExportMenu() {
  const scope = useScope()
  const arms = useScopeState(s => s.scenario.arms)
  return (
    <Menu.Root modal={false}>
      <Hint text="Measured numbers as CSV, scenario as JSON; each panel exports its own picture">
        <Menu.Trigger className="bar-button" aria-label="Export">
          <Download size={16} aria-hidden="true" />
          <span className="bar-button-text">Export</span>
        </Menu.Trigger>
      </Hint>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="end" collisionPadding={8} className="popup-place">
          <Menu.Popup className="popup menu" aria-label="Export">
            {arms.map(arm => (
              <Menu.Item key={arm.id} className="menu-item plain" onClick={() => downloadRows(scope, arm.id)}>
                <span>
                  <span className="menu-label">Measured rows of {armName(arm.id)}</span>
                  <span className="menu-note">CSV, a row per measured step</span>
                </span>
              </Menu.Item>
            ))}
            <Menu.Item className="menu-item plain" onClick={() => downloadScenario(scope)}>
              <span>
                <span className="menu-label">Scenario</span>
                <span className="menu-note">JSON, as the command line reads it</span>
              </span>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
