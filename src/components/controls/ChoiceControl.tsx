/** The control of a field with choices. It needs the field’s path, and the arm’s id for a field of one arm. */
import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import type { ChoicePath, Field, ValueAt } from '../../scenario'
import { FieldHead } from './FieldHead'
import { choiceLabel } from './labels'
import { useField } from './useField'

interface Props {
  readonly path: ChoicePath
  readonly arm?: string
  /** Choices that this scenario does not allow. */
  readonly without?: readonly ValueAt<ChoicePath>[]
  /** As in FieldHead. */
  readonly effect?: Field['effect']
}

/** One of several: the platform's own list, which phones and screen readers know best. */
export function ChoiceControl({ path, arm = '', without = [], effect }: Props) {
  const { field, value, mixed, invalid, set } = useField(path, arm)
  const hidden: readonly string[] = without
  const choices = field.choices.filter(choice => !hidden.includes(choice))
  const id = useId()
  return (
    <div className="field choice">
      <FieldHead field={field} id={id} effect={effect} />
      <span className="select">
        <select id={id} value={mixed ? '' : value} aria-invalid={invalid || undefined} onChange={event => set(event.target.value)}>
          {mixed ? <option value="">differ</option> : null}
          {choices.map(choice => (
            <option key={choice} value={choice}>
              {choiceLabel(field.name, choice)}
            </option>
          ))}
        </select>
        <ChevronDown size={14} aria-hidden="true" />
      </span>
    </div>
  )
}
