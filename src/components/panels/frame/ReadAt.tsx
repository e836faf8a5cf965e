import { formatValue } from '../../../charts'
import { useScopeState } from '../../scope'

/** At which step the words after it were read, where that is not the step in the bar; with the cadence where one was asked for. */
export function ReadAt({ step }: { step: number }) {
  const running = useScopeState(s => s.status === 'running')
  const apart = useScopeState(s => s.step !== step)
  const every = useScopeState(s => s.scenario.measure.every)
  if (!running && !apart) return null
  return (
    <span className="panel-step">
      At step {formatValue(step)}
      {running && every > 1 && `, read every ${formatValue(every)}`}:{' '}
    </span>
  )
}
