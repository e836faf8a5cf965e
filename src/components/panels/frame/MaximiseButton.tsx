import { Maximize2, Minimize2 } from 'lucide-react'
import { useEffect } from 'react'

interface Props {
  readonly title: string
  readonly maximised: boolean
  readonly onChange: (on: boolean) => void
}

/** Gives a panel all the room of the panels, with the controls still beside it; Escape gives it back. */
export function MaximiseButton({ title, maximised, onChange }: Props) {
  useEffect(() => {
    if (!maximised) return
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onChange(false)
    }
    document.addEventListener('keydown', leave)
    return () => document.removeEventListener('keydown', leave)
  })
  const name = maximised ? 'Back to all panels' : 'Enlarge this panel'
  const Icon = maximised ? Minimize2 : Maximize2
  return (
    <button
      type="button"
      className="panel-button"
      aria-label={maximised ? name : `Enlarge ${title}`}
      data-hint={name}
      aria-pressed={maximised}
      onClick={() => onChange(!maximised)}
    >
      <Icon size={14} aria-hidden />
    </button>
  )
}
