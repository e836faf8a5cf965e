import { CircleHelp, Contrast, Presentation, Share2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useScope, useScopeState } from '../scope'
import { toggleTheme, useTheme } from '../theme'
import { Hint } from '../ui/Hint'
import { IconButton } from '../ui/IconButton'

interface Props {
  /** What stands before it. */
  readonly first?: ReactNode
  readonly onShare: () => void
  /** What is shared. */
  readonly shareHint: string
  readonly onHelp: () => void
  /** The menu of exports. */
  readonly children: ReactNode
}

/** The end of a bar: sharing, exports, presentation, help and theme. */
export function BarActions({ first, onShare, shareHint, onHelp, children }: Props) {
  const theme = useTheme()
  const scope = useScope()
  const present = useScopeState(s => s.scenario.view.present === 'on')
  const other = theme === 'dark' ? 'Light theme' : 'Dark theme'
  return (
    <div className="bar-actions">
      {first}
      <Hint text={shareHint}>
        <button type="button" className="bar-button boxed" aria-label="Share" onClick={onShare}>
          <Share2 size={16} aria-hidden="true" />
          <span className="bar-button-text">Share</span>
        </button>
      </Hint>
      {children}
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
      <IconButton label={other} hint={`${other} (T)`} onClick={toggleTheme}>
        <Contrast size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
