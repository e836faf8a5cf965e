/** The timeline under the panels: where the run is, how far it has come, and the way back. */
import { formatValue } from '../../charts'
import { stopWords } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { deferred } from '../ui/deferred'
import { Hint } from '../ui/Hint'
import { LazySlider } from '../ui/LazySlider'
import { BranchButton } from './BranchButton'
import { Progress } from './Progress'

const EventMarks = deferred(() => import('./EventMarks'))

const WORDS = { running: 'running', paused: 'paused', finished: 'finished', loading: 'loading …', failed: 'stopped' } as const

/** The run from its start to the last step reached: drag to go back, change something there and the run branches. */
export function Timeline() {
  const scope = useScope()
  const step = useScopeState(s => s.step)
  const last = useScopeState(s => Math.max(s.lastStep, s.step))
  const end = useScopeState(s => s.scenario.steps)
  const status = useScopeState(s => s.status)
  const stopped = useScopeState(s => (s.status === 'paused' && s.stopped ? stopWords(s.stopped) : ''))
  const changes = useScopeState(s => s.scenario.events.length)
  const waiting = useScopeState(s => s.progress !== null)
  const replaying = useScopeState(s => s.progress?.what === 'replaying')
  // Under the hand the thumb stays where it is held; the run follows as fast as it can.
  const sought = useScopeState(s => s.sought)
  const shown = Math.min(sought ?? step, last)
  return (
    <footer className="app-timeline">
      <section className="timeline" aria-label="Timeline">
        <div className="timeline-track">
          {changes > 0 ? <EventMarks step={shown} last={last} /> : null}
          <LazySlider
            max={Math.max(1, last)}
            value={shown}
            disabled={last === 0}
            largeStep={Math.max(10, Math.round(last / 20))}
            label="Step on screen"
            text={`step ${shown} of ${last} reached`}
            onChange={scope.seek}
          />
        </div>
        <div className="timeline-words">
          {waiting ? <Progress /> : null}
          {replaying ? null : (
            <span className="timeline-state">
              <b>{formatValue(shown)}</b>
              {shown < last ? ` of ${formatValue(last)}` : ''} · {stopped ? `stopped: ${stopped}` : WORDS[status]}
              <span className="timeline-end">
                {status === 'finished' ? '' : ` · ${stopped ? 'play goes on to' : 'ends at'} ${formatValue(end)}`}
              </span>
            </span>
          )}
          <BranchButton />
          {changes > 0 && !replaying ? (
            <Hint text="Starts a new run from the values in force, without the recorded changes">
              <button type="button" className="link-button" onClick={scope.forgetEvents}>
                Forget {changes === 1 ? 'the change' : `${changes} changes`}
              </button>
            </Hint>
          ) : null}
        </div>
      </section>
    </footer>
  )
}
