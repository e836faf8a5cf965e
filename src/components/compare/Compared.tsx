import './compare.css'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useCallback, useId, useRef, useState } from 'react'
import { useReading, useStage } from '../panels/frame/stage'
import type { View } from '../panels/reading/view'
import { useScope, useScopeState } from '../scope'
import { ComparedTable } from './ComparedTable'
import { CopyTable } from './CopyTable'
import { comparisonOf } from './comparison'

/** The kept runs beside the run on screen: in which settings they differ, and what came of them. */
export default function Compared() {
  const scope = useScope()
  const stage = useStage()
  const runs = useScopeState(s => s.compared)
  const fingerprint = useScopeState(s => s.fingerprint)
  const [open, setOpen] = useState(true)
  const id = useId()
  const bar = useRef<HTMLElement>(null)
  const read = useCallback(
    (view: View) => {
      const { scenario, step } = scope.store.getState()
      return stage.kept() ? comparisonOf(view, scenario, runs, { step, fingerprint }) : undefined
    },
    [stage, scope, runs, fingerprint],
  )
  const comparison = useReading(read)

  function remove(ids: readonly string[], text: string): void {
    const before = runs
    scope.compare(runs.filter(run => !ids.includes(run.id)))
    scope.say({ kind: 'notice', text, action: { label: 'Undo', act: () => scope.compare(before) } })
    const focus = ids.length === before.length ? document.getElementById('panels') : bar.current?.querySelector('button')
    focus?.focus({ preventScroll: true })
  }

  const Chevron = open ? ChevronUp : ChevronDown
  const count = comparison?.differences.length ?? 0
  return (
    <section className="compared" aria-labelledby={`${id}-title`} data-testid="compared" ref={bar}>
      <header className="compared-bar">
        <h2 id={`${id}-title`}>{`Beside ${runs.length === 1 ? 'a kept run' : `${runs.length} kept runs`}`}</h2>
        <p>{comparison && (count === 0 ? 'no setting differs' : `${count} setting${count === 1 ? ' differs' : 's differ'}`)}</p>
        <button type="button" className="bar-button" aria-expanded={open} aria-controls={`${id}-table`} onClick={() => setOpen(!open)}>
          <Chevron size={14} aria-hidden />
          {open ? 'Hide the table' : 'Show the table'}
        </button>
        {comparison && <CopyTable comparison={comparison} />}
        <button
          type="button"
          className="bar-button"
          onClick={() =>
            remove(
              runs.map(run => run.id),
              'No kept run lies beside this one.',
            )
          }
        >
          Take all away
        </button>
      </header>
      <div id={`${id}-table`} hidden={!open}>
        {comparison && (
          <ComparedTable
            comparison={comparison}
            onRemove={({ id, name }) => remove([id], `“${name}” does not lie beside this run any more.`)}
          />
        )}
      </div>
    </section>
  )
}
