import { DEFAULTS } from '../lib/optimizers'
import type { Field } from './field'
import { SMALLEST_ETA } from './limits'

const live = { effect: 'live' } as const

const NAMED = ['constant', 'step', 'cosine', 'cosine-restarts', 'triangular', 'sawtooth', 'one-cycle', 'wsd'] as const
const SCHEDULES = [...NAMED, 'warm-up', 'drawn'] as const
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
  },
  /** Steps per drop (step), per half wave (cosine, cosine-restarts), per full cycle (triangular, sawtooth, one-cycle, wsd), of the climb (warm-up). */
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
  },
  curve: {
    ...CURVE,
    name: 'curve',
    label: 'drawn learning rate',
  },
  /** The same for the batch size: B divided by a named schedule's factor, or times a drawn one. */
  bschedule: {
    name: 'bschedule',
    label: 'batch schedule',
    kind: 'choice',
    choices: SCHEDULES,
    initial: 'constant',
    ...live,
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
  },
  bcurve: {
    ...CURVE,
    name: 'bcurve',
    label: 'drawn batch size',
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
  },
  /** B, the minibatch size; only of kinds that draw minibatches. */
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
  },
  beta1: {
    name: 'beta1',
    label: 'memory of the mean',
    symbol: 'β₁',
    kind: 'real',
    min: 0,
    max: 0.9999,
    initial: DEFAULTS.beta1,
    scale: 'linear',
    slider: [0, 0.99],
    ...live,
  },
  beta2: {
    name: 'beta2',
    label: 'memory of the size',
    symbol: 'β₂',
    kind: 'real',
    min: 0,
    max: 0.999999,
    initial: DEFAULTS.beta2,
    scale: 'linear',
    slider: [0.9, 0.9999],
    ...live,
  },
  smoothing: {
    name: 'smoothing',
    label: 'memory of the size',
    symbol: 'α',
    kind: 'real',
    min: 0,
    max: 0.999999,
    initial: DEFAULTS.smoothing,
    scale: 'linear',
    slider: [0.9, 0.9999],
    ...live,
  },
  epsilon: {
    name: 'epsilon',
    label: 'smallest divisor',
    symbol: 'ε',
    kind: 'real',
    min: 1e-16,
    max: 1,
    initial: DEFAULTS.epsilon,
    scale: 'log',
    slider: [1e-10, 0.01],
    ...live,
  },
  sampling: {
    name: 'sampling',
    label: 'sampling',
    kind: 'choice',
    choices: ['with-replacement', 'without-replacement', 'reshuffled'],
    initial: 'with-replacement',
    ...live,
  },
  /** Which random numbers its minibatches and its noise are drawn with: arms with the same number see the same ones. */
  draws: {
    name: 'draws',
    label: 'random numbers',
    kind: 'integer',
    min: 0,
    max: 99,
    initial: 0,
    scale: 'linear',
    slider: [0, 3],
    ...live,
  },
  /** What an arm with minibatches adds to the full gradient: that of its minibatch, or a control of the same trace (THEORY.md §5). */
  noise: {
    name: 'xi',
    label: 'noise',
    symbol: 'ξ',
    kind: 'choice',
    choices: ['minibatch', 'none', 'isotropic', 'diagonal', 'gaussian', 'top-k', 'g-shaped', 'top-eigenvector', 'label'],
    initial: 'minibatch',
    ...live,
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
  },
  /** Steps between two looks at the sharpest directions of G; only of kinds that keep a part of their gradients. */
  refresh: {
    name: 'refresh',
    label: 'steps between looks at G',
    kind: 'integer',
    min: 1,
    max: 1e6,
    initial: 10,
    scale: 'log',
    slider: [1, 1000],
    unit: 'steps',
    ...live,
  },
  /** Trace of a step’s synthetic noise in the weights, Tr Cov(ηξ); 0 takes that of the minibatches it replaces, η²·Tr Σ/B, without replacement times (n−B)/(n−1). */
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
  },
  ...COURSE_FIELDS,
} as const satisfies Record<string, Field>
