/** The part of a mark on the timeline that is held: dragged, moved by keys, opened, deleted. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'
import type { Change } from '../panels/reading/events'
import { useScope } from '../scope'
import { KEY_PAUSE } from '../ui/keyPause'
import { deleteChange, moveChange } from './changeEdits'

interface Props {
  readonly change: Change
  /** The step at the timeline's end. */
  readonly last: number
  /** The steps of the nearest marks before and after: a press between two marks is the nearer one's. */
  readonly between: readonly [number, number]
  /** Where it is held, away from its step; null where it is not. */
  readonly held: number | null
  readonly onHold: (step: number | null) => void
  readonly onOpen: (at: HTMLElement) => void
}

/** Pixels from which a press is a drag. */
const DRAGGED = 4

/** A change that can be moved: nothing of the run changes before it is let go. */
export function EventHandle({ change, last, between, held, onHold, onOpen }: Props) {
  const scope = useScope()
  const grip = useRef<{ x: number; width: number; moved: boolean } | null>(null)
  /** Whether the click that follows a release belongs to a drag. */
  const dragged = useRef(false)
  const timer = useRef(0)
  useEffect(() => () => clearTimeout(timer.current), [])
  const { step, label, spoken } = change
  const shown = held ?? step
  const percent = (steps: number) => `${(100 * steps) / Math.max(1, last)}%`
  /** As far as the middle between it and another mark, unless it is under the hand. */
  const reach = (to: number) =>
    held === null && Number.isFinite(to) ? `min(var(--reach), ${percent(Math.abs(to - step) / 2)})` : 'var(--reach)'
  const [before, after] = between
  const within = (to: number) => Math.max(0, Math.min(last, scope.store.getState().scenario.steps - 1, Math.round(to)))
  const letGo = (to: number | null) => {
    clearTimeout(timer.current)
    onHold(null)
    if (to !== null && to !== step) moveChange(scope, change, to)
  }
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    grip.current = { x: event.clientX, width: event.currentTarget.parentElement?.clientWidth ?? 1, moved: false }
    dragged.current = false
  }
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>) => {
    const { current } = grip
    if (!current) return
    const by = event.clientX - current.x
    current.moved ||= Math.abs(by) >= DRAGGED
    if (current.moved) onHold(within(step + (by / Math.max(1, current.width)) * last))
  }
  const onPointerUp = () => {
    const { current } = grip
    grip.current = null
    if (!current?.moved) return
    dragged.current = true
    letGo(held)
  }
  const onKey = (event: KeyboardEvent<HTMLButtonElement>) => {
    const far = event.shiftKey ? Math.max(10, Math.round(last / 20)) : 1
    const to = { ArrowLeft: shown - far, ArrowDown: shown - far, ArrowRight: shown + far, ArrowUp: shown + far }[event.key]
    if (to !== undefined) {
      const goal = within(to)
      onHold(goal)
      clearTimeout(timer.current)
      timer.current = window.setTimeout(() => letGo(goal), KEY_PAUSE)
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      letGo(null)
      deleteChange(scope, change)
    } else if (event.key === 'Escape' && held !== null) {
      grip.current = null
      letGo(null)
    } else if (event.key === 'Enter' && held !== null) letGo(held)
    else return
    event.preventDefault()
  }
  return (
    <button
      type="button"
      className="event-handle"
      style={{
        insetInlineStart: `calc(${percent(Math.min(shown, last))} - ${reach(before)})`,
        width: `calc(${reach(before)} + ${reach(after)})`,
      }}
      aria-haspopup="dialog"
      aria-label={`Change at step ${shown}: ${spoken}`}
      aria-keyshortcuts="ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight Delete"
      data-hint={held === null ? `${label} at step ${step}. Drag or arrow keys move it, Delete removes it` : undefined}
      data-held={held !== null || undefined}
      data-own-keys
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        grip.current = null
        onHold(null)
      }}
      onClick={event => {
        if (!dragged.current) onOpen(event.currentTarget)
        dragged.current = false
      }}
      onBlur={() => {
        if (held !== null && !grip.current) letGo(held)
      }}
      onKeyDown={onKey}
    />
  )
}
