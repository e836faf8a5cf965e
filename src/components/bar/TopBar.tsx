/** The bar over the page: scenario, transport, readouts, and what leads to dialogs and files. */
import { CircleHelp, Contrast, Presentation, Share2, SlidersHorizontal } from 'lucide-react'
import { useScope, useScopeState } from '../scope'
import { toggleTheme, useTheme } from '../theme'
import { Hint } from '../ui/Hint'
import { IconButton } from '../ui/IconButton'
import { Logo } from './Logo'
import { Facts, StepReadout } from './Readouts'
import { RunExportMenu } from './RunExportMenu'
import { ScenarioMenu } from './ScenarioMenu'
import { Transport } from './Transport'

interface Props {
  readonly onShare: () => void
  readonly onHelp: () => void
  /** The controls as a sheet, on a narrow screen. */
  readonly sheetOpen: boolean
  readonly onSheet: () => void
}

/** The bar over everything. */
export function TopBar({ onShare, onHelp, sheetOpen, onSheet }: Props) {
  const theme = useTheme()
  const scope = useScope()
  const present = useScopeState(s => s.scenario.view.present === 'on')
  return (
    <header className="app-bar">
      <div className="bar-title">
        <Logo />
        <ScenarioMenu />
      </div>
      <div className="bar-transport">
        <Transport />
        <StepReadout />
        <button
          type="button"
          className="bar-button boxed sheet-button"
          aria-expanded={sheetOpen}
          aria-controls="controls"
          aria-label="Controls"
          onClick={onSheet}
        >
          <SlidersHorizontal size={16} aria-hidden="true" />
        </button>
      </div>
      <Facts />
      <div className="bar-actions">
        <Hint text="A link that reproduces what is on screen">
          <button type="button" className="bar-button boxed" aria-label="Share" onClick={onShare}>
            <Share2 size={16} aria-hidden="true" />
            <span className="bar-button-text">Share</span>
          </button>
        </Hint>
        <RunExportMenu />
        <IconButton
          label="Presentation"
          hint="Text and strokes for a projector, without the controls (P)"
          className="present-button"
          aria-pressed={present}
          onClick={() => scope.set('present', present ? 'off' : 'on')}
        >
          <Presentation size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="Help" hint="Help and keyboard shortcuts (?)" onClick={onHelp}>
          <CircleHelp size={16} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
          hint={`${theme === 'dark' ? 'Light theme' : 'Dark theme'} (T)`}
          onClick={toggleTheme}
        >
          <Contrast size={16} aria-hidden="true" />
        </IconButton>
      </div>
    </header>
  )
}
