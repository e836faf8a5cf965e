/**
 * The networks that are raced: each as a link for us, and as plain numbers for those who know no links.
 */

export type NetShape =
  | { readonly kind: 'two-layer'; readonly n: number; readonly d: number; readonly m: number; readonly B: number }
  | { readonly kind: 'mlp'; readonly n: number; readonly widths: readonly number[]; readonly B: number }
  | { readonly kind: 'cnn'; readonly n: number; readonly side: number; readonly filters: readonly number[]; readonly B: number }
  | {
      readonly kind: 'transformer'
      readonly n: number
      readonly B: number
      /** Numbers of a token, tokens, and classes of the answer. */
      readonly channels: number
      readonly places: number
      readonly classes: number
      readonly blocks: number
      readonly width: number
      readonly heads: number
      readonly mlp: number
    }

export type Precision = 'f64' | 'f32'

export interface Shape {
  readonly name: string
  readonly net: NetShape
  /** A rate at which nothing happens to θ that would change the work. */
  readonly link: string
  readonly arm: 'sgd' | 'gd' | 'adam'
  /** Steps in one call. */
  readonly steps: number
}

export function twoLayer(m: number, n = 1000): Shape {
  return {
    name: `two-layer, d 50, m ${m.toLocaleString('en-US')}`,
    net: { kind: 'two-layer', n, d: 50, m, B: 32 },
    link: `s=two-layer&m=${m}&n=${n}&d=50&scaling=ntk&eta=0.0001&B=32`,
    arm: 'sgd',
    steps: m > 4096 ? 5 : 20,
  }
}

/** 196-32-32-1 on 150 digits of 14 × 14 pixels. */
export function mlp(arm: 'sgd' | 'gd'): Shape {
  const n = 150
  return {
    name: 'MLP 196-32-32-1',
    net: { kind: 'mlp', n, widths: [196, 32, 32, 1], B: arm === 'gd' ? n : 8 },
    link: `s=mlp-digits-small&activation=relu&n=${n}&eta=0.0001&B=8`,
    arm,
    steps: 50,
  }
}

export const CNN: Shape = {
  name: 'convolutional net of cnn-mnist',
  net: { kind: 'cnn', n: 200, side: 14, filters: [4, 8], B: 8 },
  link: 's=cnn-mnist&eta=0.0001&B=8',
  arm: 'sgd',
  steps: 20,
}

/** The transformer of transformer-hops: layer norm without parameters, the answer at the last token. */
const transformer = (arm: 'sgd' | 'adam'): Shape => ({
  name: `transformer of transformer-hops${arm === 'adam' ? ', Adam' : ''}`,
  net: { kind: 'transformer', n: 1500, B: 32, channels: 15, places: 8, classes: 5, blocks: 3, width: 16, heads: 1, mlp: 32 },
  link: 's=transformer-hops&eta=0.0001',
  arm,
  steps: 20,
})

/** Whether the net is one of layers of weights alone, for which rivals are written. */
export const isDense = ({ kind }: NetShape): boolean => kind === 'two-layer' || kind === 'mlp'

export const STEP_SHAPES: readonly Shape[] = [
  ...[twoLayer(1024), twoLayer(16384), mlp('gd'), mlp('sgd'), CNN],
  ...[transformer('sgd'), transformer('adam')],
]
