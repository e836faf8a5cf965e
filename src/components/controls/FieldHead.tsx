/** The line over a control: label, symbol, and a tooltip made of what the field’s table says. */
import type { ReactNode } from 'react'
import type { Field } from '../../scenario'
import { Hint } from '../ui/Hint'
import { allowedText, sentence } from './allowedText'
import { EFFECT } from './labels'
import { useHelp } from './useHelp'

interface Props {
  readonly field: Field
  /** In place of the field's own sentence of help. */
  readonly help?: string | undefined
  readonly id: string
  /** What a change does to the run, where that is not what it does in general. */
  readonly effect?: Field['effect'] | undefined
  /** The largest value that this scenario allows. */
  readonly max?: number | undefined
  /** Its symbol stands for marks on charts; `lit`: one of them is pointed at. */
  readonly linked?: boolean
  readonly lit?: boolean
  readonly children?: ReactNode
}

/** A field's label with its symbol and, beside it, its typed value; the tooltip says what it is, its range and its effect. */
export function FieldHead({ field, help, id, effect = field.effect, max, linked, lit, children }: Props) {
  const own = useHelp(field)
  const narrowed = max === undefined || !('max' in field) ? field : { ...field, max: Math.min(max, field.max) }
  const choices = field.kind === 'choice' ? 'Choices' : 'Allowed'
  const says = [help ?? own, `${choices}: ${allowedText(narrowed)}`].filter(Boolean).map(sentence).join(' ')
  const text = `${says} A change ${EFFECT[effect]}. In links: ${field.name}.`
  return (
    <Hint text={text} side="right">
      <div className="field-head">
        <label htmlFor={id} data-linked={linked || undefined} data-lit={lit || undefined}>
          {field.label}
          {field.symbol ? (
            <>
              {' '}
              <i>{field.symbol}</i>
            </>
          ) : null}
        </label>
        {children}
      </div>
    </Hint>
  )
}
