/** Files dropped anywhere on the page are opened as data. */
import './data.css'
import { useEffect, useState } from 'react'
import { useScope, useScopeState } from '../scope'
import { progressText } from '../ui/remaining'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** The whole page takes files that are dropped on it, and says how far the reading of files is. */
export default function DropZone() {
  const scope = useScope()
  const [over, setOver] = useState(false)
  useEffect(() => {
    // Enter and leave are told of every element on the way: the page is left when as many were left as entered.
    let depth = 0
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
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) scope.own(own => own.open(files))
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: hover, drop } as const
    const names = Object.keys(listeners) as (keyof typeof listeners)[]
    for (const name of names) window.addEventListener(name, listeners[name])
    return () => {
      for (const name of names) window.removeEventListener(name, listeners[name])
    }
  }, [scope])
  return (
    <>
      {over ? (
        <div className="drop-overlay" data-testid="drop-overlay" aria-hidden="true">
          <div className="drop-frame">
            <b>Drop to run on these data</b>
            <span>CSV, NPY, NPZ, IDX or CIFAR-10; inputs and labels together. Nothing is uploaded.</span>
          </div>
        </div>
      ) : null}
      <ReadingCard />
    </>
  )
}

/** How far the reading of files is, how long it will take, and a way out. */
function ReadingCard() {
  const scope = useScope()
  const reading = useScopeState(s => s.own.reading)
  if (!reading) return null
  const { files, share, since } = reading
  return (
    <section className="reading-card" data-testid="reading" aria-label="Reading data">
      <b>{files.join(', ')}</b>
      <progress className="replay-bar" value={share} max={1} aria-label="reading data" />
      <span>reading {progressText(share, since)}</span>
      <button type="button" className="link-button" onClick={() => scope.own(own => own.cancel())}>
        Cancel
      </button>
    </section>
  )
}
