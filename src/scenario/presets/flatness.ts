import type { Recipe } from './recipe'

/** A deep net that tells even digits from odd ones, read with what its edges are held against. */
const PARITY = {
  seed: 9,
  steps: 2000,
  model: { kind: 'mlp', hidden: [32, 32], activation: 'tanh' },
  data: { source: 'mnist', task: 'parity', n: 150, pixels: '14', input: 'centred' },
  init: { kind: 'gaussian', scale: 1 },
  measure: { hessian: 1, k: 5, batches: 64 },
  view: { speed: 100 },
} as const satisfies Partial<Recipe>

/** Flatness and cyclical learning rates, and the results next door. */
export const FLATNESS: Record<string, Recipe> = {
  clr: {
    title: 'Cyclical learning rates',
    reading:
      'The same cycles for SGD and GD from one start: SGD comes out of each at a flatter place, GD stays where curvature is twice as large.',
    seed: 1,
    steps: 20000,
    model: { kind: 'two-layer', m: 50 },
    data: { n: 100, d: 10, teacher: 'tanh-units' },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd', B: 4, eta: 0.35, schedule: 'triangular', period: 2000, floor: 0.02 / 0.35 },
      { id: 'gd', kind: 'gd', eta: 0.35, schedule: 'triangular', period: 2000, floor: 0.02 / 0.35 },
    ],
    view: { panels: 'cycles,flatness,alignment,loss,landscape', speed: 2000 },
  },
  'edge-of-stability': {
    title: 'Edge of stability',
    reading:
      'GD sharpens until λ₁(H) meets 2/η and stays there while the loss still falls; SGD stays below, the lower the smaller its batches, and comes to no edge of its own before the loss is gone.',
    ...PARITY,
    arms: [
      { id: 'gd', kind: 'gd', eta: 0.2 },
      { id: 'gd2', kind: 'gd', eta: 0.3 },
      { id: 'sgd', kind: 'sgd', eta: 0.2, B: 8 },
      { id: 'sgd2', kind: 'sgd', eta: 0.2, B: 32 },
    ],
    view: { ...PARITY.view, panels: 'flatness,sharpness,alignment,loss,landscape' },
  },
  'stochastic-edge': {
    title: 'Edge of stochastic stability',
    reading:
      'SGD is said to sharpen the curvature along the gradient of its own minibatch, the batch sharpness, up to 2/η, while λ₁(H) stays below. Here it gets there with batches of 64; with other seeds often, and with batches of 8, the loss is gone before.',
    ...PARITY,
    measure: { ...PARITY.measure, edge: 'on' },
    arms: [
      { id: 'gd', kind: 'gd', eta: 0.3 },
      { id: 'sgd', kind: 'sgd', eta: 0.3, B: 64 },
      { id: 'sgd2', kind: 'sgd', eta: 0.3, B: 8 },
    ],
    view: { ...PARITY.view, panels: 'sharpness,flatness,alignment,loss,landscape' },
  },
  'dominant-bulk': {
    title: 'Dominant and bulk directions',
    reading:
      'A good part of every minibatch gradient lies along the ten sharpest directions of G. An arm that keeps that part alone soon stops learning; one that leaves it out learns nearly as SGD does.',
    seed: 3,
    steps: 1000,
    model: { kind: 'mlp', hidden: [16], activation: 'tanh' },
    data: { source: 'mnist', task: 'ten', n: 150, pixels: '7', input: 'centred' },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, B: 16 },
      { id: 'dominant', kind: 'dominant', eta: 0.05, B: 16, rank: 10 },
      { id: 'bulk', kind: 'bulk', eta: 0.05, B: 16, rank: 10 },
    ],
    measure: { k: 10 },
    view: { panels: 'loss,flatness,alignment,directions', speed: 100 },
  },
  'label-noise': {
    title: 'Label-noise SGD',
    reading:
      'Noise on the labels does not die out at zero loss: it drifts along the minima to where Tr H is small. Round noise of the same size does not, and GD stays.',
    seed: 2,
    steps: 20000,
    model: { kind: 'olm-diagonal' },
    data: { n: 40, d: 60, teacher: 'sparse', nonzero: 5 },
    init: { kind: 'constant', scale: 0.6 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.02, noise: 'label', trace: 4e-3 },
      { id: 'sgd2', kind: 'sgd', eta: 0.02, noise: 'isotropic', trace: 4e-3 },
      { id: 'gd', kind: 'gd', eta: 0.02 },
    ],
    view: { panels: 'flatness,alignment,loss', speed: 2000 },
  },
  'clr-mnist': {
    title: 'Cyclical learning rates on digits',
    reading:
      'Even against odd digits under the same cycles: both arms fit every sample, and SGD ends where Tr G is about a third of GD’s, with fewer test errors.',
    seed: 1,
    steps: 10000,
    model: { kind: 'mlp', hidden: [24] },
    data: { source: 'mnist', task: 'parity', n: 200, pixels: '14', input: 'centred' },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd', B: 4, eta: 0.5, schedule: 'triangular', period: 1000, floor: 0.05 },
      { id: 'gd', kind: 'gd', eta: 0.5, schedule: 'triangular', period: 1000, floor: 0.05 },
    ],
    view: { panels: 'cycles,flatness,alignment,loss,landscape', speed: 0 },
  },
  'sigma-vs-hessian': {
    title: 'Σ against curvature, entry by entry',
    reading:
      'Two published claims on one picture: the noise of every weight against 2L·G, against H, and against the mean square of single samples’ Hessians.',
    seed: 5,
    steps: 2000,
    model: { kind: 'two-layer', m: 50, activation: 'tanh' },
    data: { n: 200, d: 10, teacher: 'tanh-units', labelNoise: 0.3 },
    init: { kind: 'gaussian', scale: 1 },
    arms: [{ id: 'sgd', kind: 'sgd', eta: 0.05, B: 4 }],
    view: { panels: 'diagonals,scatter,alignment,loss', speed: 500, study: 'diagonals' },
  },
  'variance-flatness': {
    title: 'Variance against flatness',
    reading: 'Noisy labels keep SGD wandering in a deep linear net: along narrow valleys its weights vary more than along wide ones.',
    seed: 4,
    steps: 40000,
    model: { kind: 'olm-two-layer', m: 5 },
    data: { n: 400, d: 20, spectrum: 'power-law', exponent: 1, labelNoise: 0.5 },
    init: { kind: 'gaussian', scale: 0.2 },
    arms: [{ id: 'sgd', kind: 'sgd', eta: 0.05, B: 10 }],
    view: { panels: 'variance,flatness,alignment,loss', speed: 2000, study: 'variance' },
  },
  'effective-temperature': {
    title: 'Effective temperature',
    reading:
      'Noisy labels keep SGD moving for good. How far a weight wanders over how far a small force moves it is its temperature: higher along sharp directions than along flat ones.',
    seed: 2,
    steps: 4000,
    data: { n: 300, d: 10, spectrum: 'power-law', exponent: 1, labelNoise: 0.5 },
    init: { kind: 'gaussian', scale: 1 },
    arms: [{ id: 'sgd', kind: 'sgd', eta: 0.2, B: 4 }],
    view: { panels: 'temperature,alignment,flatness,loss', speed: 200, study: 'temperature' },
  },
  'intrinsic-time': {
    title: 'Schedules in intrinsic time',
    reading:
      'Four schedules of one learning rate over T = Σ η: the start is forgotten along one curve whatever the schedule; what tells them apart is how much noise is left, and a fall at the end takes that away.',
    seed: 3,
    steps: 4000,
    data: { n: 300, d: 20, spectrum: 'power-law', exponent: 1, labelNoise: 0.3 },
    init: { kind: 'gaussian', scale: 1 },
    arms: [
      { id: 'constant', kind: 'sgd', eta: 0.1, B: 2 },
      { id: 'wsd', kind: 'sgd', eta: 0.1, B: 2, schedule: 'wsd', period: 4000, floor: 0 },
      { id: 'cosine', kind: 'sgd', eta: 0.1, B: 2, schedule: 'cosine', period: 4000, floor: 0 },
      { id: 'restarts', kind: 'sgd', eta: 0.1, B: 2, schedule: 'cosine-restarts', period: 1000, floor: 0 },
    ],
    view: { panels: 'intrinsic,loss,alignment,flatness,-cycles', speed: 500, study: 'intrinsic', xaxis: 'time' },
  },
  margin: {
    title: 'Margin maximization',
    reading:
      'On two separable classes, progressive norm rescaling closes in on the largest margin exponentially, normalized GD about as 1/t, and GD far more slowly. The run itself fits the same inputs by least squares.',
    seed: 2,
    steps: 50000,
    data: { n: 60, d: 5, labelNoise: 0.3 },
    init: { kind: 'gaussian', scale: 1 },
    arms: [{ id: 'sgd', kind: 'sgd', eta: 0.05, B: 4 }],
    view: { panels: 'margin,alignment,loss', speed: 2000, study: 'margin' },
  },
}
