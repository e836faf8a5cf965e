import { useScopeState } from '../scope'
import { ChoiceControl } from './ChoiceControl'
import { ListControl } from './ListControl'
import { NumberControl } from './NumberControl'

/** The slider's end for shallow networks; more can be typed. */
const SLIDER_WIDTH = 16384

/** Layers, activation, scaling and loss of a network. */
export default function NetworkControls() {
  const kind = useScopeState(s => s.scenario.model.kind)
  const classes = useScopeState(({ scenario: { data, model } }) => data.task === 'ten' || model.loss === 'cross-entropy')
  const digits = useScopeState(s => s.scenario.data.source === 'mnist')
  const file = useScopeState(s => s.scenario.data.source === 'file')
  const questions = useScopeState(s => s.scenario.data.source === 'hops')
  const onWasm = useScopeState(({ scenario: { backend } }) => backend === 'wasm' || backend === 'auto')
  const shallow = kind === 'two-layer' || kind === 'random-features'
  return (
    <>
      {kind === 'mlp' ? <ListControl path="model.hidden" /> : null}
      {kind === 'cnn' ? <ConvolutionControls /> : null}
      {kind === 'vgg' || kind === 'resnet' ? <StageControls dense={kind === 'vgg'} /> : null}
      {kind === 'transformer' ? <TransformerControls /> : null}
      {shallow ? <NumberControl path="model.m" sliderMax={SLIDER_WIDTH} /> : null}
      <ChoiceControl path="model.activation" />
      {shallow ? <ChoiceControl path="model.scaling" /> : null}
      {kind === 'two-layer' ? <ChoiceControl path="model.outer" /> : null}
      {shallow ? <ChoiceControl path="model.biases" /> : null}
      {file || questions || (digits && classes) ? <ChoiceControl path="model.loss" /> : null}
      {onWasm ? <ChoiceControl path="run.precision" /> : null}
    </>
  )
}

function TransformerControls() {
  return (
    <>
      <NumberControl path="model.blocks" />
      <NumberControl path="model.width" />
      <NumberControl path="model.heads" />
      <NumberControl path="model.mlp" />
      <ChoiceControl path="model.norm" />
    </>
  )
}

/** Stages of 3×3 convolutions, with average pooling in between. */
function StageControls({ dense }: { readonly dense: boolean }) {
  return (
    <>
      <ListControl path="model.filters" />
      <NumberControl path="model.depth" />
      {dense ? <NumberControl path="model.head" /> : null}
    </>
  )
}

/** Convolutions from the input on, and what stands between them and the outputs. */
function ConvolutionControls() {
  return (
    <>
      <ListControl path="model.filters" />
      <NumberControl path="model.kernel" />
      <NumberControl path="model.stride" />
      <NumberControl path="model.padding" />
      <ChoiceControl path="model.pool" />
      <NumberControl path="model.head" />
    </>
  )
}
