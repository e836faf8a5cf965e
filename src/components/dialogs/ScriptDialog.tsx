/** The dialog behind Export → Python script: how far, as what, and how it gets on. */
import './scriptDialog.css'
import { Download } from 'lucide-react'
import { useCallback, useEffect, useId, useRef, useState } from 'react'
import { version } from '../../../package.json'
import type { ScriptJob } from '../../store'
import { download } from '../download'
import { useScope, useScopeState } from '../scope'
import { Modal } from '../ui/Modal'
import { progressText } from '../ui/remaining'

type Kind = 'py' | 'ipynb'
const KINDS: Readonly<Record<Kind, { readonly label: string; readonly type: string }>> = {
  py: { label: 'Python file', type: 'text/x-python' },
  ipynb: { label: 'Jupyter notebook, with a panel of this page', type: 'application/x-ipynb+json' },
}

type Phase =
  | { readonly phase: 'asked' }
  | { readonly phase: 'running'; readonly share: number; readonly since: number }
  | { readonly phase: 'done'; readonly name: string }
  | { readonly phase: 'failed'; readonly text: string }

/** Writes the run as a Python script, up to a step, and hands the file over. */
export default function ScriptDialog({ onClose }: { onClose: () => void }) {
  const scope = useScope()
  const scenario = useScopeState(s => s.scenario)
  const shown = useScopeState(s => s.step)
  const [steps, setSteps] = useState(String(Math.max(1, shown || Math.min(200, scenario.steps))))
  const [kind, setKind] = useState<Kind>('py')
  const [state, setState] = useState<Phase>({ phase: 'asked' })
  const job = useRef<ScriptJob | null>(null)
  /** Whether what is asked for is still wanted: its code may take long to come. */
  const wanted = useRef(false)
  const id = useId()
  const drop = useCallback(() => {
    wanted.current = false
    job.current?.cancel()
  }, [])
  useEffect(() => drop, [drop])
  const last = Number(steps)
  const fine = /^\d+$/.test(steps) && last >= 1 && last <= scenario.steps

  async function write(): Promise<void> {
    const since = performance.now()
    wanted.current = true
    setState({ phase: 'running', share: 0, since })
    try {
      const page = location.href.split(/[?#]/)[0] ?? ''
      const task = { scenario: { ...scenario, steps: last }, version, notebook: kind === 'ipynb' ? { page } : null }
      job.current = await scope.script(task, share => setState({ phase: 'running', share, since }))
      if (!wanted.current) job.current.cancel()
      const text = await job.current.text
      if (text === null) return setState({ phase: 'asked' })
      const name = `noisescope-${scenario.preset}.${kind}`
      download(name, text, KINDS[kind].type)
      setState({ phase: 'done', name })
    } catch (error) {
      setState({ phase: 'failed', text: (error as Error).message })
    } finally {
      job.current = null
    }
  }

  return (
    <Modal title="This run as a Python script" onClose={onClose}>
      <p>
        One file, for Python 3.8 with numpy, that draws the same data and minibatches, takes the same steps, computes every metric by its
        definition, and compares itself with this run: it prints a table, and exits with 1 where a number differs by more than 10⁻⁹.
      </p>
      <div className="script-step">
        <label htmlFor={`${id}-steps`}>Up to step</label>
        <input
          id={`${id}-steps`}
          className="share-text"
          inputMode="numeric"
          value={steps}
          aria-invalid={!fine}
          aria-describedby={fine ? undefined : `${id}-problem`}
          onChange={event => setSteps(event.target.value.trim())}
        />
      </div>
      {fine ? null : (
        <div id={`${id}-problem`} className="field-problem" role="alert">
          up to step: found “{steps}”; allowed is a whole number from 1 to {scenario.steps}, the steps of this run
        </div>
      )}
      <div className="script-kinds" role="radiogroup" aria-label="As">
        {(Object.keys(KINDS) as Kind[]).map(value => (
          <label key={value} className="share-here">
            <input type="radio" name={`${id}-kind`} checked={kind === value} onChange={() => setKind(value)} /> {KINDS[value].label}
          </label>
        ))}
      </div>
      <div className="share-row end">
        {state.phase === 'running' ? (
          <>
            <progress value={state.share} max={1} aria-label="Writing the script" />
            <span>{progressText(state.share, state.since)}</span>
          </>
        ) : (
          <span role="status">{state.phase === 'done' ? `${state.name} is among your downloads.` : null}</span>
        )}
        <button
          type="button"
          className="bar-button boxed"
          disabled={state.phase !== 'running' && !fine}
          onClick={() => (state.phase === 'running' ? drop() : void write())}
        >
          {state.phase !== 'running' && <Download size={15} aria-hidden="true" />}
          {state.phase === 'running' ? 'Cancel' : 'Write the script'}
        </button>
      </div>
      {state.phase === 'failed' ? (
        <div className="field-problem" role="alert">
          It could not be written. {state.text}
        </div>
      ) : null}
    </Modal>
  )
}
