/** A menu to choose one of several, each with a note on what it is. */
import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { LazyMenu } from './LazyMenu'

export interface Option {
  readonly value: string
  readonly label: string
  /** A plain sentence under the label. */
  readonly note?: string
}

interface Props {
  /** What is chosen here. */
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly options: readonly Option[]
  readonly onChoose: (value: string) => void
  /** What the button shows. */
  readonly children: ReactNode
  readonly className?: string
  /** A sentence over the options. */
  readonly head?: string
}

/** A menu of which one option is in force. */
export function OptionMenu({ label, hint = label, value, options, onChoose, children, className = '', head }: Props) {
  const face = (
    <>
      <span className="visually-hidden">{label}: </span>
      <span className="menu-value">{children}</span>
      <ChevronDown size={14} aria-hidden="true" />
    </>
  )
  return (
    <LazyMenu
      label={label}
      data-hint={hint}
      className={`menu-button ${className}`}
      face={face}
      items={({ RadioGroup, RadioItem, RadioItemIndicator }) => (
        <>
          {head ? <p className="menu-head">{head}</p> : null}
          <RadioGroup value={value} onValueChange={next => onChoose(next as string)}>
            {options.map(option => (
              <RadioItem key={option.value} value={option.value} className="menu-item" closeOnClick>
                <span className="menu-check">
                  <RadioItemIndicator>
                    <Check size={14} aria-hidden="true" />
                  </RadioItemIndicator>
                </span>
                <MenuWords label={option.label} note={option.note} />
              </RadioItem>
            ))}
          </RadioGroup>
        </>
      )}
    />
  )
}

/** An item's label and the plain sentence under it. */
export function MenuWords({ label, note }: { label: string; note?: string | undefined }) {
  return (
    <span>
      <span className="menu-label">{label}</span>
      {note ? <span className="menu-note">{note}</span> : null}
    </span>
  )
}
