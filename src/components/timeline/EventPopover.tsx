/** What a mark on the timeline stands for, with its step to be typed, and the way to delete it. */
import './events.css'
import { Popover } from '@base-ui/react/popover'
import { type FormEvent, useId, useState } from 'react'
import { changesNothing, FIELDS } from '../../scenario'
import type { Change } from '../panels/reading/events'
import { useScope, useScopeState } from '../scope'
import { deleteChange, moveChange } from './changeEdits'
import { typedValue } from './typedValue'

interface Props {
  readonly change: Change
  /** The mark that was pressed. */
  readonly anchor: HTMLElement
  readonly onClose: () => void
}

/** Opens over a mark. */
export default function EventPopover({ change, anchor, onClose }: Props) {
  const scope = useScope()
  const scenario = useScopeState(s => s.scenario)
  const [typed, setTyped] = useState(String(change.step))
  const [problem, setProblem] = useState('')
  const id = useId()
  const { step, label, events } = change
  const idle = events.every(e => changesNothing(scenario, e))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = typedValue(typed, { ...FIELDS.run.steps, min: 0, max: scenario.steps - 1 })
    if ('allowed' in read) return setProblem(`Allowed: ${read.allowed}`)
    onClose()
    if (read.value !== step) moveChange(scope, change, Number(read.value))
  }
  return (
    <Popover.Root open onOpenChange={open => open || onClose()}>
      <Popover.Portal>
        <Popover.Positioner className="popup-place" anchor={anchor} side="top" sideOffset={6} collisionPadding={8}>
          <Popover.Popup className="popup timeline-popup" finalFocus={() => (anchor.isConnected ? anchor : null)}>
            <Popover.Title className="popup-title">Change at step {step}</Popover.Title>
            <form className="timeline-form" onSubmit={submit}>
              <p>{label}</p>
              {idle ? <p className="timeline-note">The value is in force already: this changes nothing.</p> : null}
              <div className="timeline-row">
                <label htmlFor={id}>Step</label>
                <input
                  id={id}
                  className="value-input"
                  inputMode="numeric"
                  autoComplete="off"
                  value={typed}
                  aria-invalid={problem !== '' || undefined}
                  aria-describedby={`${id}-problem`}
                  onFocus={event => event.currentTarget.select()}
                  onChange={event => setTyped(event.target.value)}
                />
              </div>
              <p id={`${id}-problem`} className="field-problem" role="alert">
                {problem}
              </p>
              <p className="timeline-note">The run is played again from its start; the browser’s Back undoes it.</p>
              <div className="timeline-acts">
                <button
                  type="button"
                  className="bar-button boxed"
                  onClick={() => {
                    onClose()
                    deleteChange(scope, change)
                  }}
                >
                  Delete
                </button>
                <button type="submit" className="bar-button solid">
                  Move
                </button>
              </div>
            </form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
