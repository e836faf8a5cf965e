import type { Recipe } from './recipe'

/** Two sharp directions nearly alike and many flat ones: λ_1 = 1.041, λ_2 = 1.010, ‖G‖_F = 2.04. */
export const SHARP_AND_FLAT = { n: 300, d: 24, spectrum: 'explicit', values: [1, 0.98, 0.3] } as const

/** What the page opens with, apart from the other recipes: the first picture does without them. */
export const OPENING_RECIPE = {
  title: 'Escape: SGD and GD leave a minimum',
  reading: 'Both step too far to stay: GD leaves along the sharpest direction alone, SGD along the flat ones too.',
  seed: 1,
  steps: 500,
  data: SHARP_AND_FLAT,
  init: { kind: 'near-minimum', scale: 0.01 },
  // β/‖G‖_F with β = 0.6, and 4/(λ_1 + λ_2).
  arms: [
    { id: 'sgd', kind: 'sgd', eta: 0.294, B: 1 },
    { id: 'gd', kind: 'gd', eta: 1.951 },
  ],
  measure: { k: 24 },
  view: { panels: 'sharp,landscape,energy,directions,alignment,loss', i: 1, j: 6 },
} as const satisfies Recipe
