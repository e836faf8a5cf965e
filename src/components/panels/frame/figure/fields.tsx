import { ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { type FigureSettings, NARROWEST, typedWidth, WIDEST, widthText } from './settings'

interface ChoiceProps<V extends string> {
  readonly label: string
  readonly value: NoInfer<V>
  readonly words: Readonly<Record<V, string>>
  readonly onChange: (value: V) => void
}

/** One of several, as a list that opens. */
export function Choice<V extends string>({ label, value, words, onChange }: ChoiceProps<V>) {
  const id = useId()
  return (
    <div className="figure-choice">
      <label htmlFor={id}>{label}</label>
      <span className="select">
        <select id={id} value={value} onChange={event => onChange(event.target.value as V)}>
          {(Object.keys(words) as V[]).map(v => (
            <option key={v} value={v}>
              {words[v]}
            </option>
          ))}
        </select>
        <ChevronDown size={14} aria-hidden="true" />
      </span>
    </div>
  )
}

export function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={on} onChange={event => onChange(event.target.checked)} /> {label}
    </label>
  )
}

interface WidthProps extends Pick<FigureSettings, 'unit' | 'width'> {
  /** What stands there while nothing is typed. */
  readonly usual: string
  readonly onChange: (width: number | null) => void
}

/** The width of the picture; empty for the width on screen. */
export function WidthField({ unit, width, usual, onChange }: WidthProps) {
  const id = useId()
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? (width === null ? '' : widthText(width, unit))
  const wrong = typed !== undefined && typedWidth(typed, unit) === undefined
  return (
    <div className="figure-choice">
      <label htmlFor={id}>width</label>
      <input
        id={id}
        className="value-input wide"
        inputMode="decimal"
        value={shown}
        placeholder={`${usual}, as on screen`}
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? `${id}-why` : undefined}
        onChange={({ target: { value } }) => {
          setTyped(value)
          const next = typedWidth(value, unit)
          if (next !== undefined) onChange(next)
        }}
        onBlur={() => setTyped(undefined)}
      />
      {wrong && (
        <span id={`${id}-why`} className="figure-wrong">
          from {widthText(NARROWEST, unit)} to {widthText(WIDEST, unit)} {unit}
        </span>
      )}
    </div>
  )
}
