/** Marks of the changes made during the run. They are fetched when there is the first one. */
import './events.css'
import { useEffect, useRef, useState } from 'react'
import { onRestored, prepareCanvas, readTheme, timeline } from '../../charts'
import { type Change, changesOf } from '../panels/reading/events'
import { useScopeState } from '../scope'
import { useTheme } from '../theme'
import { deferred } from '../ui/deferred'
import { EventHandle } from './EventHandle'

const EventPopover = deferred(() => import('./EventPopover'))

const HEIGHT = 38
/** Half of the slider's thumb: the track's ends. */
const INSET = 8

/** The change that is on its way to another step, under the hand. */
interface Held {
  readonly key: string
  readonly step: number
}

/** What the user changed, as marks over the timeline's track that can be moved and deleted, and as a list for screen readers. */
export default function EventMarks({ step, last }: { step: number; last: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scenario = useScopeState(s => s.scenario)
  const theme = useTheme()
  const [width, setWidth] = useState(0)
  const [restored, setRestored] = useState(0)
  const [held, setHeld] = useState<Held | null>(null)
  const [open, setOpen] = useState<{ key: string; at: HTMLElement } | null>(null)
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
    const events = keyed(changesOf(scenario)).map(({ key, change }) =>
      held?.key === key ? { x: held.step, label: `step ${held.step}` } : { x: change.step, label: change.label },
    )
    timeline(ctx, box, { last, step, events }, { inset: INSET, track: false, trackBottom: 10 })
  }, [any, width, step, last, scenario, theme, restored, held])
  if (!any) return null
  const changes = keyed(changesOf(scenario))
  const shown = changes.filter(({ change }) => change.step <= last)
  const steps = [...new Set(shown.map(({ change }) => change.step))].sort((a, b) => a - b)
  const opened = open && changes.find(({ key }) => key === open.key)
  return (
    <>
      <span className="event-marks" aria-hidden="true">
        <canvas ref={canvas} />
      </span>
      <fieldset className="event-handles" aria-label="Changes on the timeline">
        {shown.map(({ key, change }) => (
          <EventHandle
            key={key}
            change={change}
            last={last}
            between={neighbours(steps, change.step)}
            held={held?.key === key ? held.step : null}
            onHold={to => setHeld(to === null ? null : { key, step: to })}
            onOpen={at => setOpen({ key, at })}
          />
        ))}
      </fieldset>
      {open && opened ? (
        <EventPopover key={opened.change.step} change={opened.change} anchor={open.at} onClose={() => setOpen(null)} />
      ) : null}
      <ul className="visually-hidden" aria-label="Recorded changes">
        {changes.map(({ key, change }) => (
          <li key={key}>
            step {change.step}: {change.spoken}
          </li>
        ))}
      </ul>
    </>
  )
}

/** The steps before and after one among sorted steps; infinitely far where there are none. */
function neighbours(steps: readonly number[], step: number): readonly [number, number] {
  const at = steps.indexOf(step)
  return [steps[at - 1] ?? Number.NEGATIVE_INFINITY, steps[at + 1] ?? Number.POSITIVE_INFINITY]
}

/** The changes with names that stay theirs while they move past each other. */
function keyed(changes: readonly Change[]): { key: string; change: Change }[] {
  const counts = new Map<string, number>()
  return changes.map(change => {
    const of = `${change.arm}.${change.field}=${change.value}`
    const count = (counts.get(of) ?? 0) + 1
    counts.set(of, count)
    return { key: `${of} ${count}`, change }
  })
}
