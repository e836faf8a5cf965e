import { Menu } from '@base-ui/react/menu'
import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Hint } from './Hint'

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
  return (
    <Menu.Root modal={false}>
      <Hint text={hint}>
        <Menu.Trigger className={`menu-button ${className}`}>
          <span className="visually-hidden">{label}: </span>
          <span className="menu-value">{children}</span>
          <ChevronDown size={14} aria-hidden="true" />
        </Menu.Trigger>
      </Hint>
      <Menu.Portal>
        <Menu.Positioner sideOffset={6} align="start" collisionPadding={8} className="popup-place">
          <Menu.Popup className="popup menu" aria-label={label}>
            {head ? <p className="menu-head">{head}</p> : null}
            <Menu.RadioGroup value={value} onValueChange={next => onChoose(next as string)}>
              {options.map(option => (
                <Menu.RadioItem key={option.value} value={option.value} className="menu-item" closeOnClick>
                  <span className="menu-check">
                    <Menu.RadioItemIndicator>
                      <Check size={14} aria-hidden="true" />
                    </Menu.RadioItemIndicator>
                  </span>
                  <span>
                    <span className="menu-label">{option.label}</span>
                    {option.note ? <span className="menu-note">{option.note}</span> : null}
                  </span>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
