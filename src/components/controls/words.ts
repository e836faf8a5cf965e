import type { NoiseKind } from '../../scenario'

/** Plain words for ids: choices of fields, and arms. */
const CHOICES: Record<string, string> = {
  linear: 'Linear model',
  'olm-diagonal': 'Diagonal net',
  'olm-two-layer': 'Two-layer linear net',
  'two-layer': 'Two-layer net',
  'random-features': 'Random features',
  mlp: 'Deep net',
  cnn: 'Convolutional net',
  valley: 'Valley, two parameters',
  'two-basins': 'Two basins',
  'zhu-2d': 'Two-dimensional case of Zhu et al.',
  'cross-entropy': 'cross-entropy',
  ten: 'all ten digits',
  file: 'your own file',
  average: 'averages of 2×2',
  max: 'maxima of 2×2',
  'relu-units': 'ReLU units',
  'single-index': 'single index',
  'multi-index': 'multi-index',
  minibatch: 'real minibatches',
  diagonal: 'diagonal of Σ',
  'top-k': 'leading part of Σ',
  'g-shaped': 'shaped like G',
  'top-eigenvector': 'top eigenvector of G',
  label: 'label noise',
  mnist: 'digits (MNIST)',
  pair: 'two digits',
  parity: 'even or odd',
  '28': '28 × 28',
  '14': '14 × 14',
  '7': '7 × 7',
  raw: 'raw',
  whitened: 'whitened',
  relu: 'ReLU',
  'leaky-relu': 'leaky ReLU',
  gelu: 'GELU',
  quadratic: 'quadratic z²',
  standard: 'standard, 1',
  ntk: 'NTK, 1/√m',
  'mean-field': 'mean field, 1/m',
  'tanh-units': 'tanh units',
  isotropic: 'isotropic',
  'power-law': 'power law',
  exponential: 'exponential',
  'two-level': 'two levels',
  explicit: 'explicit list',
  dense: 'dense teacher',
  sparse: 'sparse teacher',
  gaussian: 'Gaussian start',
  constant: 'constant',
  'near-minimum': 'near a minimum',
  'with-replacement': 'with replacement',
  'without-replacement': 'without replacement',
  reshuffled: 'reshuffled epochs',
  step: 'drops by steps',
  cosine: 'cosine waves',
  triangular: 'triangular cycles (CLR)',
  sawtooth: 'sawtooth cycles',
  'one-cycle': 'one cycle',
  'warm-up': 'warm-up',
  drawn: 'drawn by hand',
  centred: 'Σ centred',
  uncentred: 'Σ₁ uncentred',
}
const BY_FIELD: Record<string, Record<string, string>> = {
  init: { constant: 'equal entries' },
  source: { gaussian: 'Gaussian inputs' },
  input: { centred: 'centred' },
  xi: { none: 'none (full gradient)', isotropic: 'isotropic', gaussian: 'Gaussian Σ' },
  study: {
    none: 'nothing',
    variance: 'variance and flatness',
    diagonals: 'Σ against curvature',
    temperature: 'effective temperature',
    margin: 'margin',
  },
  sweep: { none: 'nothing', m: 'width m', n: 'samples n' },
  curvature: { G: 'G (Gauss–Newton)', H: 'H (Hessian)' },
  schedule: { constant: 'constant rate' },
  bschedule: { constant: 'constant size' },
}

export const choiceWords = (field: string, choice: string) => BY_FIELD[field]?.[choice] ?? CHOICES[choice] ?? choice

/** The noise of an arm in a legend; nothing for real minibatches. */
export const NOISE_LABELS: Record<NoiseKind, string> = {
  minibatch: '',
  none: 'no noise',
  isotropic: 'isotropic',
  diagonal: 'diagonal',
  gaussian: 'Gaussian Σ',
  'top-k': 'top of Σ',
  'g-shaped': 'like G',
  'top-eigenvector': 'along v₁',
  label: 'label noise',
}

/** "gd2" → "GD 2". */
export const armName = (id: string) => (/^(sgd|gd)\d*$/.test(id) ? id.toUpperCase().replace(/(\d+)$/, ' $1') : id)

/** What a change does to the run, calmly. */
export const EFFECT = {
  live: 'acts at once and is recorded',
  restart: 'restarts the run',
  reading: 'keeps the run',
} as const
