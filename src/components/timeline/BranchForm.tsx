/** What a branch is made of: the arm that it leaves, the setting that differs from the step on, and its value. */
import './events.css'
import { ChevronDown } from 'lucide-react'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { formatValue } from '../../charts'
import { messageOf } from '../../lib/fault'
import { type ArmField, armAt, armName, armUses, branched, FIELDS, type Field, MAX_ARMS, sameValue } from '../../scenario'
import { choiceLabel } from '../controls/labels'
import { useScope, useScopeState } from '../scope'
import { typedValue } from './typedValue'

/** A list is drawn over the steps, where the arm’s own controls do it. */
const CHOSEN = (Object.keys(FIELDS.arm) as ArmField[]).filter(key => FIELDS.arm[key].kind !== 'list')

const choicesOf = (field: Field) => (field.kind === 'choice' ? field.choices.filter(choice => choice !== 'drawn') : [])

/** Asks for a branch from the step that was on screen when it opened. */
export default function BranchForm({ onDone }: { onDone: () => void }) {
  const scope = useScope()
  const scenario = useScopeState(s => s.scenario)
  const [step] = useState(() => scope.store.getState().step)
  const [of, setOf] = useState(() => {
    const { selectedArm } = scope.store.getState()
    return scenario.arms.find(arm => arm.id === selectedArm)?.id ?? scenario.arms[0]?.id ?? ''
  })
  const [key, setKey] = useState<ArmField>('eta')
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState('')
  const id = useId()
  const at = Math.max(
    0,
    scenario.arms.findIndex(arm => arm.id === of),
  )
  const now = armAt(scenario, at, step)
  const field: Field = FIELDS.arm[key]
  const value = typed ?? String(now[key])
  const change = (set: () => void) => {
    set()
    setTyped(null)
    setProblem('')
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = typedValue(value, field)
    if ('allowed' in read) return setProblem(`Allowed: ${read.allowed}`)
    if (sameValue(read.value, now[key]))
      return setProblem(`With ${field.label} ${value} it would take the same steps as ${armName(of)}: choose another value.`)
    try {
      // Before it closes: what cannot be is said beside what was asked.
      const wish = { of, step, field: key, value: read.value }
      branched(scope.store.getState().scenario, wish)
      onDone()
      scope.recast(s => {
        const made = branched(s, wish)
        return { scenario: made.scenario, selected: made.id }
      })
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  if (step >= scenario.steps)
    return (
      <p className="timeline-note">
        The run ends at step {formatValue(step)}: drag the timeline back to a step from which a branch can go on.
      </p>
    )
  if (scenario.arms.length >= MAX_ARMS)
    return <p className="timeline-note">At most {MAX_ARMS} arms run side by side, and there are as many: remove one first.</p>
  return (
    <form className="timeline-form" onSubmit={submit}>
      <p className="timeline-note">
        A copy of {armName(of)} on the same random numbers: the same steps up to step {formatValue(step)}, its own from there.
      </p>
      {scenario.arms.length > 1 ? (
        <Row label="Arm" id={`${id}-arm`}>
          <Choice id={`${id}-arm`} value={of} onChoose={next => change(() => setOf(next))}>
            {scenario.arms.map(arm => (
              <option key={arm.id} value={arm.id}>
                {armName(arm.id)}
              </option>
            ))}
          </Choice>
        </Row>
      ) : null}
      <Row label="Changes" id={`${id}-field`}>
        <Choice id={`${id}-field`} value={key} onChoose={next => change(() => setKey(next as ArmField))}>
          {CHOSEN.filter(field => armUses(now.kind, field)).map(field => (
            <option key={field} value={field}>
              {FIELDS.arm[field].label}
            </option>
          ))}
        </Choice>
      </Row>
      <Row label={field.kind === 'choice' ? 'To' : `To (now ${String(now[key])})`} id={`${id}-value`}>
        {field.kind === 'choice' ? (
          <Choice id={`${id}-value`} value={value} onChoose={setTyped}>
            {choicesOf(field).map(choice => (
              <option key={choice} value={choice}>
                {choiceLabel(field.name, choice)}
              </option>
            ))}
          </Choice>
        ) : (
          <input
            id={`${id}-value`}
            className="value-input"
            inputMode="decimal"
            autoComplete="off"
            spellCheck={false}
            value={value}
            aria-invalid={problem !== '' || undefined}
            aria-describedby={`${id}-problem`}
            onFocus={event => event.currentTarget.select()}
            onChange={event => setTyped(event.target.value)}
          />
        )}
      </Row>
      <p id={`${id}-problem`} className="field-problem" role="alert">
        {problem}
      </p>
      <p className="timeline-note">The kind of optimizer cannot change within a run: for another kind add an arm.</p>
      <button type="submit" className="bar-button solid timeline-act">
        Branch
      </button>
    </form>
  )
}

function Row({ label, id, children }: { label: string; id: string; children: ReactNode }) {
  return (
    <div className="timeline-row">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  )
}

interface ChoiceProps {
  readonly id: string
  readonly value: string
  readonly onChoose: (value: string) => void
  readonly children: ReactNode
}

function Choice({ id, value, onChoose, children }: ChoiceProps) {
  return (
    <span className="select">
      <select id={id} value={value} onChange={event => onChoose(event.target.value)}>
        {children}
      </select>
      <ChevronDown size={14} aria-hidden="true" />
    </span>
  )
}
