/** The dialog behind Compare: keeps the run on screen, and lists what is kept in this browser. */
import './kept.css'
import { Undo2 } from 'lucide-react'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { MOST_COMPARED } from '../../store/kept/types'
import { Modal } from '../ui/Modal'
import type { Said } from './actions'
import { FileButtons } from './FileButtons'
import { importFiles } from './files'
import { KeepForm } from './KeepForm'
import { KeptItem } from './KeptItem'
import { StorageLine } from './StorageLine'
import { useShelf } from './useShelf'

interface Props {
  /** Files of kept runs that were dropped on the page, to be imported. */
  readonly files: readonly File[]
  readonly onClose: () => void
}

/** What is kept in this browser, and what can be done with it. */
export default function KeptDialog({ files, onClose }: Props) {
  const { heads, read, closed } = useShelf()
  const [said, setSaid] = useState<Said | null>(null)
  /** Which are to be exported, by their ids; null while nothing is exported. */
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null)
  const line = useRef<HTMLDivElement>(null)
  const taken = useRef<readonly File[]>([])
  useEffect(() => {
    if (files.length === 0 || taken.current === files) return
    taken.current = files
    void importFiles(files).then(setSaid)
  }, [files])
  const choose = (id: string, is: boolean) => setChosen(new Set(is ? [...(chosen ?? []), id] : [...(chosen ?? [])].filter(i => i !== id)))
  return (
    <Modal title="Kept runs and sweeps" onClose={onClose} wide>
      <div className="kept">
        <KeepForm onSaid={setSaid} />
        <SaidLine line={line} said={said} onSaid={setSaid} />
        {closed === null ? null : (
          <p className="kept-bad" role="alert">
            What is kept cannot be read: this browser says that {closed}. Allow this page to store data; the list is read again when this
            window is turned to.
          </p>
        )}
        {heads.length > 0 ? (
          <>
            <p>
              Up to {MOST_COMPARED} kept runs can lie beside the one on screen, in every panel. <i>Open</i> runs one anew, and says whether
              it comes to the same fingerprint.
            </p>
            <ul className="kept-list" aria-label="Kept runs">
              {heads.map(head => (
                <KeptItem
                  key={head.id}
                  head={head}
                  chosen={chosen?.has(head.id)}
                  onChosen={is => choose(head.id, is)}
                  onSaid={setSaid}
                  // What holds the focus is about to go: the keyboard waits where the way back will stand.
                  onDelete={() => line.current?.focus()}
                  onClose={onClose}
                />
              ))}
            </ul>
          </>
        ) : read && closed === null ? (
          <p className="kept-empty">
            Nothing is kept yet. A kept run has its link, its measured rows and its fingerprint: it can be laid beside other runs, opened
            again, and handed on in a file. A sweep is kept with the runs that it has.
          </p>
        ) : null}
        <FileButtons heads={heads} chosen={chosen} onChosen={setChosen} onSaid={setSaid} />
        <StorageLine heads={heads} />
      </div>
    </Modal>
  )
}

interface SaidProps {
  readonly line: RefObject<HTMLDivElement | null>
  readonly said: Said | null
  readonly onSaid: (said: Said | null) => void
}

/** What came of what was done last, with its undoing, to which the keyboard is led. */
function SaidLine({ line, said, onSaid }: SaidProps) {
  const undo = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    if (said?.undo) undo.current?.focus()
  }, [said])
  return (
    <div ref={line} tabIndex={-1} className="kept-said" data-bad={said?.bad || undefined} data-testid="kept-said">
      <p role="status">{said?.text}</p>
      {said?.undo ? (
        <button ref={undo} type="button" className="bar-button boxed" onClick={async () => onSaid((await said.undo?.()) ?? null)}>
          <Undo2 size={15} aria-hidden="true" />
          Undo
        </button>
      ) : null}
    </div>
  )
}
