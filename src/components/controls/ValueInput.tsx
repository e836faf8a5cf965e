/** The text field of a value. What is typed is read by the field’s own table. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { shownText, typedText } from './typedText'
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

/** The exact value as text. Enter or leaving the field commits; what cannot be read stays beside the message, and leaves the value as it was. */
export function ValueInput({ id, handle, onProblem, problemId, problem, wide = false, max }: Props) {
  const { value, mixed, invalid, field, type } = handle
  const [draft, setDraft] = useState<string | null>(null)
  const [edited, setEdited] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  /** Counts what was read, and what made it void. */
  const readings = useRef(0)
  const commit = () => {
    if (draft === null) return
    readings.current++
    const mine = readings.current
    const answer = (refused: string | null) => {
      // A refusal of a text that is no longer there.
      if (refused !== null && mine !== readings.current) return
      onProblem(refused)
      if (refused === null) setDraft(now => (now === draft ? null : now))
    }
    const refused = type(draft, max)
    if (refused instanceof Promise) void refused.then(answer)
    else answer(refused)
  }
  // A problem that went away by other means, as by moving the slider, takes its text along.
  useEffect(() => {
    if (problem === null) setDraft(null)
  }, [problem])
  // biome-ignore lint/correctness/useExhaustiveDependencies: so does a value that comes from elsewhere
  useEffect(() => {
    readings.current++
    onProblem(null)
  }, [value, onProblem])
  const whole = typedText(value)
  const rounded = !edited && !mixed && draft === null && shownText(value) !== whole
  const hint = rounded ? `${whole}, all digits while it is edited` : wide && !mixed ? whole : undefined
  const text = draft ?? (mixed ? '' : edited ? whole : shownText(value))
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed takes the place of a value, also of one that came meanwhile
  useLayoutEffect(() => {
    if (edited && draft === null) input.current?.select()
  }, [edited, draft, text])
  return (
    <input
      ref={input}
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
      data-hint={hint}
      onFocus={() => setEdited(true)}
      onBlur={() => {
        setEdited(false)
        commit()
      }}
      onKeyDown={event => {
        if (event.key === 'Enter') commit()
        else if (event.key === 'Escape') {
          readings.current++
          setDraft(null)
          onProblem(null)
        }
      }}
    />
  )
}
