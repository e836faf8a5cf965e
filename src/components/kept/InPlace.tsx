import { useState } from 'react'

interface Props {
  readonly label: string
  readonly value: string
  readonly most: number
  /** What stands there while there is none. */
  readonly empty?: string
  readonly onChange: (to: string) => void
}

/** A text that is written where it stands: Enter or leaving it takes what was typed, Escape what was there. */
export function InPlace({ label, value, most, empty, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const take = () => {
    setTyped(null)
    if (typed !== null && typed.trim() !== value) onChange(typed.trim())
  }
  return (
    <input
      className="kept-in-place"
      aria-label={label}
      maxLength={most}
      value={typed ?? value}
      placeholder={empty}
      title={typed === null ? value : undefined}
      onChange={event => setTyped(event.target.value)}
      onBlur={take}
      onKeyDown={event => {
        if (event.key === 'Enter') take()
        if (event.key !== 'Escape' || typed === null) return
        // The dialog stays.
        event.stopPropagation()
        event.nativeEvent.stopImmediatePropagation()
        setTyped(null)
      }}
    />
  )
}
