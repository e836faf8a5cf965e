import './drawer.css'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useScope, useScopeState } from '../../scope'
import { withPanel } from '../frame/arrange/rearranged'
import type { Arrangement } from '../frame/place'
import { Rich } from '../frame/Rich'
import { ABOUT } from './about'

/** What the arrangement of a preset is; undefined of measurements, which come as they are arranged at first. */
const usualOf = async (id: string) => {
  const { PRESETS } = await import('../../../scenario/presets')
  return PRESETS.get(id)?.scenario.view.panels
}

/** The panels that are not on the page: one press brings one back. Fetched after the first picture. */
export default function Drawer({ arrangement }: { arrangement: Arrangement }) {
  const scope = useScope()
  const text = useScopeState(s => s.scenario.view.panels)
  const preset = useScopeState(s => s.scenario.preset)
  const [open, setOpen] = useState(false)
  const [usual, setUsual] = useState(text)
  const list = useRef<HTMLUListElement>(null)
  const id = useId()
  const { rest } = arrangement
  useEffect(() => {
    let here = true
    usualOf(preset).then(
      found => here && found !== undefined && setUsual(found),
      () => {},
    )
    return () => {
      here = false
    }
  }, [preset])
  useEffect(() => {
    if (open) list.current?.scrollIntoView({ block: 'nearest' })
  }, [open])

  function bring(name: string): void {
    scope.set('panels', withPanel(text, arrangement, name))
    requestAnimationFrame(() => {
      const panel = document.querySelector<HTMLElement>(`[data-panel=${name}]`)
      panel?.scrollIntoView({ block: 'nearest' })
      panel?.querySelector<HTMLElement>('button, canvas')?.focus({ preventScroll: true })
    })
  }

  const Chevron = open ? ChevronDown : ChevronUp
  return (
    <div className="drawer">
      <p className="drawer-bar">
        {rest.length > 0 && (
          <button type="button" className="drawer-button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            <Chevron size={14} aria-hidden />
            {`${rest.length} more panel${rest.length > 1 ? 's' : ''}`}
          </button>
        )}
        {text !== usual && (
          <button type="button" className="link-button" onClick={() => scope.set('panels', usual)}>
            Usual arrangement
          </button>
        )}
      </p>
      {open && rest.length > 0 && (
        <ul className="drawer-list" id={id} ref={list}>
          {rest.map(({ name, title }) => (
            <li key={name}>
              <button type="button" className="drawer-row" onClick={() => bring(name)}>
                <span className="drawer-title">{title}</span>
                <span className="drawer-says">
                  <Rich text={ABOUT[name] ?? ''} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
