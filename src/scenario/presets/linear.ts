import type { Recipe } from './recipe'

/** Linear and over-parametrized linear models. */
export const LINEAR: Record<string, Recipe> = {
  'linear-anisotropic': {
    title: 'Linear model, power-law inputs',
    reading:
      'GD sits at its edge 2/λ₁ and swings along the sharpest direction; SGD’s noise is as anisotropic as the landscape itself, so μ stays near 1.',
    seed: 7,
    steps: 2000,
    data: { n: 200, d: 20, spectrum: 'power-law', exponent: 1 },
    init: { kind: 'near-minimum', scale: 0.5 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.5, B: 4 },
      { id: 'gd', kind: 'gd', eta: 2 },
    ],
    view: { panels: 'sharp,landscape,alignment,directions,flatness,loss' },
  },
  'linear-isotropic': {
    title: 'Linear model, isotropic inputs',
    reading:
      'With equal curvature in every direction the noise is isotropic too; its size follows the loss, so it dies out as SGD converges.',
    seed: 1,
    steps: 2000,
    data: { n: 200, d: 20 },
    init: { kind: 'gaussian', scale: 0.5 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, B: 1 },
      { id: 'gd', kind: 'gd', eta: 0.05 },
    ],
    view: { panels: 'landscape,alignment,directions,scatter,loss' },
  },
  'linear-label-noise': {
    title: 'Linear model, noisy labels',
    reading: 'Label noise keeps the residuals alive: SGD settles into a cloud instead of a point while GD stops, and Σ ≈ 2L·G still holds.',
    seed: 3,
    steps: 4000,
    data: { n: 400, d: 10, spectrum: 'power-law', exponent: 1, labelNoise: 0.5 },
    init: { kind: 'near-minimum', scale: 0.5 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.1, B: 4 },
      { id: 'gd', kind: 'gd', eta: 0.1 },
    ],
    view: { panels: 'sharp,landscape,alignment,scatter,flatness,loss' },
  },
  'deff-sweep': {
    title: 'A sweep over the samples',
    reading: 'With more samples per effective dimension the certificate, the range of μ over every θ of the data set, closes in on 1.',
    seed: 7,
    steps: 200,
    data: { n: 500, d: 50 },
    init: { kind: 'near-minimum', scale: 0.5 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.02, B: 4 },
      { id: 'gd', kind: 'gd', eta: 0.02 },
    ],
    sweep: { over: 'n', values: [50, 100, 200, 500, 1000, 2000, 5000] },
    view: { panels: 'sweep,alignment,directions,loss' },
  },
  'olm-diagonal': {
    title: 'Diagonal linear network',
    reading: 'f = (u∘u − v∘v)·x with more parameters than samples: G moves with θ, and the noise follows it.',
    seed: 2,
    steps: 4000,
    model: { kind: 'olm-diagonal' },
    data: { n: 40, d: 60, teacher: 'sparse', nonzero: 5 },
    init: { kind: 'constant', scale: 0.3 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.02, B: 2 },
      { id: 'gd', kind: 'gd', eta: 0.02 },
    ],
    view: { panels: 'landscape,alignment,directions,flatness,loss' },
  },
  'olm-two-layer': {
    title: 'Two-layer linear network',
    reading: 'f = w₂ᵀW₁x: hundreds of parameters act through one weight vector, and μ is blind to their number.',
    seed: 4,
    steps: 4000,
    model: { kind: 'olm-two-layer', m: 30 },
    data: { n: 100, d: 20, spectrum: 'power-law', exponent: 0.5 },
    init: { kind: 'gaussian', scale: 0.2 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, B: 2 },
      { id: 'gd', kind: 'gd', eta: 0.05 },
    ],
    view: { panels: 'alignment,scatter,landscape,flatness,loss' },
  },
}
