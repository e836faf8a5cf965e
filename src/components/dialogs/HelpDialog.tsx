import '../learn/learn.css'
import { useState } from 'react'
import { Cite } from '../learn/Cite'
import { Glossary } from '../learn/Glossary'
import { takeTour } from '../learn/offerTour'
import { useScope } from '../scope'
import { setShortcuts, shortcutsOn } from '../shortcutSetting'
import { Modal } from '../ui/Modal'
import { KEYS } from './helpTables'

/** What the page is, its keys, its glossary, and what to cite. */
export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const scope = useScope()
  const [keys, setKeys] = useState(shortcutsOn)
  return (
    <Modal title="Noisescope" onClose={onClose}>
      <p>
        An oscilloscope for the noise of stochastic gradient descent. A small model trains live; the panels show how its minibatch noise Σ
        lines up with the curvature matrix G, how flat the point is, and how each arm leaves a sharp minimum.
      </p>
      <div className="help-actions">
        <button
          type="button"
          className="bar-button solid"
          onClick={() => {
            onClose()
            // The tour is of a run.
            scope.store.getState().measured?.close()
            takeTour(scope)
          }}
        >
          Take the tour
        </button>
        <a className="bar-button boxed" href="./docs/explained.html" target="_blank" rel="noreferrer">
          The whole argument
        </a>
      </div>
      <h3>In a minute</h3>
      <ul>
        <li>Choose a scenario at the top left. Each arm is one optimizer on the same problem, the same random numbers and one colour.</li>
        <li>
          Drag η or B while it runs: the change acts at once and is recorded in the link. The marks on the sliders are the thresholds at the
          point on screen.
        </li>
        <li>Changes of the problem restart the run; the controls say so. The browser’s Back button undoes any change.</li>
        <li>Drag the timeline to go back; change something there and the run branches from that step.</li>
        <li>Every number can also be typed; Enter applies it.</li>
      </ul>
      <h3>Glossary</h3>
      <Glossary />
      <h3>To cite</h3>
      <Cite />
      <h3>Keys</h3>
      <table className="keys">
        <tbody>
          {KEYS.map(([key, does]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label className="check">
        <input
          type="checkbox"
          checked={keys}
          onChange={event => {
            setKeys(event.target.checked)
            setShortcuts(event.target.checked)
          }}
        />
        Enable single-key shortcuts
      </label>
      <p>
        The page contains the work of others, under <a href="./licenses.txt">their licences</a>, and{' '}
        <a href="./data/mnist.txt">digits of MNIST</a>.
      </p>
    </Modal>
  )
}
