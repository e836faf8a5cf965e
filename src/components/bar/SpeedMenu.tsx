/** How fast a run is shown. It changes the pace only, never the run. */
import { formatValue } from '../../charts'
import { useScope, useScopeState } from '../scope'
import { OptionMenu } from '../ui/OptionMenu'

const SPEEDS = [1, 5, 20, 60, 200, 1000, 10000, 0]

const speedText = (speed: number) => (speed === 0 ? 'unlimited' : `${formatValue(speed)} ${speed === 1 ? 'step/s' : 'steps/s'}`)

/** Steps per second, or as fast as this machine can. */
export function SpeedMenu() {
  const scope = useScope()
  const speed = useScopeState(s => s.scenario.view.speed)
  const all = SPEEDS.includes(speed) ? SPEEDS : [speed, ...SPEEDS]
  return (
    <OptionMenu
      label="Speed"
      hint="How fast the run is shown; it changes nothing in the run"
      value={String(speed)}
      options={all.map(s => ({ value: String(s), label: speedText(s) }))}
      onChoose={next => scope.set('speed', Number(next))}
      className="speed-menu"
    >
      {speedText(speed)}
    </OptionMenu>
  )
}
