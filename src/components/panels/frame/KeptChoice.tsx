import type { KeptRun } from '../../../store/kept/types'

interface Props {
  readonly title: string
  readonly runs: readonly KeptRun[]
  /** The id of the kept run shown; '' for the run on screen. */
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

/** Which run a panel shows that has room for one alone. */
export default function KeptChoice({ title, runs, chosen, onChoose }: Props) {
  const choices = [
    { id: '', face: 'live', says: 'live: the run on screen' },
    ...runs.map(({ id, name }, i) => ({ id, face: 'ABCD'.charAt(i), says: `Kept run ${'ABCD'.charAt(i)}, “${name}”` })),
  ]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a header
    <span role="group" aria-label={`Run shown in ${title}`} className="kept-choice">
      {choices.map(({ id, face, says }) => (
        <button
          key={id}
          type="button"
          className="panel-choice"
          aria-pressed={chosen === id}
          aria-label={says}
          data-hint={says}
          data-usual={id === '' || undefined}
          onClick={() => onChoose(id)}
        >
          {face}
        </button>
      ))}
    </span>
  )
}
