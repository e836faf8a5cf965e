/**
 * The kinds of arms: what each is called, how it steps, and what holds for it. Code asks here (`usesBatches(arm)`,
 * `isSgd(arm)`) instead of comparing kinds by name; a new optimizer is one entry here, beside its rule in lib/optimizers.ts.
 */
import type { Rule, Settings } from '../lib/optimizers'

export interface Optimizer {
  readonly label: string
  /** Below the label in the menu of kinds; where `plain` is false also the predicate of a sentence that begins with the label. */
  readonly note: string
  /** How a step follows from a gradient. */
  readonly rule: Rule
  /** Its colour and mark in charts, where no other arm has them: see `armColors`. */
  readonly color: number
  /** Gradients of minibatches (or the full one with synthetic noise), not of all samples. */
  readonly usesBatches: boolean
  /** Whether a step is −η·g, with or without heavy-ball momentum. Thresholds, exact recursions, replicas and noise_share hold for such steps only. */
  readonly plain: boolean
  /** The settings, beside η, that its rule reads. */
  readonly settings: readonly (keyof Settings)[]
  /** The part of its gradient that it keeps; all of it otherwise. */
  readonly keeps?: 'dominant' | 'bulk'
  /** η and other settings of a new arm of this kind beside an arm that is there. */
  readonly start?: (like: { readonly eta: number }) => { readonly eta: number } & Partial<Settings>
}

const sgd = {
  label: 'SGD',
  color: 0,
  note: 'minibatches of B samples',
  rule: 'heavy-ball',
  usesBatches: true,
  plain: true,
  settings: ['momentum'],
} as const
const stepOfFixedSize = {
  usesBatches: true,
  plain: false,
  // Every entry of a step is about as large as η, whatever the gradient.
  start: () => ({ eta: 0.01 }),
} as const

/** Steps computed apart: along the k sharpest directions of G, or beside them. */
const partOfGradient = { usesBatches: true, plain: false, rule: 'heavy-ball', settings: ['momentum'] } as const

export const OPTIMIZERS = {
  sgd,
  gd: { ...sgd, label: 'GD', color: 1, note: 'the whole data set at every step', usesBatches: false },
  nesterov: {
    usesBatches: true,
    plain: false,
    label: 'Nesterov',
    color: 2,
    note: 'looks ahead along its momentum',
    rule: 'nesterov',
    settings: ['momentum'],
    start: ({ eta }) => ({ eta: Math.max(eta / 10, 1e-6), momentum: 0.9 }),
  },
  signsgd: {
    ...stepOfFixedSize,
    label: 'SignSGD',
    color: 3,
    note: 'uses only the sign of each entry of the gradient',
    rule: 'sign',
    settings: ['momentum'],
  },
  adam: {
    ...stepOfFixedSize,
    label: 'Adam',
    color: 2,
    note: 'divides the mean gradient by its running RMS, per parameter',
    rule: 'adam',
    settings: ['beta1', 'beta2', 'epsilon'],
  },
  rmsprop: {
    ...stepOfFixedSize,
    label: 'RMSProp',
    color: 3,
    note: 'divides the gradient by its running RMS, per parameter',
    rule: 'rmsprop',
    settings: ['momentum', 'smoothing', 'epsilon'],
  },
  dominant: {
    ...partOfGradient,
    label: 'Dominant',
    color: 3,
    note: 'keeps of its gradient what lies along the sharpest directions of G alone',
    keeps: 'dominant',
  },
  bulk: {
    ...partOfGradient,
    label: 'Bulk',
    color: 2,
    note: 'leaves out of its gradient what lies along the sharpest directions of G',
    keeps: 'bulk',
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

/** The part of its gradients that an arm keeps; all of them undefined. */
export const keptPart = (arm: OfKind): 'dominant' | 'bulk' | undefined => optimizerOf(arm).keeps

/** Whether a step is −η times the gradient it takes, with heavy-ball momentum where the arm has some. */
export const isPlain = (arm: OfKind): boolean => OPTIMIZERS[arm.kind].plain
export const isSgd = (arm: OfKind): boolean => isPlain(arm) && usesBatches(arm)
export const isGd = (arm: OfKind): boolean => isPlain(arm) && !usesBatches(arm)

/** Colours that go to a further arm of a kind: first those that the common kinds have no claim to. */
const SPARE = [2, 3, 1, 0]

/** The index of each arm's colour and mark: that of its kind for the first of a kind, so that a kind looks the same in every run. */
export function armColors(arms: readonly OfKind[]): readonly number[] {
  const first = new Map<number, number>()
  for (const [a, arm] of arms.entries()) if (!first.has(optimizerOf(arm).color)) first.set(optimizerOf(arm).color, a)
  const spare = SPARE.filter(color => !first.has(color))
  return arms.map((arm, a) => {
    const { color } = optimizerOf(arm)
    return first.get(color) === a ? color : (spare.shift() ?? a)
  })
}
