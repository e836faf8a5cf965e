import type { ReactNode } from 'react'
import { type Field, rangeOf } from '../../scenario'
import { Hint } from '../ui/Hint'
import { EFFECT } from './words'

interface Props {
  readonly field: Field
  readonly id: string
  readonly children?: ReactNode
}

/** A field's label with its symbol and, beside it, its typed value; the tooltip says what it is, its range and its effect. */
export function FieldHead({ field, id, children }: Props) {
  const text = `${field.help} (${field.name}): ${rangeOf(field)}; ${EFFECT[field.effect]}`
  return (
    <Hint text={text} side="right">
      <div className="field-head">
        <label htmlFor={id}>
          {field.label}
          {field.symbol ? <i> {field.symbol}</i> : null}
        </label>
        {children}
      </div>
    </Hint>
  )
}
