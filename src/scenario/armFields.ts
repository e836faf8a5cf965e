import type { Field } from './field'

const live = { effect: 'live' } as const

/** The smallest learning rate that an arm may have. */
export const SMALLEST_ETA = 1e-6

const SCHEDULES = ['constant', 'step', 'cosine', 'triangular', 'sawtooth', 'one-cycle', 'warm-up', 'drawn'] as const
/** Points of a drawn schedule, at most 24: step, factor, step, factor, …; straight lines between, level outside. */
const CURVE = { kind: 'list', min: 0, max: 1e9, initial: [0, 1], longest: 48, ...live } as const

/** The courses of η and of B over the steps. */
export const COURSE_FIELDS = {
  schedule: {
    name: 'schedule',
    label: 'schedule',
    kind: 'choice',
    choices: SCHEDULES,
    initial: 'constant',
    ...live,
    help: 'course of the learning rate over the steps',
  },
  /** Steps per drop (step), per half wave (cosine), per full cycle (triangular, sawtooth, one-cycle), of the climb (warm-up). */
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
    help: 'steps per drop, per cycle, of the cosine decay, or of the warm-up',
  },
  /** Factor per drop (step), or the lowest η as a fraction of η. */
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
  curve: {
    ...CURVE,
    name: 'curve',
    label: 'drawn learning rate',
    help: 'step, factor, step, factor, …: η times the factor, with straight lines between the points',
  },
  /** The same for the batch size: B divided by a named schedule's factor, or times a drawn one. */
  bschedule: {
    name: 'bschedule',
    label: 'batch schedule',
    kind: 'choice',
    choices: SCHEDULES,
    initial: 'constant',
    ...live,
    help: 'course of the batch size: B divided by the factor that the same schedule would give η, or times a drawn one',
  },
  bperiod: {
    name: 'bperiod',
    label: 'batch period',
    kind: 'integer',
    min: 1,
    max: 1e9,
    initial: 500,
    scale: 'log',
    slider: [10, 20000],
    unit: 'steps',
    ...live,
    help: 'steps per change, wave or cycle of the batch size',
  },
  bfloor: {
    name: 'bfloor',
    label: 'batch floor',
    kind: 'real',
    min: 0,
    max: 1,
    initial: 0.1,
    scale: 'linear',
    ...live,
    help: 'B grows to at most B divided by this, or by its inverse per change',
  },
  bcurve: {
    ...CURVE,
    name: 'bcurve',
    label: 'drawn batch size',
    help: 'step, factor, step, factor, …: B times the factor, with straight lines between the points',
  },
} as const satisfies Record<string, Field>

/** The fields of an arm, beside its id and its kind: each acts in flight. */
export const ARM_FIELDS = {
  /** η, the learning rate at the top of the schedule. */
  eta: {
    name: 'eta',
    label: 'learning rate',
    symbol: 'η',
    kind: 'real',
    min: SMALLEST_ETA,
    max: 1000,
    initial: 0.1,
    scale: 'log',
    slider: [1e-3, 10],
    ...live,
    help: 'size of a step',
  },
  /** B, the minibatch size; not used by gd. */
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
  /** What an sgd arm adds to the full gradient: that of its minibatch, or a control of the same trace (THEORY.md §5). */
  noise: {
    name: 'xi',
    label: 'noise',
    symbol: 'ξ',
    kind: 'choice',
    choices: ['minibatch', 'none', 'isotropic', 'diagonal', 'gaussian', 'top-k', 'g-shaped', 'top-eigenvector', 'label'],
    initial: 'minibatch',
    ...live,
    help: 'real minibatches, or the full gradient with a noise of the same trace Tr Σ/B but another shape',
  },
  rank: {
    name: 'rank',
    label: 'directions kept',
    kind: 'integer',
    min: 1,
    max: 50,
    initial: 1,
    scale: 'linear',
    slider: [1, 10],
    ...live,
    help: 'eigenvectors of Σ that top-k noise keeps',
  },
  /** Trace of a step’s synthetic noise in the weights, Tr Cov(ηξ); 0 matches Σ/B. */
  trace: {
    name: 'trace',
    label: 'noise trace per step',
    kind: 'real',
    min: 0,
    max: 1e6,
    initial: 0,
    scale: 'linear',
    slider: [0, 0.1],
    ...live,
    help: 'trace of the synthetic noise that a step adds to the weights; 0 matches that of minibatches, η²·Tr Σ/B',
  },
  ...COURSE_FIELDS,
} as const satisfies Record<string, Field>
