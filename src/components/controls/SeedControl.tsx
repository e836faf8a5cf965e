import { Dices } from 'lucide-react'
import { useId, useState } from 'react'
import { useScope } from '../scope'
import { IconButton } from '../ui/IconButton'
import { FieldHead } from './FieldHead'
import { FieldProblem } from './FieldProblem'
import { useField } from './useField'
import { ValueInput } from './ValueInput'

/** The key of every random draw, with a button for the next one. */
export function SeedControl() {
  const scope = useScope()
  const handle = useField('run.seed')
  const id = useId()
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <div className="field">
      <FieldHead field={handle.field} id={id}>
        <IconButton label="New seed" hint="New seed (N)" className="small" onClick={scope.newSeed}>
          <Dices size={15} aria-hidden="true" />
        </IconButton>
        <ValueInput id={id} handle={handle} problem={problem} problemId={`${id}-problem`} onProblem={setProblem} />
      </FieldHead>
      <FieldProblem id={`${id}-problem`} text={problem} />
    </div>
  )
}
