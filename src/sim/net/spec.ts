import type { ActivationName } from '../backends/machine/activation'
import type { LossKind } from '../backends/machine/loss'

export type { ActivationName, LossKind }

/** An image of a layer's input or output; dense layers have height and width 1. */
export interface LayerShape {
  readonly channels: number
  readonly height: number
  readonly width: number
}

export interface Activated {
  readonly activation: ActivationName
  /** Of leaky-relu alone: φ(z) = slope·z for z ≤ 0. */
  readonly slope?: number
}

/** φ(scale·(W h) + b) of the flattened input h (channel, row, column): the scale acts on the weights alone. */
export interface DenseSpec extends Activated {
  readonly kind: 'dense'
  readonly out: number
  readonly bias: boolean
  /** 1/m for mean-field, 1/√m for NTK; 1 by default. */
  readonly scale?: number
  readonly trained: boolean
}

/** φ(W ⋆ h + b): cross-correlation with a square kernel, `padding` zeros on each side. */
export interface ConvSpec extends Activated {
  readonly kind: 'conv'
  readonly filters: number
  readonly kernel: number
  readonly stride: number
  readonly padding: number
  readonly bias: boolean
  readonly trained: boolean
}

/** Windows of size×size, stride = size; an incomplete rest is dropped. The first of equal maxima counts. */
export interface PoolSpec {
  readonly kind: 'pool'
  readonly pool: 'average' | 'max'
  readonly size: number
}

/** φ(h + h'): h' is what the layer number `from` gives, counted from 1, or the net's inputs for 0; both of one shape. */
export interface AddSpec extends Activated {
  readonly kind: 'add'
  readonly from: number
}

/**
 * Causal self-attention of `heads` heads over the places of a sample: softmax(QKᵀ/√s) V of every head, s its number of
 * channels, each place seeing those before it and itself. The inputs' channels are those of Q, then of K, then of V.
 */
export interface AttentionSpec {
  readonly kind: 'attention'
  readonly heads: number
}

/** Layer norm over the channels at each place, without parameters: a gain and a shift would be those of the affine map behind it. */
export interface NormSpec {
  readonly kind: 'norm'
}

/** φ(W h + b) of the channels h at the last place alone. */
export interface LastSpec extends Activated {
  readonly kind: 'last'
  readonly out: number
  readonly bias: boolean
  readonly trained: boolean
}

export type LayerSpec = DenseSpec | ConvSpec | PoolSpec | AddSpec | AttentionSpec | NormSpec | LastSpec
export type InputSpec = { readonly features: number } | { readonly channels: number; readonly height: number; readonly width: number }

export interface NetSpec {
  readonly input: InputSpec
  readonly layers: readonly LayerSpec[]
  /** C: 1 … MOST_OUTPUTS, and at least 2 with cross-entropy. */
  readonly outputs: number
  readonly loss: LossKind
}

export type Scaling = 'standard' | 'ntk' | 'mean-field'

/** The factor before the sum over m units: 1, 1/√m or 1/m. */
export function scalingFactor(scaling: Scaling, m: number): number {
  switch (scaling) {
    case 'standard':
      return 1
    case 'ntk':
      return 1 / Math.sqrt(m)
    case 'mean-field':
      return 1 / m
  }
}

export interface TwoLayerOptions extends Activated {
  readonly d: number
  readonly m: number
  readonly scaling: Scaling
  /** Whether the hidden units have a bias; the output has none. */
  readonly bias?: boolean
  readonly outer: 'fixed' | 'trained'
  readonly C?: number
  readonly loss?: LossKind
}

/** f(x) = s·Σ_k a_k φ(b_k·x + c_k), s from the scaling; θ = [B (m×d), c (m), a (C×m)]. */
export function twoLayer({ d, m, scaling, bias = false, outer, C = 1, loss = 'squared', ...unit }: TwoLayerOptions): NetSpec {
  const hidden: LayerSpec = { kind: 'dense', out: m, bias, scale: 1, trained: true, ...unit }
  return { input: { features: d }, layers: [hidden, head(C, false, scalingFactor(scaling, m), outer === 'trained')], outputs: C, loss }
}

