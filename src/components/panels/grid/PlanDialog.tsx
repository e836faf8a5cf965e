import { type FormEvent, useId, useRef, useState } from 'react'
import { gridCommand, sweptFields } from '../../../scenario'
import { CopyButton } from '../../dialogs/CopyButton'
import { useScope, useScopeState } from '../../scope'
import { Modal } from '../../ui/Modal'
import { useStage } from '../frame/stage'
import { number } from '../reading/numbers'
import { COLUMN_NAMES, checked, type Draft, draftOf, refusal, textsOf } from './draft'
import { etaTimesB, type GridTexts, rangeTest } from './ready'

const WHERE: Readonly<Record<Draft['where'], string>> = {
  start: 'at the start',
  end: 'at the end',
  step: 'at a step',
  threshold: 'where a threshold is passed',
}

/** What is swept, how often, and what of it is shown; with the command that writes the same table. */
export default function PlanDialog({ onClose }: { readonly onClose: () => void }) {
  const scope = useScope()
  const stage = useStage()
  const scenario = useScopeState(s => s.scenario)
  const { grid, seeds, shows } = scenario.view
  const [draft, setDraft] = useState(() => draftOf({ grid, seeds, shows }))
  const [wrong, setWrong] = useState('')
  const command = useRef<HTMLInputElement>(null)
  const id = useId()
  const texts = textsOf(draft)
  const found = checked(texts)
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part })
    setWrong('')
  }
  const take = (ready: GridTexts | null) => ready && change(draftOf(ready))

  async function start(event: FormEvent) {
    event.preventDefault()
    const why = await refusal(scenario, texts)
    if (why) return setWrong(why)
    scope.setView({ ...texts })
    scope.study('grid')
    onClose()
  }

  const text = (key: Exclude<keyof Draft, 'where'>, label: string, hint?: string, list?: string) => (
    <label className="grid-field">
      {label}
      <input
        className="share-text"
        value={draft[key]}
        placeholder={hint}
        list={list && `${id}-${list}`}
        spellCheck={false}
        autoComplete="off"
        onChange={event => change({ [key]: event.target.value })}
      />
    </label>
  )
  const map = etaTimesB(stage.view)
  const said = wrong || (typeof found === 'string' ? found : '')
  return (
    <Modal title="What is swept" onClose={onClose} wide>
      <form className="grid-plan" onSubmit={start}>
        <p className="grid-ready">
          <button type="button" className="bar-button boxed" onClick={() => take(rangeTest(stage.view))}>
            Learning-rate range test
          </button>
          {map && (
            <button type="button" className="bar-button boxed" onClick={() => take(map)}>
              η × B map
            </button>
          )}
        </p>
        <div className="grid-fields">
          {text('field', 'Field', 'eta', 'fields')}
          {text('values', 'Values', '0.01:1:log:20')}
          {text('second', 'Second field', 'none', 'fields')}
          {text('secondValues', 'Its values', '1,2,4,8')}
          {text('seeds', 'Seeds')}
          {text('column', 'Column shown', 'loss', 'columns')}
          <label className="grid-field">
            Read
            <select
              className="share-text"
              value={draft.where}
              onChange={event => change({ where: event.target.value as Draft['where'], place: '' })}
            >
              {(Object.keys(WHERE) as Draft['where'][]).map(where => (
                <option key={where} value={where}>
                  {WHERE[where]}
                </option>
              ))}
            </select>
          </label>
          {draft.where === 'step' && text('place', 'Step', '500')}
          {draft.where === 'threshold' && text('place', 'Threshold', 'loss<0.01')}
        </div>
        <p className="grid-note">
          Fields are called as in links (eta, B, n, momentum, sgd.eta, arms …). Values are lo:hi:lin:count, lo:hi:log:count, or a list with
          commas; choices are listed. The column step, read where a threshold is passed, is the time to it.
        </p>
        <datalist id={`${id}-fields`}>
          {['arms', ...sweptFields()].map(name => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <datalist id={`${id}-columns`}>
          {COLUMN_NAMES.map(name => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <p className={said ? 'field-problem' : 'grid-note'} role={wrong ? 'alert' : 'status'}>
          {said || (typeof found === 'string' ? '' : `${number(found.runs)} runs of up to ${number(scenario.steps)} steps each.`)}
        </p>
        {typeof found !== 'string' && (
          <div className="share-row">
            <input
              ref={command}
              className="share-text"
              readOnly
              value={gridCommand({ ...scenario, view: { ...scenario.view, ...texts } }, found.plan)}
              aria-label="The same sweep on the command line"
              onFocus={event => event.target.select()}
            />
            <CopyButton from={command}>Copy command</CopyButton>
          </div>
        )}
        <div className="share-row end">
          <button
            type="button"
            className="bar-button boxed"
            onClick={() => {
              scope.set('grid', '')
              onClose()
            }}
          >
            Sweep nothing
          </button>
          <button type="submit" className="bar-button solid">
            Start the sweep
          </button>
        </div>
      </form>
    </Modal>
  )
}
