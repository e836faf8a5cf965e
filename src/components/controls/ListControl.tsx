import { useId, useState } from 'react'
import type { Path } from '../../scenario'
import { FieldHead } from './FieldHead'
import { FieldProblem } from './FieldProblem'
import { useField } from './useField'
import { ValueInput } from './ValueInput'

/** Several numbers, separated by commas. */
export function ListControl({ path, arm = '' }: { path: Path; arm?: string }) {
  const handle = useField(path, arm)
  const id = useId()
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <div className="field">
      <FieldHead field={handle.field} id={id} />
      <ValueInput id={id} handle={handle} problem={problem} problemId={`${id}-problem`} onProblem={setProblem} wide />
      <FieldProblem id={`${id}-problem`} text={problem} />
    </div>
  )
}