/** The two-layer net of which only the outer layer is trained. */
export function randomFeatures(options: Omit<TwoLayerOptions, 'outer'>): NetSpec {
  const net = twoLayer({ ...options, outer: 'trained' })
  return { ...net, layers: net.layers.map((layer, l) => (l === 0 && layer.kind === 'dense' ? { ...layer, trained: false } : layer)) }
}

export interface MlpOptions extends Activated {
  readonly d: number
  readonly hidden: readonly number[]
  /** Of every layer, the last included. */
  readonly bias: boolean
  readonly C: number
  readonly loss?: LossKind
}

export function mlp({ d, hidden, bias, C, loss = 'squared', ...unit }: MlpOptions): NetSpec {
  const layers = hidden.map((out): LayerSpec => ({ kind: 'dense', out, bias, scale: 1, trained: true, ...unit }))
  return { input: { features: d }, layers: [...layers, head(C, bias)], outputs: C, loss }
}

export interface CnnOptions extends Activated {
  readonly input: { readonly channels: number; readonly height: number; readonly width: number }
  /** Convolutions from the input on, each followed by a pooling where it asks for one. */
  readonly blocks: readonly {
    readonly filters: number
    readonly kernel: number
    readonly stride?: number
    readonly padding?: number
    readonly pool?: { readonly pool: 'average' | 'max'; readonly size: number }
  }[]
  /** Widths of dense layers before the last. */
  readonly hidden?: readonly number[]
  readonly bias: boolean
  readonly C: number
  readonly loss?: LossKind
}

export function cnn({ input, blocks, hidden = [], bias, C, loss = 'squared', ...unit }: CnnOptions): NetSpec {
  const layers = blocks.flatMap(({ pool, stride = 1, padding = 0, filters, kernel }): LayerSpec[] => [
    { kind: 'conv', filters, kernel, stride, padding, bias, trained: true, ...unit },
    ...(pool ? [{ kind: 'pool' as const, ...pool }] : []),
  ])
  const dense = hidden.map((out): LayerSpec => ({ kind: 'dense', out, bias, scale: 1, trained: true, ...unit }))
  return { input, layers: [...layers, ...dense, head(C, bias)], outputs: C, loss }
}

export interface TransformerOptions extends Activated {
  /** Channels of a token: symbols and positions, one-hot. */
  readonly channels: number
  /** Length of a sequence. */
  readonly places: number
  readonly blocks: number
  readonly width: number
  readonly heads: number
  /** Hidden units of a block's MLP, which alone have the activation. */
  readonly mlp: number
  readonly norm: boolean
  readonly C: number
  readonly loss?: LossKind
}

/**
 * Embeddings of tokens and positions, then blocks h += attention(norm h), h += MLP(norm h), and the answer from the last
 * token's norm h. What acts on every token alike is a convolution with a kernel of one place.
 */
export function transformer({
  channels,
  places,
  blocks,
  width,
  heads,
  mlp,
  norm,
  C,
  loss = 'cross-entropy',
  ...unit
}: TransformerOptions): NetSpec {
  const layers: LayerSpec[] = []
  const each = (filters: number, by: Activated = { activation: 'identity' }) =>
    layers.push({ kind: 'conv', filters, kernel: 1, stride: 1, padding: 0, bias: true, trained: true, ...by })
  const normed = () => norm && layers.push({ kind: 'norm' })
  const beside = (body: () => void) => {
    const from = layers.length
    normed()
    body()
    layers.push({ kind: 'add', from, activation: 'identity' })
  }
  each(width)
  for (let b = 0; b < blocks; b++) {
    beside(() => {
      each(3 * width)
      layers.push({ kind: 'attention', heads })
      each(width)
    })
    beside(() => {
      each(mlp, unit)
      each(width)
    })
  }
  normed()
  layers.push({ kind: 'last', out: C, bias: true, trained: true, activation: 'identity' })
  return { input: { channels, height: 1, width: places }, layers, outputs: C, loss }
}

const head = (out: number, bias: boolean, scale = 1, trained = true): LayerSpec => ({
  kind: 'dense',
  out,
  activation: 'identity',
  bias,
  scale,
  trained,
})
