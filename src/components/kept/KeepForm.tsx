import { type FormEvent, useId, useState } from 'react'
import { nameFor, whyNot } from '../../store/kept/keep'
import { sweepOnScreen } from '../../store/kept/sweep'
import { LONGEST_NAME, LONGEST_NOTE } from '../../store/kept/types'
import { useScope, useScopeState, useTraces } from '../scope'
import { keepRun, keepSweep, type Said } from './actions'
import { sweepText } from './words'

/** Keeps the run on screen under a name, with a note. */
export function KeepForm({ onSaid }: { onSaid: (said: Said | null) => void }) {
  const scope = useScope()
  const scenario = useScopeState(s => s.scenario)
  const step = useScopeState(s => s.step)
  const refused = useTraces(() => whyNot(scope) ?? '')
  const [name, setName] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const fields = useId()
  const proposed = nameFor(scenario)
  const swept = useTraces(() => {
    const sweep = sweepOnScreen(scope)
    return sweep ? sweepText(sweep) : ''
  })
  async function keep(as: typeof keepRun) {
    setBusy(true)
    const said = await as(scope, (name ?? '').trim() || proposed, note.trim())
    setBusy(false)
    onSaid(said)
    if (said.bad) return
    setName(null)
    setNote('')
  }
  return (
    <form
      className="kept-form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void keep(keepRun)
      }}
    >
      <label htmlFor={`${fields}-name`}>Name</label>
      <input
        id={`${fields}-name`}
        className="kept-field"
        maxLength={LONGEST_NAME}
        value={name ?? proposed}
        onChange={event => setName(event.target.value)}
        onFocus={event => event.target.select()}
      />
      <label htmlFor={`${fields}-note`}>Note</label>
      <input
        id={`${fields}-note`}
        className="kept-field"
        maxLength={LONGEST_NOTE}
        value={note}
        placeholder="what it is kept for"
        onChange={event => setNote(event.target.value)}
      />
      <p className="kept-hint">{refused || `As far as step ${step}, which is on screen.`}</p>
      <div className="kept-keep">
        {swept ? (
          <button type="button" className="bar-button boxed" disabled={busy} onClick={() => void keep(keepSweep)}>
            Keep the {swept}
          </button>
        ) : null}
        <button type="submit" className="bar-button solid" disabled={busy || refused !== ''}>
          Keep this run
        </button>
      </div>
    </form>
  )
}
