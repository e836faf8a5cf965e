/** The text field of a value. What is typed is read by the field’s own table. */
import { useState } from 'react'
import { typedText } from './typedText'
import type { FieldHandle } from './useField'

interface Props {
  readonly id: string
  readonly handle: FieldHandle
  /** Told what is wrong with the typed text, or null. */
  readonly onProblem: (problem: string | null) => void
  readonly problemId: string
  readonly problem: string | null
  readonly wide?: boolean
  /** The largest value that this scenario allows. */
  readonly max?: number | undefined
}

/** The exact value as text. Enter or leaving the field commits; what cannot be read leaves the value as it was. */
export function ValueInput({ id, handle, onProblem, problemId, problem, wide = false, max }: Props) {
  const { value, mixed, invalid, field, type } = handle
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    if (draft === null) return
    onProblem(type(draft, max))
    setDraft(null)
  }
  const text = draft ?? (mixed ? '' : typedText(value))
  return (
    <input
      id={id}
      className={wide ? 'value-input wide' : 'value-input'}
      type="text"
      inputMode={field.kind === 'integer' ? 'numeric' : wide ? 'text' : 'decimal'}
      autoComplete="off"
      spellCheck={false}
      value={text}
      style={wide ? undefined : { width: `${Math.min(12, Math.max(mixed ? 6 : 4, text.length)) + 3}ch` }}
      placeholder={mixed ? 'differ' : undefined}
      aria-invalid={invalid || problem !== null || undefined}
      aria-describedby={problem ? problemId : undefined}
      onChange={event => setDraft(event.target.value)}
      onFocus={event => event.target.select()}
      onBlur={commit}
      onKeyDown={event => {
        if (event.key === 'Enter') commit()
        else if (event.key === 'Escape') {
          setDraft(null)
          onProblem(null)
        }
      }}
    />
  )
}
