/** Files dropped anywhere on the page are opened as data, or as kept runs. */
import './data.css'
import { useEffect, useState } from 'react'
import { shortened } from '../../lib/text'
import { useScope, useScopeState } from '../scope'
import { deferred } from '../ui/deferred'
import { progressText } from '../ui/remaining'

const ImportDialog = deferred(() => import('./ImportDialog'))

declare global {
  interface Window {
    /** What was dropped on the page, and a folder among it; set before any other listener is told (`public/first.js`). */
    dropped?: { readonly files: readonly File[]; readonly folder: string | undefined } | undefined
  }
}

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Files of kept runs by their names; a browser numbers what it saves twice. */
const KEPT = /\.noisescope( ?\(\d+\))?\.zip$/i

interface Props {
  /** Is given files of kept runs. */
  readonly onKept: (files: readonly File[]) => void
}

/** The whole page takes files that are dropped on it, and says how far the reading of files is. */
export default function DropZone({ onKept }: Props) {
  const scope = useScope()
  const [over, setOver] = useState(false)
  const asks = useScopeState(s => s.own.asking !== null)
  useEffect(() => {
    // Enter and leave are told of every element on the way: the page is left when as many were left as entered.
    let depth = 0
    const take = () => {
      const { files = [], folder } = window.dropped ?? {}
      window.dropped = undefined
      if (folder) scope.say({ kind: 'error', text: `“${shortened(folder)}” is a folder: drop the files in it.` })
      else if (files.length > 0 && files.every(({ name }) => KEPT.test(name))) onKept(files)
      else if (files.length > 0) scope.own(own => own.open(files))
    }
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth++
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const hover = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      take()
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: hover, drop } as const
    const names = Object.keys(listeners) as (keyof typeof listeners)[]
    for (const name of names) window.addEventListener(name, listeners[name])
    // What came before this code did.
    take()
    return () => {
      for (const name of names) window.removeEventListener(name, listeners[name])
    }
  }, [scope, onKept])
  return (
    <>
      {over ? (
        <div className="drop-overlay" data-testid="drop-overlay" aria-hidden="true">
          <div className="drop-frame">
            <b>Drop to run on these data</b>
            <span>
              CSV, NPY, NPZ, IDX or CIFAR; inputs and labels together, or in one archive. Or measurements of your own model, or kept runs.
              Nothing is uploaded.
            </span>
          </div>
        </div>
      ) : null}
      <ReadingCard />
      {asks ? <ImportDialog /> : null}
    </>
  )
}

/** How far the reading of files is, or what is measured of them, how long it will take, and a way out. */
function ReadingCard() {
  const scope = useScope()
  const reading = useScopeState(s => s.own.reading)
  if (!reading) return null
  const { files, share, since, what = 'reading', cancel } = reading
  const name = reading.what ? 'Measuring checkpoints' : 'Reading data'
  return (
    <section className="reading-card" data-testid="reading" aria-label={name}>
      <b>{files.join(', ')}</b>
      <progress className="replay-bar" value={share} max={1} aria-label={name} />
      <span>
        {what} {progressText(share, since)}
      </span>
      <button type="button" className="link-button" onClick={() => (cancel ? cancel() : scope.own(own => own.cancel()))}>
        Cancel
      </button>
    </section>
  )
}
