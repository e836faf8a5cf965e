import { Play, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { formatValue } from '../../charts'
import { type KeptHead, LONGEST_NAME, LONGEST_NOTE } from '../../store/kept/types'
import { useScope, useScopeState } from '../scope'
import { IconButton } from '../ui/IconButton'
import { layBeside, openKept, remove, rename, type Said } from './actions'
import { InPlace } from './InPlace'
import { dateText, sizeText, sweepText } from './words'

interface Props {
  readonly head: KeptHead
  /** Whether it is to be exported; undefined while nothing is. */
  readonly chosen: boolean | undefined
  readonly onChosen: (is: boolean) => void
  readonly onSaid: (said: Said | null) => void
  readonly onDelete: () => void
  readonly onClose: () => void
}

/** One kept run in the list: what it is, and what can be done with it. */
export function KeptItem({ head, chosen, onChosen, onSaid, onDelete, onClose }: Props) {
  const scope = useScope()
  const beside = useScopeState(s => s.compared.some(run => run.id === head.id))
  const [busy, setBusy] = useState(false)
  const { name, note, savedAt, bytes, version, thumbnail } = head
  return (
    <li className="kept-item">
      <div className="kept-left">
        {chosen === undefined ? null : (
          <input
            type="checkbox"
            checked={chosen}
            aria-label={`“${name}” into the file`}
            onChange={event => onChosen(event.target.checked)}
          />
        )}
        <span className="kept-picture">{thumbnail ? <img src={thumbnail} alt="" /> : null}</span>
      </div>
      <div className="kept-words">
        <InPlace
          label={`Name of “${name}”`}
          value={name}
          most={LONGEST_NAME}
          onChange={async to => onSaid(await rename(scope, head.id, { name: to }))}
        />
        <InPlace
          label={`Note on “${name}”`}
          value={note}
          most={LONGEST_NOTE}
          empty="add a note"
          onChange={async to => onSaid(await rename(scope, head.id, { note: to }))}
        />
        <p className="kept-facts">
          {dateText(savedAt)} · {head.kind === 'run' ? `step ${formatValue(head.step)}` : sweepText(head)} · {sizeText(bytes)}
        </p>
        {head.kind === 'run' ? (
          <details>
            <summary>fingerprint</summary>
            <p>
              <code data-testid="kept-fingerprint">{head.fingerprint}</code>, by Noisescope {version}
            </p>
          </details>
        ) : null}
      </div>
      <div className="kept-actions">
        <button
          type="button"
          className="bar-button boxed"
          aria-label={`Open “${name}”`}
          onClick={() => {
            onClose()
            void openKept(scope, head)
          }}
        >
          <Play size={14} aria-hidden="true" />
          Open
        </button>
        {head.kind === 'run' ? (
          <label className="check">
            <input
              type="checkbox"
              checked={beside}
              disabled={busy}
              aria-label={`“${name}” beside the run`}
              onChange={async event => {
                setBusy(true)
                onSaid(await layBeside(scope, head.id, event.target.checked))
                setBusy(false)
              }}
            />
            beside the run
          </label>
        ) : null}
        <IconButton
          label={`Delete “${name}”`}
          onClick={async () => {
            onDelete()
            onSaid(await remove(scope, head))
          }}
        >
          <Trash2 size={16} aria-hidden="true" />
        </IconButton>
      </div>
    </li>
  )
}
