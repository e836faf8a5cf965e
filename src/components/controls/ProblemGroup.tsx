/** The controls of what all arms share. A change here restarts the run. */
import { digitsOf, FIELDS, isNetwork, isPlanar, MOST_SAMPLES } from '../../scenario'
import { useScopeState } from '../scope'
import { deferred } from '../ui/deferred'
import { ChoiceControl } from './ChoiceControl'
import { ControlGroup } from './ControlGroup'
import { GaussianControls } from './DataControls'
import { NumberControl } from './NumberControl'
import { SeedControl } from './SeedControl'

const DigitControls = deferred(() => import('./DigitControls'))
const FileControls = deferred(() => import('../data/FileControls'))
const NetworkControls = deferred(() => import('./NetworkControls'))
const QuestionControls = deferred(() => import('./QuestionControls'))

/** What all arms share: model, data, start and seed. Only the parameters that are in use are shown. */
export function ProblemGroup() {
  const model = useScopeState(s => s.scenario.model.kind)
  const network = useScopeState(s => isNetwork(s.scenario.model))
  const planar = useScopeState(s => isPlanar(s.scenario.model))
  const digits = useScopeState(s => (s.wanted.source ?? s.scenario.data.source) === 'mnist')
  const file = useScopeState(s => (s.wanted.source ?? s.scenario.data.source) === 'file')
  const questions = useScopeState(s => (s.wanted.source ?? s.scenario.data.source) === 'hops')
  const most = useScopeState(({ scenario: { data }, own }) =>
    data.source === 'mnist' ? digitsOf(data) : own.known.find(k => k.digest === data.file)?.n,
  )
  return (
    <ControlGroup title="Problem" effect="restart">
      <ChoiceControl path="model.kind" />
      {model === 'olm-two-layer' ? <NumberControl path="model.m" /> : null}
      {network ? <NetworkControls /> : null}
      {planar ? null : <ChoiceControl path="data.source" />}
      <NumberControl path="data.n" max={most ?? MOST_SAMPLES} {...(most === undefined && { sliderMax: FIELDS.data.n.slider[1] })} />
      {digits ? <DigitControls /> : null}
      {file ? <FileControls /> : null}
      {questions ? <QuestionControls /> : null}
      {digits || file || questions || model === 'zhu-2d' ? null : <GaussianControls />}
      <ChoiceControl path="init.kind" />
      <NumberControl path="init.scale" />
      <SeedControl />
    </ControlGroup>
  )
}
