import { ChevronDown } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { loadedPresets } from '../../scenario'
import { useScope, useScopeState } from '../scope'
import { deferred, later } from '../ui/deferred'

const Gallery = deferred(() => import('../gallery/Gallery'))

/** The preset on screen; opens the gallery of all. */
export function ScenarioMenu() {
  const scope = useScope()
  const id = useScopeState(s => s.scenario.preset)
  const [presets, setPresets] = useState(loadedPresets)
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    void later(() => import('../../scenario/presets')).then(({ PRESETS }) => setPresets(PRESETS))
  }, [])
  const preset = loadedPresets().get(id)
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className="menu-button scenario-menu boxed"
        aria-haspopup="dialog"
        aria-expanded={open}
        data-hint={preset?.reading ?? 'Scenario'}
        onClick={() => setOpen(true)}
      >
        <span className="visually-hidden">Scenario: </span>
        <span className="menu-value">{preset?.title ?? id}</span>
        <ChevronDown size={14} aria-hidden="true" />
      </button>
      {open ? <Gallery presets={presets} current={id} onOpen={scope.openPreset} onClose={close} /> : null}
    </>
  )
}
