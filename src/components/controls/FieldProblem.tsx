/** What a field accepts, shown where typed text was refused. */

interface Props {
  readonly id: string
  readonly text: string | null
}

/** What is allowed, next to the field whose typed text could not be taken. */
export function FieldProblem({ id, text }: Props) {
  return (
    <p id={id} className="field-problem" role="alert">
      {text ? `Allowed: ${text}` : ''}
    </p>
  )
}
