/** Marks of the changes made during the run. They are fetched when there is the first one. */
import { useEffect, useRef, useState } from 'react'
import { onRestored, prepareCanvas, readTheme, timeline } from '../../charts'
import { changeMarks } from '../panels/reading/events'
import { useScopeState } from '../scope'
import { useTheme } from '../theme'

const HEIGHT = 38
/** Half of the slider's thumb: the track's ends. */
const INSET = 8

/** What the user changed, as marks over the timeline's track, and as a list for screen readers. */
export default function EventMarks({ step, last }: { step: number; last: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scenario = useScopeState(s => s.scenario)
  const theme = useTheme()
  const [width, setWidth] = useState(0)
  const [restored, setRestored] = useState(0)
  const any = scenario.events.length > 0
  useEffect(() => {
    const holder = canvas.current?.parentElement
    if (!holder || !any) return
    const watch = new ResizeObserver(entries => setWidth(entries.at(-1)?.contentRect.width ?? 0))
    watch.observe(holder)
    return () => watch.disconnect()
  }, [any])
  useEffect(() => (any && canvas.current ? onRestored(canvas.current, () => setRestored(n => n + 1)) : undefined), [any])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme draws the same marks in other colours, an emptied canvas needs them again
  useEffect(() => {
    const ctx = any && width > 0 && canvas.current ? prepareCanvas(canvas.current, width, HEIGHT) : undefined
    if (!ctx || !canvas.current) return
    const box = { width, height: HEIGHT, theme: readTheme(canvas.current) }
    timeline(ctx, box, { last, step, events: changeMarks(scenario, last) }, { inset: INSET, track: false, trackBottom: 10 })
  }, [any, width, step, last, scenario, theme, restored])
  if (!any) return null
  return (
    <>
      <span className="event-marks" aria-hidden="true">
        <canvas ref={canvas} />
      </span>
      <ul className="visually-hidden" aria-label="Recorded changes">
        {changeMarks(scenario, last).map(({ x, label }) => (
          <li key={`${x} ${label}`}>
            step {x}: {label}
          </li>
        ))}
      </ul>
    </>
  )
}
