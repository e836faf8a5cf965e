import type { Recipe } from './recipe'

/** Models with two parameters, whose landscape is seen whole. */
export const PLANAR: Record<string, Recipe> = {
  'zhu-2d': {
    title: 'Two-dimensional case of Zhu et al.',
    reading:
      'Noise of the same size but of different shape, from a sharp basin with a flat one beside it: along the curvature it finds the way out, round it does not.',
    seed: 4,
    steps: 500,
    model: { kind: 'zhu-2d' },
    data: { n: 100, d: 2 },
    init: { kind: 'constant', scale: 1 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.005, noise: 'isotropic', trace: 0.01 },
      { id: 'sgd2', kind: 'sgd', eta: 0.005, noise: 'g-shaped', trace: 0.01 },
      { id: 'sgd3', kind: 'sgd', eta: 0.005, noise: 'top-eigenvector', trace: 0.01 },
      { id: 'gd', kind: 'gd', eta: 0.005 },
    ],
    view: { panels: 'landscape,success,flatness,loss', plane: 'parameters', i: 1, j: 2 },
  },
  valley: {
    title: 'A valley seen whole',
    reading:
      'f = u·x₁ + u·v·x₂ at one sample: a curve of minima. Label noise drifts along it to where it is flat; isotropic noise wanders.',
    seed: 3,
    steps: 4000,
    model: { kind: 'valley' },
    data: { n: 1, d: 2 },
    init: { kind: 'constant', scale: 2 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, noise: 'label', trace: 4e-3 },
      { id: 'sgd2', kind: 'sgd', eta: 0.05, noise: 'isotropic', trace: 4e-3 },
      { id: 'gd', kind: 'gd', eta: 0.05 },
    ],
    view: { panels: 'landscape,flatness,loss', plane: 'parameters', i: 1, j: 2, speed: 240 },
  },
  'two-basins': {
    title: 'Two basins, one sharp and one flat',
    reading: 'Two minima of the same loss: GD stays in the sharp one, SGD at the same learning rate leaves it and settles in the flat one.',
    seed: 2,
    steps: 600,
    model: { kind: 'two-basins' },
    data: { n: 50, d: 2, labelNoise: 0.1 },
    init: { kind: 'near-minimum', scale: 0.05 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, B: 1 },
      { id: 'gd', kind: 'gd', eta: 0.05 },
    ],
    view: { panels: 'landscape,flatness,alignment,loss', plane: 'parameters', i: 1, j: 2 },
  },
}
