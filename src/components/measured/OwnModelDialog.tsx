/** How to bring a model of one's own: the lines that write its measurements, and the button that opens them. */
import './measured.css'
import { useId, useRef } from 'react'
import { OpenButton } from '../data/OpenButton'
import { CopyButton } from '../dialogs/CopyButton'
import { Modal } from '../ui/Modal'
import { TEN_LINES } from './tenLines'

/** What is measured where a model is trained, and how it comes here. */
export default function OwnModelDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal title="A model of your own" onClose={onClose}>
      <p>
        Residuals and Jacobian of any model, measured where you train it, are enough for μ, α, β, g, the spectrum of G, batch sharpness and
        the thresholds. Write them as an NPZ, one checkpoint or several, and open it here or drop it on the page. It stays on this machine.
      </p>
      {(['PyTorch', 'JAX'] as const).map(name => (
        <Lines key={name} name={name} />
      ))}
      <p>
        Several checkpoints in one file have a number behind their names: <code>residuals_0</code>, <code>jacobian_0</code>,{' '}
        <code>residuals_1</code>, … <code>gram</code> (K = JJᵀ) or <code>features</code> may stand in place of the Jacobian. For whole
        trainings, other losses and large models there is <code>python/noisescope_export.py</code>, one file to lay beside your own.
      </p>
      <div className="share-row end">
        <OpenButton solid label="Open measurements…" onOpened={onClose} />
      </div>
    </Modal>
  )
}

function Lines({ name }: { name: keyof typeof TEN_LINES }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const text = TEN_LINES[name]
  return (
    <section className="own-lines" aria-labelledby={id}>
      <div className="own-lines-head">
        <h3 id={id}>{name}</h3>
        <CopyButton from={field}>Copy</CopyButton>
      </div>
      <textarea
        ref={field}
        className="share-json"
        readOnly
        value={text}
        aria-labelledby={id}
        rows={text.trimEnd().split('\n').length}
        wrap="off"
      />
    </section>
  )
}
