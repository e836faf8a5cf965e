import './strip.css'
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react'
import { formatValue } from '../../../../charts'
import { addPoint, armColors, movePoint, type Point, pointsOf, removePoint } from '../../../../scenario'
import { useScope, useScopeState } from '../../../scope'
import { KEY_PAUSE } from '../../../ui/keyPause'
import { useStage } from '../../frame/stage'
import { editedIn, halfway, linePath, nudged, pixelOf, pointAt, presentStep, released, saysPoint } from './scheduleEdit'
import type { Strip } from './strip'

const ARROWS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
/** Two taps on a point within this time remove it. */
const DOUBLE = 350
const COLORS = ['var(--arm-a)', 'var(--arm-b)', 'var(--arm-c)', 'var(--arm-d)']

/** The points of a drawn schedule as handles over the strip: only what is let go becomes a change of the run. */
export default function StripEditor({ strip, arm }: { strip: Strip; arm: string }) {
  const scope = useScope()
  const stage = useStage()
  const id = useId()
  const place = useSyncExternalStore(strip.subscribe, () => strip.place)
  const of = useSyncExternalStore(strip.subscribe, () => strip.of(stage.view))
  const edited = () => editedIn(scope.store.getState(), arm, of)
  const present = () => presentStep(scope.store.getState())
  const curve = useScopeState(s => editedIn(s, arm, of).curve)
  const base = useScopeState(s => editedIn(s, arm, of).base)
  const waiting = useScopeState(s => editedIn(s, arm, of).name in s.wanted)
  const steps = useScopeState(s => s.scenario.steps)
  const color = useScopeState(s => armColors(s.scenario.arms)[s.scenario.arms.findIndex(a => a.id === arm)] ?? 0)
  const [draft, setDraft] = useState<readonly Point[] | null>(null)
  const [held, setHeld] = useState<number | null>(null)
  const [focused, setFocused] = useState<number | null>(null)
  const points = draft ?? pointsOf(curve)
  // Counted, so that the steps going by do not draw this anew.
  const locked = useScopeState(s => points.filter(p => p.step < presentStep(s)).length)
  const host = useRef<HTMLDivElement>(null)
  const drag = useRef<{ before: readonly Point[]; after: readonly Point[]; index: number; moved: boolean } | null>(null)
  const tapped = useRef({ index: -1, at: 0 })
  const timer = useRef(0)

  useEffect(() => {
    // From here on the run's own course is what was let go, or it was refused.
    if (!waiting && !drag.current) strip.hold(undefined)
  }, [waiting, strip])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      strip.hold(undefined)
    },
    [strip],
  )

  const show = (after: readonly Point[]) => {
    const edit = drag.current
    if (!edit) return
    const { before } = edit
    edit.after = after
    const now = present()
    setDraft(after)
    strip.hold({ arms: edited().arms, of, from: Math.max(0, now), curve: released(before, after, now) })
  }
  const begin = (index: number, after = points) => {
    const edit = drag.current ?? { before: points, after, index, moved: after !== points }
    edit.index = index
    drag.current = edit
    return edit
  }
  const finish = () => {
    clearTimeout(timer.current)
    const { before, after } = drag.current ?? {}
    drag.current = null
    setDraft(null)
    setHeld(null)
    const { name } = edited()
    if (before && after && JSON.stringify(before) !== JSON.stringify(after)) scope.set(name, released(before, after, present()))
    if (!(name in scope.store.getState().wanted)) strip.hold(undefined)
  }
  const abandon = () => {
    drag.current = null
    finish()
  }
  /** A change by the keys: let go when no other follows. */
  const byKeys = (after: readonly Point[]) => {
    show(after)
    clearTimeout(timer.current)
    timer.current = window.setTimeout(finish, KEY_PAUSE)
  }
  const focus = (index: number) => requestAnimationFrame(() => host.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus())
  const add = (at: Point | undefined): number | undefined => {
    const added = at && addPoint(points, at, present())
    if (!added) return undefined
    begin(added.index).moved = true
    show(added.points)
    return added.index
  }
  const remove = (index: number) => {
    show(removePoint(begin(index).after, index, present()))
    finish()
    focus(Math.max(0, index - 1))
  }

  const under = (event: PointerEvent): Point | undefined => {
    const box = host.current?.getBoundingClientRect()
    if (!box || !place) return undefined
    const [x, y] = [((event.clientX - box.left) / box.width) * place.width, ((event.clientY - box.top) / box.height) * place.height]
    return pointAt(place, base, x, y)
  }
  const onDown = (index: number | null) => (event: PointerEvent) => {
    if (event.button !== 0 || !place) return
    clearTimeout(timer.current)
    const at = index ?? add(under(event))
    if (at === undefined) return
    if (index !== null) begin(index)
    setHeld(at)
    host.current?.setPointerCapture(event.pointerId)
    if (index === null) {
      event.preventDefault()
      focus(at)
    }
  }
  const onMove = (event: PointerEvent) => {
    const [edit, point] = [drag.current, under(event)]
    if (held === null || !edit || !point) return
    const { before, after, index } = edit
    const to = movePoint(after, index, point, present(), Math.max(steps, before.at(-1)?.step ?? 0))
    if (JSON.stringify(to) === JSON.stringify(after)) return
    edit.moved = true
    show(to)
  }
  const onUp = () => {
    if (held === null || !drag.current) return
    const { index, moved } = drag.current
    const now = performance.now()
    const twice = !moved && tapped.current.index === index && now - tapped.current.at < DOUBLE
    tapped.current = moved ? { index: -1, at: 0 } : { index, at: now }
    if (twice) remove(index)
    else finish()
  }
  const onKey = (index: number) => (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !place) return
    const { key, shiftKey } = event
    if (ARROWS.includes(key)) {
      byKeys(nudged(begin(index).after, index, key, shiftKey, present(), steps, place.y.domain[1] / base))
    } else if (key === 'Enter') {
      const added = add(halfway(points, index, present(), steps))
      if (added !== undefined) {
        finish()
        focus(added)
      }
    } else if (key === 'Delete' || key === 'Backspace') remove(index)
    else if (key === 'Escape' && drag.current) abandon()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  if (!place) return null
  const says = (p: Point) => saysPoint(edited(), p, scope.store.getState().scenario, formatValue)
  const shown = held !== null ? drag.current?.index : focused
  const percent = (p: Point): CSSProperties => {
    const { x, y } = pixelOf(place, base, p)
    return { left: `${(100 * x) / place.width}%`, top: `${(100 * y) / place.height}%` }
  }
  const symbol = of === 'eta' ? 'learning rate' : 'batch size'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of handles, not of form fields
    <div
      ref={host}
      className="strip-editor"
      role="group"
      aria-label={`Drawn ${symbol}, ${points.length} points`}
      aria-describedby={id}
      style={{ '--arm': COLORS[color] } as CSSProperties}
      data-own-keys
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={abandon}
    >
      <svg viewBox={`0 0 ${place.width} ${place.height}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={linePath(place, base, points)} onPointerDown={onDown(null)} data-testid="strip-line" />
      </svg>
      {points.map((p, i) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a point is its place in the order
          key={i}
          type="button"
          role="slider"
          className="strip-handle"
          data-index={i}
          data-held={held !== null && drag.current?.index === i ? '' : undefined}
          aria-label={`Point ${i + 1} of ${points.length}`}
          aria-valuenow={base * p.factor}
          aria-valuetext={i < locked ? `${says(p)}, already run` : says(p)}
          aria-disabled={i < locked || undefined}
          style={percent(p)}
          onPointerDown={onDown(i)}
          onKeyDown={onKey(i)}
          onFocus={() => setFocused(i)}
          onBlur={() => {
            setFocused(null)
            if (drag.current && held === null) finish()
          }}
        />
      ))}
      {shown !== null && shown !== undefined && points[shown] ? (
        <output
          className="strip-value"
          style={percent(points[shown])}
          data-left={pixelOf(place, base, points[shown]).x > place.width * 0.7 || undefined}
        >
          {says(points[shown])}
          {shown < locked ? ': already run, changes act from the present step on' : null}
        </output>
      ) : null}
      <span id={id} className="visually-hidden">
        Arrow keys move a point, with Shift further; Enter adds one after it, Delete removes it. Changes act from the present step on.
      </span>
    </div>
  )
}
