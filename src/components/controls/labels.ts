import { type ChoicePath, type NoiseKind, PATH_BY_NAME, type Path, type ValueAt } from '../../scenario'

/** What the page calls each choice of each field: the type asks for a label of every one. */
const CHOICE_LABELS: { readonly [P in ChoicePath]: Readonly<Record<ValueAt<P>, string>> } = {
  'model.kind': {
    linear: 'Linear model',
    'olm-diagonal': 'Diagonal net',
    'olm-two-layer': 'Two-layer linear net',
    'two-layer': 'Two-layer net',
    'random-features': 'Random features',
    mlp: 'Deep net',
    cnn: 'Convolutional net',
    vgg: 'VGG-like net',
    resnet: 'ResNet-like net',
    transformer: 'Transformer',
    valley: 'Valley, two parameters',
    'two-basins': 'Two basins',
    'zhu-2d': 'Two-dimensional case of Zhu et al.',
  },
  'model.activation': {
    relu: 'ReLU',
    'leaky-relu': 'leaky ReLU',
    tanh: 'tanh',
    gelu: 'GELU',
    softplus: 'softplus',
    quadratic: 'quadratic z²',
    identity: 'identity',
  },
  'model.scaling': {
    standard: 'standard, 1',
    ntk: 'NTK, 1/√m',
    'mean-field': 'mean field, 1/m',
  },
  'model.outer': {
    trained: 'trained',
    fixed: 'fixed',
  },
  'model.biases': {
    off: 'off',
    on: 'on',
  },
  'model.loss': {
    squared: 'squared',
    'cross-entropy': 'cross-entropy',
  },
  'model.pool': {
    none: 'none',
    average: 'average, 2 × 2',
    max: 'maximum, 2 × 2',
  },
  'model.norm': {
    off: 'off',
    on: 'on',
  },
  'data.source': {
    gaussian: 'Gaussian inputs',
    mnist: 'digits (MNIST)',
    file: 'your data',
    hops: 'chains of symbols',
  },
  'data.task': {
    pair: 'two digits',
    parity: 'even or odd',
    ten: 'all ten digits',
  },
  'data.predict': {
    auto: 'as it seems',
    classes: 'classes',
    numbers: 'numbers',
  },
  'data.header': {
    auto: 'as it seems',
    yes: 'yes',
    no: 'no',
  },
  'data.decimal': {
    auto: 'as it seems',
    comma: 'comma',
    point: 'point',
  },
  'data.missing': {
    refuse: 'refuse',
    'leave-out': 'leave out',
  },
  'data.test': {
    split: 'held out',
    own: 'of its own',
  },
  'data.targets': {
    raw: 'as they are',
    standardized: 'standardized',
  },
  'data.pixels': {
    '28': '28 × 28',
    '14': '14 × 14',
    '7': '7 × 7',
  },
  'data.input': {
    raw: 'raw',
    centred: 'centred',
    whitened: 'whitened above 1 %',
    standardized: 'standardized',
    white: 'whitened to rank',
  },
  'data.intercept': {
    off: 'none',
    on: 'a constant entry',
  },
  'data.spectrum': {
    isotropic: 'isotropic',
    'power-law': 'power law',
    exponential: 'exponential',
    'two-level': 'two levels',
    explicit: 'explicit list',
  },
  'data.teacher': {
    dense: 'dense teacher',
    sparse: 'sparse teacher',
    'tanh-units': 'tanh units',
    'relu-units': 'ReLU units',
    'single-index': 'single-index',
    'multi-index': 'multi-index',
  },
  'init.kind': {
    gaussian: 'Gaussian start',
    constant: 'equal entries',
    'near-minimum': 'near a minimum',
  },
  'arm.sampling': {
    'with-replacement': 'with replacement',
    'without-replacement': 'without replacement',
    reshuffled: 'reshuffled epochs',
  },
  'arm.noise': {
    minibatch: 'real minibatches',
    none: 'none (full gradient)',
    isotropic: 'isotropic',
    diagonal: 'diagonal of Σ',
    gaussian: 'Gaussian Σ',
    'top-k': 'leading part of Σ',
    'g-shaped': 'shaped like G',
    'top-eigenvector': 'top eigenvector of G',
    label: 'label noise',
  },
  'arm.schedule': {
    constant: 'constant rate',
    step: 'drops by steps',
    cosine: 'cosine decay',
    triangular: 'triangular cycles (CLR)',
    sawtooth: 'sawtooth cycles',
    'one-cycle': 'one cycle',
    'warm-up': 'warm-up',
    wsd: 'warm-up, stable, decay',
    'cosine-restarts': 'cosine with restarts',
    drawn: 'drawn by hand',
  },
  'arm.bschedule': {
    constant: 'constant size',
    step: 'grows by steps',
    cosine: 'cosine growth',
    triangular: 'triangular cycles',
    sawtooth: 'sawtooth cycles',
    'one-cycle': 'one cycle',
    'warm-up': 'falls to B',
    wsd: 'falls to B, stable, grows',
    'cosine-restarts': 'cosine growth with restarts',
    drawn: 'drawn by hand',
  },
  'measure.sigma': {
    centred: 'Σ centred',
    uncentred: 'Σ₁ uncentred',
  },
  'measure.curvature': {
    G: 'G (Gauss–Newton)',
    H: 'H (Hessian)',
  },
  'measure.edge': {
    off: 'off',
    on: 'measured',
  },
  'measure.bylayer': {
    off: 'off',
    on: 'measured',
  },
  'sweep.over': {
    none: 'nothing',
    m: 'width m',
    n: 'samples n',
  },
  'view.plane': {
    eigen: 'eigenvectors of G',
    parameters: 'two parameters',
    arms: 'through the arms',
    steps: 'through three steps',
    path: 'principal components of the path',
    random: 'random directions',
  },
  'view.laid': {
    usual: 'as usual',
    now: 'following the arms',
    step: 'held at a step',
  },
  'view.xaxis': {
    step: 'steps',
    log: 'steps, logarithmic',
    time: 'η·t',
  },
  'view.present': {
    off: 'off',
    on: 'on',
  },
  'view.dim': {
    '2d': '2D',
    '3d': '3D',
  },
  'view.study': {
    none: 'nothing',
    variance: 'variance and flatness',
    diagonals: 'Σ against curvature',
    gap: 'sharpness gap',
    reshuffled: 'reshuffled epochs',
    intrinsic: 'intrinsic time',
    temperature: 'effective temperature',
    margin: 'margin',
    seeds: 'other seeds',
    sections: 'cross-sections',
  },
  'stop.when': {
    off: 'only at the end',
    loss: 'loss',
    mu: 'μ',
    lambda: 'λ₁',
    step: 'step',
    time: 'η·t',
    test: 'test error',
  },
  'stop.side': {
    below: 'at most',
    above: 'at least',
  },
  'run.backend': {
    auto: 'auto',
    reference: 'reference',
    wasm: 'wasm',
    webgpu: 'webgpu',
    webgl: 'webgl',
  },
  'run.precision': { f64: 'f64', f32: 'f32' },
}

/** The label of a choice of the field that links call `name`. */
export function choiceLabel(name: string, choice: string): string {
  const labels: Readonly<Partial<Record<Path, Readonly<Record<string, string>>>>> = CHOICE_LABELS
  const path = PATH_BY_NAME.get(name)
  return (path && labels[path]?.[choice]) ?? choice
}

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

/** What a change does to the run. */
export const EFFECT = {
  live: 'acts at once and is recorded',
  restart: 'restarts the run',
  reading: 'does not restart the run',
} as const
