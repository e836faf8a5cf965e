/**
 * The one table of fields: name in links and on the command line, place in the scenario, default, range, unit, words.
 * Schema, codec, controls and messages are all derived from it.
 */

interface Common {
  /** Plain name in links and in --set. */
  readonly name: string
  readonly label: string
  readonly symbol?: string
  readonly unit?: string
  readonly help: string
  /** 'live' acts in flight (an event), 'restart' rebuilds the problem, 'reading' leaves the run as it is. */
  readonly effect: 'live' | 'restart' | 'reading'
}
export interface NumberField extends Common {
  readonly kind: 'integer' | 'real'
  readonly min: number
  readonly max: number
  readonly initial: number
  /** How a slider should map positions to values; log fields with min 0 start at `knee`. */
  readonly scale: 'linear' | 'log'
  /** Comfortable end points of a slider, inside [min, max]. */
  readonly slider?: readonly [number, number]
}
export interface ChoiceField extends Common {
  readonly kind: 'choice'
  readonly choices: readonly string[]
  readonly initial: string
}
export interface ListField extends Common {
  readonly kind: 'list'
  readonly min: number
  readonly max: number
  readonly initial: readonly number[]
  readonly longest: number
}
export type Field = NumberField | ChoiceField | ListField

const restart = { effect: 'restart' } as const
const live = { effect: 'live' } as const
const reading = { effect: 'reading' } as const

