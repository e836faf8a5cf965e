import { LayoutGrid } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useScope } from '../../../scope'
import { isFree } from '../../../shortcuts'
import { LazyMenu } from '../../../ui/LazyMenu'
import type { Arrangement } from '../place'
import { movedTo, placeIndex, without } from './rearranged'

interface Props {
  readonly name: string
  readonly title: string
  readonly arrangement: Arrangement
}

/** The keys of the panel that holds the focus, and the places by which they move it; H hides it. */
const KEYS: Readonly<Record<string, number>> = { '[': -1, ']': 1 }

/** Moves a panel among the others or into the drawer, by a menu and by keys; the link says so. */
export function ArrangeMenu({ name, title, arrangement }: Props) {
  const scope = useScope()
  const mark = useRef<HTMLSpanElement>(null)
  const panels = arrangement.places.flat()
  const [at, last] = [placeIndex(arrangement, name), arrangement.places.length - 1]
  const set = (text: string) => scope.set('panels', text)
  const { panels: text } = scope.store.getState().scenario.view

  function moveTo(to: number): void {
    const held = document.activeElement
    set(movedTo(text, arrangement, name, to))
    // What is moved in the document loses the focus.
    requestAnimationFrame(() => held instanceof HTMLElement && held.isConnected && held !== document.activeElement && held.focus())
  }

  function hide(): void {
    const panel = panels.find(p => p.name === name)
    if (!panel || panels.length < 2) return
    set(without(text, arrangement, panel))
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.drawer-button')?.focus())
  }

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!mark.current?.closest('.panel')?.contains(document.activeElement) || !isFree(event)) return
      const by = KEYS[event.key]
      if (by !== undefined) moveTo(at + by)
      else if (event.key.toLowerCase() === 'h') hide()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', key)
    return () => document.removeEventListener('keydown', key)
  })

  return (
    <span ref={mark}>
      <LazyMenu
        label={`Arrange ${title}`}
        className="panel-button"
        aria-label={`Arrange ${title}`}
        data-hint="Move or hide this panel ([, ], H)"
        align="end"
        face={<LayoutGrid size={14} aria-hidden />}
        items={({ Item }) => (
          <>
            {(
              [
                ['Make it the lead figure', () => moveTo(0), at > 0],
                ['Move earlier', () => moveTo(at - 1), at > 0],
                ['Move later', () => moveTo(at + 1), at < last],
                ['Hide', hide, panels.length > 1],
              ] as const
            ).map(([label, act, may]) => (
              <Item key={label} className="menu-item plain" disabled={!may} onClick={act}>
                <span className="menu-label">{label}</span>
              </Item>
            ))}
          </>
        )}
      />
    </span>
  )
}
