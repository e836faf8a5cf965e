/** The line over a control: label, symbol, and a tooltip made of what the field’s table says. */
import type { ReactNode } from 'react'
import { type Field, rangeOf } from '../../scenario'
import { Hint } from '../ui/Hint'
import { EFFECT } from './labels'

interface Props {
  readonly field: Field
  readonly id: string
  /** The largest value that this scenario allows. */
  readonly max?: number | undefined
  readonly children?: ReactNode
}

/** A field's label with its symbol and, beside it, its typed value; the tooltip says what it is, its range and its effect. */
export function FieldHead({ field, id, max, children }: Props) {
  const narrowed = max === undefined || !('max' in field) ? field : { ...field, max: Math.min(max, field.max) }
  const text = `${field.help} (${field.name}): ${rangeOf(narrowed)}; ${EFFECT[field.effect]}`
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
