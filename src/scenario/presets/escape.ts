import { OPENING_RECIPE, SHARP_AND_FLAT } from './opening'
import type { Recipe } from './recipe'

/** Two arms that train alike, without noise, to one sharp minimum. */
export const TRAINED = {
  seed: 5,
  model: { kind: 'two-layer', m: 60, activation: 'tanh', scaling: 'ntk' },
  data: { n: 40, d: 10, teacher: 'tanh-units' },
  init: { kind: 'gaussian', scale: 1 },
  arms: [
    { id: 'sgd', kind: 'sgd', eta: 1, B: 1, noise: 'none' },
    { id: 'gd', kind: 'gd', eta: 1 },
  ],
} as const

/** How runs leave a sharp minimum. */
export const ESCAPE = {
  escape: OPENING_RECIPE,
  'escape-controls': {
    title: 'Escape: four noises of one trace',
    reading:
      'Each noise has the trace of minibatch noise: isotropic noise leaves along the flat directions, noise shaped like G leaves as SGD does, and noise along v₁ alone dies out in this run although its mean grows.',
    seed: 1,
    steps: 500,
    data: SHARP_AND_FLAT,
    init: { kind: 'near-minimum', scale: 0.01 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.294, B: 1 },
      { id: 'round', kind: 'sgd', eta: 0.294, B: 1, noise: 'isotropic' },
      { id: 'g', kind: 'sgd', eta: 0.294, B: 1, noise: 'g-shaped' },
      { id: 'top', kind: 'sgd', eta: 0.294, B: 1, noise: 'top-eigenvector' },
    ],
    measure: { k: 24 },
    view: { panels: 'sharp,landscape,energy,directions,escape,loss', i: 1, j: 6 },
  },
  'escape-trained': {
    title: 'Escape from a minimum that was trained',
    reading:
      'Both arms train alike without noise; at step 300 minibatches begin for one and η rises beyond 2/λ₁ for the other. GD leaves along v₁ and lands just below its edge, SGD lands far flatter.',
    ...TRAINED,
    steps: 700,
    // β/‖G‖_F with β = 1.04 stays; 4/(λ_1 + λ_2) of the minimum reached.
    events: [
      { step: 300, arm: 'sgd', field: 'noise', value: 'minibatch' },
      { step: 300, arm: 'gd', field: 'eta', value: 3.86 },
    ],
    view: { panels: 'sharp,landscape,energy,flatness,displacement,loss' },
  },
} as const satisfies Record<string, Recipe>
