/** The line over a control: label, symbol, and a tooltip made of what the field’s table says. */
import type { ReactNode } from 'react'
import type { Field } from '../../scenario'
import { Hint } from '../ui/Hint'
import { allowedText, sentence } from './allowedText'
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
  const choices = field.kind === 'choice' ? 'Choices' : 'Allowed'
  const text = `${sentence(field.help)} ${sentence(`${choices}: ${allowedText(narrowed)}`)} A change ${EFFECT[field.effect]}. In links: ${field.name}.`
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
