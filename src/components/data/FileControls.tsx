/** The controls of data from the user’s files. */
import './data.css'
import { formatValue } from '../../charts'
import { shortened } from '../../lib/text'
import { heldOut } from '../../scenario'
import type { OwnState } from '../../store'
import { ChoiceControl } from '../controls/ChoiceControl'
import { NumberControl } from '../controls/NumberControl'
import { OwnModelButton } from '../measured/OwnModelButton'
import { useScope, useScopeState } from '../scope'
import { OpenButton } from './OpenButton'

type Info = OwnState['known'][number]

/** User data: what is open, the button for others, and how their inputs are given to the model. */
export default function FileControls() {
  const scope = useScope()
  const info = useScopeState(({ scenario: { data }, own }) => own.known.find(k => k.digest === data.file))
  const inUse = useScopeState(s => s.scenario.data.source === 'file')
  const n = useScopeState(s => s.scenario.data.n)
  const notKept = useScopeState(({ scenario: { data }, own }) => (own.known[0]?.digest === data.file ? own.notKept : null))
  const kept = useScopeState(({ scenario: { data }, own }) => own.kept !== null && own.kept === data.file)
  return (
    <>
      <div className="own-data" data-testid="own-data">
        {inUse && info ? <Description info={info} n={n} /> : null}
        {inUse && info ? (
          <button type="button" className="link-button" onClick={() => scope.own(own => own.change(info.digest))}>
            Change how it is read…
          </button>
        ) : null}
        <OpenButton solid={!inUse} />
        {inUse ? null : (
          <p className="field-note">
            CSV, NPY, NPZ, IDX or CIFAR; inputs and labels together or in one archive, also by dropping them on the page. Nothing is
            uploaded.
          </p>
        )}
        <OwnModelButton />
        {inUse && notKept ? (
          <p className="field-note">Not kept in this browser: {notKept}. After a reload they are to be opened again.</p>
        ) : null}
        {inUse && kept ? (
          <p className="field-note">
            Kept in this browser, so that a reload finds the data.{' '}
            <button type="button" className="link-button" onClick={() => scope.own(own => own.forget())}>
              Forget
            </button>
          </p>
        ) : null}
      </div>
      {inUse ? <ChoiceControl path="data.input" /> : null}
      {inUse && info?.shape.length === 1 ? <ChoiceControl path="data.intercept" /> : null}
      {inUse && info?.classes.length === 0 ? <ChoiceControl path="data.targets" /> : null}
      {inUse ? <NumberControl path="data.labelNoise" /> : null}
    </>
  )
}

function Description({ info, n }: { info: Info; n: number }) {
  const name = info.files.join(', ')
  const tested = Math.min(heldOut(info.n), info.n - n)
  return (
    <>
      <p className="own-data-name" title={name}>
        {shortened(name)}
      </p>
      <p className="own-data-words">
        {samplesText(info)}; {targetsText(info)}. {formatValue(n)} train,{' '}
        {tested > 0 ? `${formatValue(tested)} are held out` : 'none are held out'}.
      </p>
    </>
  )
}

function samplesText({ n, of, d, shape }: Info): string {
  const what = shape.length > 1 ? `images of ${shape.join(' × ')}` : `samples of ${formatValue(d)} ${d === 1 ? 'number' : 'numbers'}`
  return n < of ? `The first ${formatValue(n)} of ${formatValue(of)} ${what}` : `${formatValue(n)} ${what}`
}

function targetsText({ classes, outputs }: Info): string {
  if (classes.length === 2) return `${classes[0]} is −1 and ${classes[1]} is +1`
  if (classes.length > 2) return `${classes.length} classes: ${classes.join(', ')}`
  return outputs === 1 ? 'a number to be predicted' : `${outputs} numbers to be predicted`
}
