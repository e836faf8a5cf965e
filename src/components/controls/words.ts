/** Plain words for ids: choices of fields, and arms. */
const CHOICES: Record<string, string> = {
  linear: 'Linear model',
  'olm-diagonal': 'Diagonal net',
  'olm-two-layer': 'Two-layer linear net',
  'two-layer': 'Two-layer net',
  'random-features': 'Random features',
  mlp: 'Deep net',
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
  centred: 'Σ centred',
  uncentred: 'Σ₁ uncentred',
}
const BY_FIELD: Record<string, Record<string, string>> = {
  init: { constant: 'equal entries' },
  source: { gaussian: 'Gaussian inputs' },
  input: { centred: 'centred' },
  schedule: { constant: 'constant rate' },
}

export const choiceWords = (field: string, choice: string) => BY_FIELD[field]?.[choice] ?? CHOICES[choice] ?? choice

/** "gd2" → "GD 2". */
export const armName = (id: string) => (/^(sgd|gd)\d*$/.test(id) ? id.toUpperCase().replace(/(\d+)$/, ' $1') : id)

/** What a change does to the run, calmly. */
export const EFFECT = {
  live: 'acts at once and is recorded',
  restart: 'restarts the run',
  reading: 'keeps the run',
} as const
