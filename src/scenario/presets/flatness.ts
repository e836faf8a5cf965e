import type { Recipe } from './recipe'

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
    view: { speed: 2000 },
  },
}