/** Fields of the scenario by path: '' is the top level. Order is the order in a link. */
export const FIELDS = {
  model: {
    kind: {
      name: 'model',
      label: 'model',
      kind: 'choice',
      choices: ['linear', 'olm-diagonal', 'olm-two-layer'],
      initial: 'linear',
      ...restart,
      help: 'linear f = θ·x; diagonal f = (u∘u − v∘v)·x; two-layer f = w₂ᵀW₁x',
    },
    m: {
      name: 'm',
      label: 'hidden width',
      symbol: 'm',
      kind: 'integer',
      min: 1,
      max: 1024,
      initial: 20,
      scale: 'log',
      slider: [1, 200],
      ...restart,
      help: 'rows of W₁ in the two-layer model',
    },
  },
  data: {
    n: {
      name: 'n',
      label: 'samples',
      symbol: 'n',
      kind: 'integer',
      min: 1,
      max: 20000,
      initial: 200,
      scale: 'log',
      slider: [5, 5000],
      ...restart,
      help: 'number of training samples',
    },
    d: {
      name: 'd',
      label: 'dimension',
      symbol: 'd',
      kind: 'integer',
      min: 1,
      max: 2000,
      initial: 20,
      scale: 'log',
      slider: [2, 500],
      ...restart,
      help: 'number of input coordinates',
    },
    spectrum: {
      name: 'spectrum',
      label: 'input spectrum',
      kind: 'choice',
      choices: ['isotropic', 'power-law', 'exponential', 'two-level', 'explicit'],
      initial: 'isotropic',
      ...restart,
      help: 'eigenvalues of the input covariance S',
    },
    scale: {
      name: 'scale',
      label: 'largest input variance',
      symbol: 'λ₁(S)',
      kind: 'real',
      min: 1e-6,
      max: 1e6,
      initial: 1,
      scale: 'log',
      slider: [0.01, 100],
      ...restart,
      help: 'largest eigenvalue of S',
    },
    exponent: {
      name: 'exponent',
      label: 'spectrum exponent',
      symbol: 's',
      kind: 'real',
      min: 0,
      max: 6,
      initial: 1,
      scale: 'linear',
      slider: [0, 3],
      ...restart,
      help: 'λ_k(S) falls like k to the power −s',
    },
    decay: {
      name: 'decay',
      label: 'spectrum decay',
      kind: 'real',
      min: 0,
      max: 10,
      initial: 0.2,
      scale: 'linear',
      slider: [0, 2],
      unit: 'per index',
      ...restart,
      help: 'λ_k(S) falls like e to the power −decay·(k − 1)',
    },
    spikes: {
      name: 'spikes',
      label: 'sharp directions',
      kind: 'integer',
      min: 1,
      max: 2000,
      initial: 2,
      scale: 'linear',
      slider: [1, 20],
      ...restart,
      help: 'two-level spectrum: directions at the largest variance',
    },
    ratio: {
      name: 'ratio',
      label: 'flat over sharp',
      kind: 'real',
      min: 0,
      max: 1,
      initial: 0.1,
      scale: 'linear',
      slider: [0, 1],
      ...restart,
      help: 'two-level spectrum: variance of the other directions over the largest',
    },
    values: {
      name: 'values',
      label: 'eigenvalues',
      kind: 'list',
      min: 0,
      max: 1e6,
      initial: [1],
      longest: 50,
      ...restart,
      help: 'explicit spectrum, separated by commas; the last value fills the remaining directions',
    },
    teacher: {
      name: 'teacher',
      label: 'teacher',
      kind: 'choice',
      choices: ['dense', 'sparse'],
      initial: 'dense',
      ...restart,
      help: 'the weights that made the labels',
    },
    nonzero: {
      name: 'nonzero',
      label: 'non-zero weights',
      kind: 'integer',
      min: 1,
      max: 2000,
      initial: 5,
      scale: 'linear',
      slider: [1, 50],
      ...restart,
      help: 'entries of a sparse teacher that are not zero',
    },
    labelNoise: {
      name: 'noise',
      label: 'label noise',
      symbol: 'σ',
      kind: 'real',
      min: 0,
      max: 100,
      initial: 0,
      scale: 'linear',
      slider: [0, 2],
      ...restart,
      help: 'standard deviation of Gaussian noise on the labels',
    },
  },
  init: {
    kind: {
      name: 'init',
      label: 'start',
      kind: 'choice',
      choices: ['gaussian', 'constant', 'near-minimum'],
      initial: 'gaussian',
      ...restart,
      help: 'Gaussian entries, equal entries, or a planted minimum with a Gaussian offset',
    },
    scale: {
      name: 'alpha',
      label: 'size of the start',
      kind: 'real',
      min: 0,
      max: 100,
      initial: 0.5,
      scale: 'linear',
      slider: [0, 2],
      ...restart,
      help: 'standard deviation, common value, or size of the offset',
    },
  },
  arm: {
    eta: {
      name: 'eta',
      label: 'learning rate',
      symbol: 'η',
      kind: 'real',
      min: 1e-6,
      max: 1000,
      initial: 0.1,
      scale: 'log',
      slider: [1e-3, 10],
      ...live,
      help: 'size of a step',
    },
    B: {
      name: 'B',
      label: 'batch size',
      symbol: 'B',
      kind: 'integer',
      min: 1,
      max: 20000,
      initial: 1,
      scale: 'log',
      ...live,
      help: 'samples per minibatch',
    },
    momentum: {
      name: 'momentum',
      label: 'momentum',
      kind: 'real',
      min: 0,
      max: 0.999,
      initial: 0,
      scale: 'linear',
      ...live,
      help: 'share of the last step that is kept',
    },
    sampling: {
      name: 'sampling',
      label: 'sampling',
      kind: 'choice',
      choices: ['with-replacement', 'without-replacement', 'reshuffled'],
      initial: 'with-replacement',
      ...live,
      help: 'how minibatches are drawn; the theory speaks of draws with replacement',
    },
    schedule: {
      name: 'schedule',
      label: 'schedule',
      kind: 'choice',
      choices: ['constant', 'step', 'cosine', 'triangular'],
      initial: 'constant',
      ...live,
      help: 'course of the learning rate over the steps',
    },
    period: {
      name: 'period',
      label: 'schedule period',
      kind: 'integer',
      min: 1,
      max: 1e9,
      initial: 500,
      scale: 'log',
      slider: [10, 20000],
      unit: 'steps',
      ...live,
      help: 'steps per drop, per half cosine wave, or per triangular cycle',
    },
    floor: {
      name: 'floor',
      label: 'schedule floor',
      kind: 'real',
      min: 0,
      max: 1,
      initial: 0.1,
      scale: 'linear',
      ...live,
      help: 'factor per drop, or the lowest rate as a fraction of η',
    },
  },
  measure: {
    every: {
      name: 'every',
      label: 'measure every',
      kind: 'integer',
      min: 0,
      max: 1e6,
      initial: 0,
      scale: 'linear',
      slider: [0, 100],
      unit: 'steps',
      ...reading,
      help: 'steps between measurements; 0 keeps measuring below half of the time',
    },
    k: {
      name: 'k',
      label: 'directions shown',
      symbol: 'k',
      kind: 'integer',
      min: 1,
      max: 50,
      initial: 20,
      scale: 'linear',
      ...reading,
      help: 'leading eigenvectors of G whose alignment is measured',
    },
    sigma: {
      name: 'sigma',
      label: 'noise covariance',
      kind: 'choice',
      choices: ['centred', 'uncentred'],
      initial: 'centred',
      ...reading,
      help: 'Σ with the mean gradient taken off, or the raw second moment Σ₁',
    },
  },
  view: {
    plane: {
      name: 'plane',
      label: 'plane',
      kind: 'choice',
      choices: ['eigen', 'parameters'],
      initial: 'eigen',
      ...reading,
      help: 'two eigenvectors of G, or two parameters',
    },
    i: {
      name: 'i',
      label: 'horizontal direction',
      kind: 'integer',
      min: 1,
      max: 5000000,
      initial: 1,
      scale: 'linear',
      ...reading,
      help: 'index from 1',
    },
    j: {
      name: 'j',
      label: 'vertical direction',
      kind: 'integer',
      min: 1,
      max: 5000000,
      initial: 2,
      scale: 'linear',
      ...reading,
      help: 'index from 1',
    },
    speed: {
      name: 'speed',
      label: 'speed',
      kind: 'integer',
      min: 0,
      max: 1e7,
      initial: 60,
      scale: 'log',
      unit: 'steps/s',
      ...reading,
      help: 'steps per second; 0 is as fast as possible',
    },
  },
  run: {
    seed: {
      name: 'seed',
      label: 'seed',
      kind: 'integer',
      min: 0,
      max: 4294967295,
      initial: 1,
      scale: 'linear',
      ...restart,
      help: 'key of every random draw',
    },
    steps: {
      name: 'steps',
      label: 'steps',
      kind: 'integer',
      min: 1,
      max: 1e9,
      initial: 2000,
      scale: 'log',
      slider: [10, 1e6],
      ...reading,
      help: 'the run stops here',
    },
    backend: {
      name: 'backend',
      label: 'backend',
      kind: 'choice',
      choices: ['auto', 'reference', 'wasm', 'webgpu', 'webgl'],
      initial: 'wasm',
      ...restart,
      help: 'what computes; wasm gives the same bits everywhere',
    },
  },
} as const satisfies Record<string, Record<string, Field>>

export type Group = keyof typeof FIELDS
/** A field's address: group and key, as 'data.n'. */
export type Path = { [G in Group]: `${G}.${Extract<keyof (typeof FIELDS)[G], string>}` }[Group]

/** The field at an address. */
export function fieldAt(path: Path): Field {
  const [group, key] = path.split('.') as [Group, string]
  return (FIELDS[group] as Record<string, Field>)[key]!
}

/** All addresses in link order. */
export const PATHS: readonly Path[] = (Object.keys(FIELDS) as Group[]).flatMap(g => Object.keys(FIELDS[g]).map(k => `${g}.${k}` as Path))

/** Address by plain name. */
export const PATH_BY_NAME: ReadonlyMap<string, Path> = new Map(PATHS.map(p => [fieldAt(p).name, p]))

/** The allowed values in words, for messages: "an integer from 1 to 20000". */
export function rangeOf(field: Field): string {
  if (field.kind === 'choice') return `one of ${field.choices.join(', ')}`
  if (field.kind === 'list') return `1 to ${field.longest} numbers from ${field.min} to ${field.max}, separated by commas`
  return `${field.kind === 'integer' ? 'an integer' : 'a number'} from ${field.min} to ${field.max}`
}
