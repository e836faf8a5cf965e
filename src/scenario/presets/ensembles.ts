import { TRAINED } from './escape'
import type { Recipe } from './recipe'

const POWER_LAW = { n: 200, d: 20, spectrum: 'power-law', exponent: 1 } as const

/** Many replicas of one run, and where in (η, B) they leave. */
export const ENSEMBLES: Record<string, Recipe> = {
  'escape-ensemble': {
    title: 'Escape of 1\u2009024 replicas',
    reading:
      'At η = 1/‖G‖_F and B = 1 the expected loss grows more than twice as fast as that of a typical run: a handful of runs carry the mean, and even 1\u2009024 replicas fall short of it.',
    seed: 7,
    steps: 300,
    data: POWER_LAW,
    init: { kind: 'near-minimum', scale: 0.001 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.76, B: 1 },
      { id: 'gd', kind: 'gd', eta: 0.76 },
    ],
    ensemble: { R: 1024, threshold: 10 },
    view: { panels: 'ensemble,sharp,landscape,escape,alignment,loss', speed: 30 },
  },
  'escape-replicas': {
    title: 'Escape of 64 networks from one minimum',
    reading:
      'All copies train alike without noise; at step 300 minibatches of one sample begin, at less than half of the η at which GD stays. When a copy leaves the sharp minimum is chance: half of them do within some hundred steps.',
    ...TRAINED,
    steps: 800,
    events: [
      { step: 300, arm: 'sgd', field: 'noise', value: 'minibatch' },
      { step: 300, arm: 'sgd', field: 'eta', value: 0.45 },
    ],
    ensemble: { R: 64, threshold: 10 },
    view: { panels: 'ensemble,sharp,landscape,flatness,alignment,loss', speed: 100 },
  },
  'stability-map': {
    title: 'Stability map over η and B',
    reading:
      'Between the edge of mean-square stability and the edge of typical growth the expected loss grows without bound while almost every run shrinks.',
    seed: 7,
    steps: 400,
    data: POWER_LAW,
    init: { kind: 'near-minimum', scale: 0.001 },
    arms: [
      { id: 'sgd', kind: 'sgd', eta: 0.5, B: 1 },
      { id: 'gd', kind: 'gd', eta: 1.5 },
    ],
    ensemble: { R: 256, threshold: 10 },
    view: { panels: 'stability,sharp,landscape,escape,loss,ensemble', speed: 30 },
  },
}
