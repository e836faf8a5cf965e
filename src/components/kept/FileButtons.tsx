import { Download, FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import type { KeptHead } from '../../store/kept/types'
import type { Said } from './actions'
import { exportRuns, importFiles } from './files'

interface Props {
  readonly heads: readonly KeptHead[]
  /** Which are to be exported; null while nothing is. */
  readonly chosen: ReadonlySet<string> | null
  readonly onChosen: (chosen: ReadonlySet<string> | null) => void
  readonly onSaid: (said: Said | null) => void
}

/** Imports files of kept runs, and exports all or those that are ticked to one. */
export function FileButtons({ heads, chosen, onChosen, onSaid }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const wanted = heads.filter(({ id }) => chosen?.has(id))
  if (chosen)
    return (
      <div className="kept-files">
        <button
          type="button"
          className="bar-button solid"
          disabled={wanted.length === 0}
          onClick={async () => {
            onChosen(null)
            onSaid(await exportRuns(wanted))
          }}
        >
          <Download size={15} aria-hidden="true" />
          Export {wanted.length} of {heads.length}
        </button>
        <button
          type="button"
          className="bar-button boxed"
          onClick={() => onChosen(new Set(wanted.length > 0 ? [] : heads.map(({ id }) => id)))}
        >
          {wanted.length > 0 ? 'None' : 'All'}
        </button>
        <button type="button" className="bar-button boxed" onClick={() => onChosen(null)}>
          Cancel
        </button>
        <span>One zip file with links, names, notes and rows, which numpy reads too.</span>
      </div>
    )
  return (
    <div className="kept-files">
      <button type="button" className="bar-button boxed" onClick={() => input.current?.click()}>
        <FolderOpen size={15} aria-hidden="true" />
        Import…
      </button>
      <input
        ref={input}
        type="file"
        accept=".zip"
        multiple
        hidden
        aria-label="Files of kept runs"
        data-testid="kept-files"
        onChange={async ({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // The same file chosen again is to be read again.
          currentTarget.value = ''
          if (files.length > 0) onSaid(await importFiles(files))
        }}
      />
      {heads.length > 0 ? (
        <button type="button" className="bar-button boxed" onClick={() => onChosen(new Set(heads.map(({ id }) => id)))}>
          <Download size={15} aria-hidden="true" />
          Export…
        </button>
      ) : null}
    </div>
  )
}
