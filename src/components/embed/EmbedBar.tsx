import './embed.css'
import { ExternalLink, Pause, Play, RotateCcw } from 'lucide-react'
import { encodeLink } from '../../scenario'
import { Logo } from '../bar/Logo'
import { StepReadout } from '../bar/Readouts'
import { useScope, useScopeState } from '../scope'
import { IconButton } from '../ui/IconButton'

/** Under a panel within another page: play, reset, the step, and the way to the whole instrument. */
export default function EmbedBar() {
  const scope = useScope()
  const running = useScopeState(s => s.status === 'running' || s.status === 'loading')
  const again = useScopeState(s => s.status === 'finished' || s.status === 'failed')
  const link = useScopeState(s => encodeLink(s.scenario))
  const play = again ? 'Play again from step 0' : 'Play'
  return (
    <footer className="embed-bar">
      <IconButton label="Reset" onClick={scope.reset}>
        <RotateCcw size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label={running ? 'Pause' : play} className="primary" onClick={running ? scope.pause : scope.play}>
        {running ? <Pause size={15} fill="currentColor" aria-hidden="true" /> : <Play size={15} fill="currentColor" aria-hidden="true" />}
      </IconButton>
      <StepReadout />
      <a className="embed-whole" href={`${location.pathname}#${link}`} target="_blank" rel="noreferrer" aria-label="Open in Noisescope">
        <Logo />
        <ExternalLink size={14} aria-hidden="true" />
      </a>
    </footer>
  )
}
