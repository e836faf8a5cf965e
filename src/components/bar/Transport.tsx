import { Pause, Play, RotateCcw, StepForward } from 'lucide-react'
import { useScope, useScopeState } from '../scope'
import { IconButton } from '../ui/IconButton'
import { SpeedMenu } from './SpeedMenu'

/** Reset, play or pause, one step, and the speed. */
export function Transport() {
  const scope = useScope()
  const status = useScopeState(s => s.status)
  const running = status === 'running' || status === 'loading'
  const again = status === 'finished' || status === 'failed'
  const play = again ? 'Play again from step 0' : 'Play'
  return (
    <fieldset className="transport" aria-label="Transport">
      <IconButton label="Reset" hint="Back to step 0, with the recorded changes at their steps (R)" onClick={scope.reset}>
        <RotateCcw size={16} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={running ? 'Pause' : play}
        hint={`${running ? 'Pause' : play} (space)`}
        className="primary"
        onClick={running ? scope.pause : scope.play}
      >
        {running ? <Pause size={16} fill="currentColor" aria-hidden="true" /> : <Play size={16} fill="currentColor" aria-hidden="true" />}
      </IconButton>
      <IconButton label="Step" hint="One step (→), ten (shift →)" disabled={status === 'finished'} onClick={() => scope.stepOnce()}>
        <StepForward size={16} aria-hidden="true" />
      </IconButton>
      <SpeedMenu />
    </fieldset>
  )
}
