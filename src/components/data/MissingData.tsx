import './data.css'
import { useScopeState } from '../scope'
import { OpenButton } from './OpenButton'

/** In place of the panels: a link needs data that are not open. */
export default function MissingData() {
  const digest = useScopeState(s => s.own.missing)
  return (
    <div className="missing-data" data-testid="missing-data">
      <section aria-labelledby="missing-data-title">
        <h2 id="missing-data-title">This link needs your data</h2>
        <p>
          It runs on data with the digest <code>{digest}</code>. A link never contains data: open the same file, or inputs and labels
          together, to start the run. The data stay on this machine.
        </p>
        <OpenButton solid />
      </section>
    </div>
  )
}
