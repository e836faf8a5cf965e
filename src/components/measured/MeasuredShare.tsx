import { useRef } from 'react'
import type { MeasuredState } from '../../store'
import { CopyButton } from '../dialogs/CopyButton'
import { useScopeState } from '../scope'
import { Modal } from '../ui/Modal'
import { commandOf } from './command'

/** Says that a link cannot hold measurements, and what to send in its place. */
export default function MeasuredShare({ measured, onClose }: { measured: MeasuredState; onClose: () => void }) {
  const scenario = useScopeState(s => s.scenario)
  const field = useRef<HTMLTextAreaElement>(null)
  const { files, given } = measured
  return (
    <Modal title="Share these measurements" onClose={onClose}>
      <p>
        A link cannot hold measurements: they stay on this machine, and the address is still that of the run. Send{' '}
        {files.length === 1 ? 'the file' : 'the files'} to who is to see them: dropped on the page with the same settings,{' '}
        {files.length === 1 ? 'it shows' : 'they show'} the same fingerprint.
      </p>
      <h3>The same on the command line</h3>
      <textarea ref={field} className="share-json" readOnly value={commandOf(files, scenario, given)} aria-label="Command" rows={4} />
      <div className="share-row end">
        <CopyButton from={field}>Copy command</CopyButton>
      </div>
    </Modal>
  )
}
