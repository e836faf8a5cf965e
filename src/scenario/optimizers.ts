/**
 * The kinds of arms: what each is called, how it steps, and what holds for it. Whoever needs to know that asks here
 * (`usesBatches(arm)`, `isSgd(arm)`), never for a kind by name; a new optimizer is one entry, beside its rule in
 * lib/optimizers.ts.
 */
import type { Rule, Settings } from '../lib/optimizers'

export interface Optimizer {
  readonly label: string
  /** What it takes, or what it makes of the gradient of a minibatch: after its name, or in the menu of kinds. */
  readonly note: string
  /** How a step follows from a gradient. */
  readonly rule: Rule
  /** Gradients of minibatches (or the full one with synthetic noise), not of all samples. */
  readonly usesBatches: boolean
  /** A step is −η·g, or its heavy ball: of that alone speak thresholds, exact recursions, replicas and noise_share. */
  readonly plain: boolean
  /** The settings, beside η, that its rule reads. */
  readonly settings: readonly (keyof Settings)[]
  /** Where a new arm of this kind starts, beside the values of another arm. */
  readonly start?: (like: { readonly eta: number }) => { readonly eta: number } & Partial<Settings>
}

const sgd = {
  label: 'SGD',
  note: 'minibatches of B samples',
  rule: 'heavy-ball',
  usesBatches: true,
  plain: true,
  settings: ['momentum'],
} as const
/** Of other rules than SGD's; where a step has about the size η in every entry, whatever the gradient, a small one. */
const other = { usesBatches: true, plain: false, start: () => ({ eta: 0.01 }) } as const

export const OPTIMIZERS = {
  sgd,
  gd: { ...sgd, label: 'GD', note: 'the whole data set at every step', usesBatches: false },
  nesterov: {
    ...other,
    label: 'Nesterov',
    note: 'looks ahead along its momentum',
    rule: 'nesterov',
    settings: ['momentum'],
    start: ({ eta }) => ({ eta: Math.max(eta / 10, 1e-6), momentum: 0.9 }),
  },
  signsgd: { ...other, label: 'SignSGD', note: 'steps along the signs of the gradient', rule: 'sign', settings: ['momentum'] },
  adam: {
    ...other,
    label: 'Adam',
    note: 'divides the mean gradient by its size, entry by entry',
    rule: 'adam',
    settings: ['beta1', 'beta2', 'epsilon'],
  },
  rmsprop: {
    ...other,
    label: 'RMSProp',
    note: 'divides the gradient by its size, entry by entry',
    rule: 'rmsprop',
    settings: ['momentum', 'smoothing', 'epsilon'],
  },
} as const satisfies Readonly<Record<string, Optimizer>>

export type ArmKind = keyof typeof OPTIMIZERS

/** All kinds, in the order of menus. */
export const ARM_KINDS = Object.keys(OPTIMIZERS) as [ArmKind, ...ArmKind[]]

interface OfKind {
  readonly kind: ArmKind
}

export const optimizerOf = ({ kind }: OfKind): Optimizer => OPTIMIZERS[kind]
export const ruleOf = (arm: OfKind): Rule => OPTIMIZERS[arm.kind].rule
export const usesBatches = (arm: OfKind): boolean => OPTIMIZERS[arm.kind].usesBatches

/** Whether a step is −η times the gradient it takes, with heavy-ball momentum where the arm has some. */
export const isPlain = (arm: OfKind): boolean => OPTIMIZERS[arm.kind].plain
export const isSgd = (arm: OfKind): boolean => isPlain(arm) && usesBatches(arm)
export const isGd = (arm: OfKind): boolean => isPlain(arm) && !usesBatches(arm)
