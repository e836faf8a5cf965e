import { formatValue } from '../../charts'
import { namesOf, namesText } from '../../lib/lists'
import type { OwnState } from '../../store'

type Asking = NonNullable<OwnState['asking']>

interface Props {
  readonly classes: Asking['proposal']['classes']
  /** Names of those that are kept, as in a link; '' for all. */
  readonly kept: string
  readonly onAnswer: (asked: Asking['asked']) => void
}

/** Which classes are kept, each with its samples. */
export function ClassChoice({ classes, kept, onAnswer }: Props) {
  const names = new Set(namesOf(kept))
  const isKept = (name: string) => kept === '' || names.has(name)
  const choose = (changed: string) => {
    const left = classes.map(c => c.name).filter(name => isKept(name) !== (name === changed))
    onAnswer({ classes: left.length === classes.length ? '' : namesText(left) })
  }
  return (
    <fieldset className="import-classes">
      <legend>classes kept</legend>
      {classes.map(({ name, count }) => (
        <label key={name}>
          <input type="checkbox" checked={isKept(name)} onChange={() => choose(name)} />
          {name} <span className="import-count">{formatValue(count)}</span>
        </label>
      ))}
    </fieldset>
  )
}
