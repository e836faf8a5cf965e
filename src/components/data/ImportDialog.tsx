/** The dialog that shows how files of data are meant, and asks where that is in doubt. */
import './import.css'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { formatValue } from '../../charts'
import { shortened } from '../../lib/text'
import { type Scenario, withData } from '../../scenario'
import type { OwnState } from '../../store'
import { choiceLabel } from '../controls/labels'
import { useScope, useScopeState } from '../scope'
import { Modal } from '../ui/Modal'
import { ClassChoice } from './ClassChoice'
import { PreviewTable } from './PreviewTable'

type Asking = NonNullable<OwnState['asking']>
type Proposal = Asking['proposal']

/** Shown while something is asked about files. */
export default function ImportDialog() {
  const scope = useScope()
  const asking = useScopeState(s => s.own.asking)
  const scenario = useScopeState(s => s.scenario)
  if (!asking) return null
  const { proposal, busy } = asking
  const { info, problem, guess, columns, classes, labels, gaps, tests, said, dialect } = proposal
  const answer = (asked: Asking['asked']) => scope.own(own => own.answer(asked))
  const labelled = classes.length > 0
  return (
    <Modal title={`How to read ${shortened(proposal.files.join(', '), 48)}`} onClose={() => scope.own(own => own.dismiss())}>
      <div className="import" aria-busy={busy}>
        <p>{writtenAs(proposal)}</p>
        {said.length > 0 ? (
          <ul className="import-said">
            {said.map(sentence => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        ) : null}
        {columns.length > 0 ? <PreviewTable proposal={proposal} onAnswer={answer} /> : null}
        <div className="import-choices">
          {columns.length > 0 ? (
            <Choice
              label="first row"
              value={proposal.header ? 'yes' : 'no'}
              words={{ yes: 'names of the columns', no: 'data' }}
              onChange={header => answer({ header })}
            />
          ) : null}
          {dialect?.marked ? (
            <Choice
              label="decimal mark"
              value={dialect.decimal === ',' ? 'comma' : 'point'}
              words={{ comma: choiceLabel('decimal', 'comma'), point: choiceLabel('decimal', 'point') }}
              onChange={decimal => answer({ decimal })}
            />
          ) : null}
          <Choice
            label="to be predicted"
            value={guess.predict === 'auto' ? (labelled ? 'classes' : 'numbers') : guess.predict}
            words={{ classes: choiceLabel('predict', 'classes'), numbers: choiceLabel('predict', 'numbers') }}
            onChange={predict => answer({ predict })}
          />
          {labels.length > 0 ? (
            <Choice
              label="labels"
              value={guess.target || String(labels.length)}
              words={Object.fromEntries(labels.map((name, k) => [String(k + 1), name]))}
              onChange={target => answer({ target })}
            />
          ) : null}
          {gaps ? (
            <Choice
              label="rows with missing values"
              value={guess.missing}
              words={{ refuse: choiceLabel('missing', 'refuse'), 'leave-out': choiceLabel('missing', 'leave-out') }}
              onChange={value => answer({ missing: value })}
            />
          ) : null}
          {tests ? (
            <Choice
              label="test set"
              value={guess.test}
              words={{ split: choiceLabel('test', 'split'), own: choiceLabel('test', 'own') }}
              onChange={test => answer({ test })}
            />
          ) : null}
        </div>
        {classes.length > 2 ? <ClassChoice classes={classes} kept={guess.classes} onAnswer={answer} /> : null}
        <div className="import-end">
          <p role="status">
            {problem ? (
              <span className="import-problem">{problem}</span>
            ) : info ? (
              readAs(info, withData(scenario, info, 'standardized').data)
            ) : null}
          </p>
          <button type="button" className="bar-button boxed" onClick={() => scope.own(own => own.dismiss())}>
            Cancel
          </button>
          <button type="button" className="bar-button solid" disabled={busy || !info} onClick={() => scope.own(own => own.accept())}>
            Run on these data
          </button>
        </div>
      </div>
    </Modal>
  )
}

interface ChoiceProps<V extends string> {
  readonly label: string
  readonly value: NoInfer<V>
  readonly words: Readonly<Record<V, ReactNode>>
  readonly onChange: (value: V) => void
}

function Choice<V extends string>({ label, value, words, onChange }: ChoiceProps<V>) {
  const id = useId()
  const values = Object.keys(words) as V[]
  return (
    <div className="import-choice">
      <label htmlFor={id}>{label}</label>
      <span className="select">
        <select id={id} value={value} onChange={event => onChange(event.target.value as V)}>
          {values.map(v => (
            <option key={v} value={v}>
              {words[v]}
            </option>
          ))}
        </select>
        <ChevronDown size={14} aria-hidden="true" />
      </span>
    </div>
  )
}

const count = (n: number, one: string, many = `${one}s`) => `${formatValue(n)} ${n === 1 ? one : many}`

function writtenAs({ rows, of, columns, dialect, format }: Proposal): string {
  const held = rows < of ? `The first ${formatValue(rows)} of ${count(of, 'row')}` : count(rows, 'row')
  if (columns.length === 0) return `${held}, read as ${format.toUpperCase()}.`
  const written = dialect && [
    `separated by ${dialect.separator}`,
    dialect.decimal === ',' ? 'with decimal commas' : '',
    dialect.comment ? `comments begin with ${dialect.comment}` : '',
    dialect.encoding,
  ]
  return `${held} of ${count(columns.length, 'column')}${written ? `, ${written.filter(Boolean).join(', ')}` : ''}.`
}

/** What reading gives, in a few sentences. */
function readAs({ n, test, d, classes, outputs, summary }: NonNullable<Proposal['info']>, data: Scenario['data']): string {
  const { left_out: out, dropped, constant, duplicate, range, target_range: ranges } = summary
  const named = (what: string, names: readonly string[]) => (names.length > 0 ? `${what}: ${shortened(names.join(', '))}.` : '')
  const predicted = classes.length > 0 ? count(classes.length, 'class', 'classes') : count(outputs, 'number')
  const goal = ranges.map(([least, most]) => `${formatValue(least)} to ${formatValue(most)}`).join('; ')
  return [
    `${count(n, 'sample')} of ${count(d, 'input')} from ${formatValue(range[0])} to ${formatValue(range[1])}; ${predicted} to be predicted${goal && `, from ${goal}`}.`,
    test > 0 ? `${count(test, 'sample')} for testing.` : '',
    out > 0 ? `${count(out, 'row')} with missing values left out.` : '',
    named('Left out', dropped),
    named('Constant', constant),
    named('Repeated', duplicate),
    `Inputs are ${choiceLabel('input', data.input)}${goal ? `, numbers to be predicted ${choiceLabel('targets', data.targets)}` : ''}; ${formatValue(data.n)} train at first. The data controls change both.`,
  ]
    .filter(Boolean)
    .join(' ')
}
