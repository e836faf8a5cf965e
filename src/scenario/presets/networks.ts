import type { Recipe } from './recipe'

/** Networks, on drawn data and on digits. */
export const NETWORKS: Record<string, Recipe> = {
  'two-layer': {
    title: 'Two-layer net, both layers trained',
    reading: 'A network of ReLU units, both layers trained, labels from three tanh units: G moves with θ, and Σ follows it.',
    seed: 5,
    steps: 4000,
    model: { kind: 'two-layer', m: 50 },
    data: { n: 100, d: 10, teacher: 'tanh-units' },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.1, B: 4 },
      { id: 'gd', kind: 'gd', eta: 0.1 },
    ],
  },
  'two-layer-fixed': {
    title: 'Two-layer net, outer layer fixed',
    reading: 'The setting of the paper’s theorem: only the hidden layer is trained, and the width does not enter the bound on μ.',
    seed: 5,
    steps: 4000,
    model: { kind: 'two-layer', m: 100, activation: 'tanh', outer: 'fixed', scaling: 'ntk' },
    data: { n: 100, d: 10, teacher: 'tanh-units' },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.5, B: 4 },
      { id: 'gd', kind: 'gd', eta: 0.5 },
    ],
  },
  'random-features': {
    title: 'Random features',
    reading: 'Only the outer layer of a wide random net is trained: a linear model in features, where G stays put.',
    seed: 6,
    steps: 4000,
    model: { kind: 'random-features', m: 200, scaling: 'ntk' },
    data: { n: 100, d: 10, teacher: 'tanh-units' },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.2, B: 4 },
      { id: 'gd', kind: 'gd', eta: 0.2 },
    ],
  },
  relu: {
    title: 'Few ReLU units',
    reading: 'Where the paper’s lower bound says nothing: μ while ReLU units switch on and off.',
    seed: 8,
    steps: 4000,
    model: { kind: 'two-layer', m: 12, outer: 'fixed' },
    data: { n: 60, d: 10, teacher: 'tanh-units' },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.3, B: 2 },
      { id: 'gd', kind: 'gd', eta: 0.3 },
    ],
  },
  'width-sweep': {
    title: 'A sweep over the width',
    reading:
      'The same net from 64 to 16\u2009384 hidden units, both layers trained: the number of parameters grows 256-fold, and μ stays put.',
    seed: 5,
    steps: 200,
    model: { kind: 'two-layer', m: 256, activation: 'tanh', scaling: 'ntk' },
    data: { n: 256, d: 32, teacher: 'tanh-units' },
    init: { kind: 'gaussian', scale: 1 },
    arms: [{ id: 'sgd', kind: 'sgd', eta: 0.5, B: 8 }],
    sweep: { over: 'm', values: [64, 256, 1024, 4096, 16384] },
  },
  'mlp-mnist': {
    title: 'Deep net on handwritten digits',
    reading:
      'A 784-256-256-1 ReLU net tells threes from eights: 267\u2009000 parameters, and μ, g and flatness exact at every measured step.',
    seed: 9,
    steps: 2000,
    model: { kind: 'mlp', hidden: [256, 256] },
    data: { source: 'mnist', n: 200, pixels: '28', input: 'centred' },
    init: { kind: 'gaussian', scale: 1.2 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.02, B: 8 },
      { id: 'sgd2', kind: 'sgd', eta: 0.02, B: 64 },
    ],
  },
  'mlp-digits-small': {
    title: 'Deep net on small digits',
    reading: 'Even against odd at 14×14 pixels, small enough to run fast: watch the flatness while η is dragged.',
    seed: 9,
    steps: 10000,
    model: { kind: 'mlp', hidden: [32, 32], activation: 'tanh' },
    data: { source: 'mnist', task: 'parity', n: 200, pixels: '14', input: 'centred' },
    init: { kind: 'gaussian', scale: 1 },
    measure: { hessian: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, B: 4 },
      { id: 'gd', kind: 'gd', eta: 0.05 },
    ],
  },
  'mlp-mnist-10': {
    title: 'Ten digits, cross-entropy',
    reading:
      'A 784-32-10 net learns all ten digits by cross-entropy, where G is the generalized Gauss–Newton matrix: it melts away as the samples are fitted, and μ climbs from a quarter towards one.',
    seed: 9,
    steps: 2000,
    model: { kind: 'mlp', hidden: [32], loss: 'cross-entropy' },
    data: { source: 'mnist', task: 'ten', n: 100, pixels: '28', input: 'centred' },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, B: 8 },
      { id: 'sgd2', kind: 'sgd', eta: 0.05, B: 50 },
    ],
    measure: { k: 10 },
  },
  'vgg-digits': {
    title: 'VGG-like net on ten digits',
    reading:
      'Two stages of two 3×3 convolutions and a pooling learn ten digits by cross-entropy: weights shared over places, and μ climbs from a fifth as the samples are fitted.',
    seed: 9,
    steps: 2000,
    model: { kind: 'vgg', filters: [8, 16], depth: 2, loss: 'cross-entropy' },
    data: { source: 'mnist', task: 'ten', n: 200, pixels: '14', input: 'centred' },
    init: { kind: 'gaussian', scale: 1.4 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.1, B: 8 },
      { id: 'sgd2', kind: 'sgd', eta: 0.1, B: 50 },
    ],
    precision: 'f32',
  },
  'resnet-digits': {
    title: 'ResNet-like net on digits',
    reading:
      'Two stages of two residual blocks without batch norm tell threes from eights: a long plateau, then the loss falls while the curvature grows, and every layer has its share of the noise.',
    seed: 9,
    steps: 2000,
    model: { kind: 'resnet', filters: [8, 16], depth: 2 },
    data: { source: 'mnist', n: 200, pixels: '14', input: 'centred' },
    init: { kind: 'gaussian', scale: 1.4 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.1, B: 8 },
      { id: 'sgd2', kind: 'sgd', eta: 0.1, B: 64 },
    ],
    precision: 'f32',
  },
  'cnn-mnist': {
    title: 'Convolutional net on digits',
    reading:
      'Two convolutions and average pooling tell threes from eights: shared weights, few parameters, and the noise exact in every layer.',
    seed: 9,
    steps: 3000,
    model: { kind: 'cnn', filters: [4, 8], kernel: 3, stride: 1, padding: 1, pool: 'average', activation: 'relu' },
    data: { source: 'mnist', n: 200, pixels: '14', input: 'centred' },
    init: { kind: 'gaussian', scale: 1.4 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, B: 8 },
      { id: 'sgd2', kind: 'sgd', eta: 0.05, B: 64 },
    ],
  },
  'transformer-hops': {
    title: 'Transformer that follows chains',
    reading:
      'Three blocks of attention read a→b, b→c and answer where a leads in one or two hops: SGD against Adam, one hop learned before two, and the noise of every layer.',
    seed: 9,
    steps: 5000,
    model: { kind: 'transformer', loss: 'cross-entropy' },
    data: { source: 'hops', n: 1500, symbols: 5, pairs: 3, hops: 2 },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.3, B: 32 },
      { id: 'adam', kind: 'adam', eta: 0.005, B: 32 },
    ],
    measure: { of: 100 },
    view: { speed: 0 },
  },
}
