import { type FocusEvent, type PointerEvent, useContext, useSyncExternalStore } from 'react'
import { related } from '../../charts'
import type { NumberPath } from '../../scenario'
import { StageContext } from '../panels/frame/stage'

/** What marks on charts call a setting: η is part of the threshold 2/η. Other letters of fields mean other things there. */
const LETTERS: Readonly<Partial<Record<NumberPath, string>>> = { 'arm.eta': 'η', 'arm.B': 'B', 'arm.momentum': 'm' }

const never = () => () => {}

/**
 * Links a control to the marks that its setting stands in: they light up while it is pointed at or reached by keys, and `lit` says that
 * one of them is pointed at. A part of the control with `data-symbol` lights that.
 */
export function useLinked(path: NumberPath) {
  const stage = useContext(StageContext)
  const letter = LETTERS[path] ?? ''
  const lit = useSyncExternalStore(stage?.watch ?? never, () => related(letter, stage?.lit ?? ''))
  const light = (target: EventTarget) => stage?.light((target as Element).closest<HTMLElement>('[data-symbol]')?.dataset.symbol ?? letter)
  const dark = () => stage?.light('')
  const links = letter && {
    onPointerOver: ({ target }: PointerEvent) => light(target),
    onPointerLeave: dark,
    onFocus: ({ target }: FocusEvent) => target.matches(':focus-visible') && light(target),
    onBlur: dark,
  }
  return { lit, linked: letter !== '', links: links || {} }
}
