import { FIELDS, type Field } from './fields'
import { checkScenario, normalize } from './schema'
import type { Arm, DataSettings, InitSettings, MeasureSettings, ModelSettings, Scenario, ViewSettings } from './types'

export interface Preset {
  readonly id: string
  readonly title: string
  /** One plain sentence: what is to be seen. */
  readonly reading: string
  readonly scenario: Scenario
}

interface Recipe {
  title: string
  reading: string
  seed?: number
  steps?: number
  model?: Partial<ModelSettings>
  data?: Partial<DataSettings>
  init?: Partial<InitSettings>
  arms: readonly (Pick<Arm, 'id' | 'kind'> & Partial<Arm>)[]
  measure?: Partial<MeasureSettings>
  view?: Partial<ViewSettings>
}

const RECIPES: Record<string, Recipe> = {
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
  },
  'linear-isotropic': {
    title: 'Linear model, isotropic inputs',
    reading: 'With equal curvature in every direction the noise is round too; its size follows the loss, so it dies out as SGD converges.',
    seed: 1,
    steps: 2000,
    data: { n: 200, d: 20 },
    init: { kind: 'gaussian', scale: 0.5 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, B: 1 },
      { id: 'gd', kind: 'gd', eta: 0.05 },
    ],
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
  },
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
  'mlp-mnist': {
    title: 'Deep net on handwritten digits',
    reading: 'A 784-256-256-1 ReLU net tells threes from eights: 267,000 parameters, and μ, g and flatness exact at every measured step.',
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
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.05, B: 4 },
      { id: 'gd', kind: 'gd', eta: 0.05 },
    ],
  },
}

const defaults = (fields: Record<string, Field>) => Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.initial]))

/** The scenario of a recipe: what it does not say stands at the fields' defaults. Without the schema, which the page need not load. */
function complete(preset: string, { model, data, init, arms, measure, view, ...run }: Omit<Recipe, 'title' | 'reading'>): Scenario {
  const scenario = {
    version: 1,
    preset,
    ...defaults(FIELDS.run),
    ...run,
    model: { ...defaults(FIELDS.model), ...model },
    data: { ...defaults(FIELDS.data), ...data },
    init: { ...defaults(FIELDS.init), ...init },
    arms: arms.map(({ id, kind, ...own }) => ({ id, kind, ...defaults(FIELDS.arm), ...own })),
    measure: { ...defaults(FIELDS.measure), ...measure },
    view: { ...defaults(FIELDS.view), ...view },
    events: [],
  }
  return checkScenario(normalize(scenario as unknown as Scenario))
}

/** Id of the preset that the page opens with. */
export const OPENING_PRESET = 'linear-anisotropic'

/** All presets by id, in the order of the menu. */
export const PRESETS: ReadonlyMap<string, Preset> = new Map(
  Object.entries(RECIPES).map(([id, { title, reading, ...rest }]) => [id, { id, title, reading, scenario: complete(id, rest) }]),
)
