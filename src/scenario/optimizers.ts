/**
 * The kinds of arms: what each is called, how it steps, and what holds for it. Whoever needs to know that asks here
 * (`usesBatches(arm)`, `isSgd(arm)`), never for a kind by name; a new optimizer is one entry, beside its rule in
 * lib/optimizers.ts.
 */
import type { Rule, Settings } from '../lib/optimizers'

export interface Optimizer {
  readonly label: string
  /** A few words for the menu of kinds. */
  readonly note: string
  /** How a step follows from a gradient: an entry of `RULES`. */
  readonly rule: Rule
  /** Gradients of minibatches (or the full one with synthetic noise), not of all samples. */
  readonly usesBatches: boolean
  /** The settings, beside η, that its rule reads. */
  readonly settings: readonly (keyof Settings)[]
  /**
   * What it makes of the gradients g, as the end of a sentence; '' where a step is −η·g, or its heavy ball: of that alone
   * speak the thresholds, the exact recursions, the replicas, and noise_share.
   */
  readonly changes: string
  /** Where a new arm of this kind starts, beside the values of another arm. */
  readonly start?: (like: { readonly eta: number }) => { readonly eta: number } & Partial<Settings>
}

/** An arm whose steps have about the size η in every entry, whatever the gradient. */
const small = () => ({ eta: 0.01 })

export const OPTIMIZERS = {
  sgd: {
    label: 'SGD',
    note: 'minibatches of B samples',
    rule: 'heavy-ball',
    usesBatches: true,
    settings: ['momentum'],
    changes: '',
  },
  gd: {
    label: 'GD',
    note: 'the whole data set at every step',
    rule: 'heavy-ball',
    usesBatches: false,
    settings: ['momentum'],
    changes: '',
  },
  nesterov: {
    label: 'Nesterov',
    note: 'SGD with Nesterov momentum',
    rule: 'nesterov',
    usesBatches: true,
    settings: ['momentum'],
    changes: 'adds its momentum to them, looking one step ahead',
    start: ({ eta }) => ({ eta: Math.max(eta / 10, 1e-6), momentum: 0.9 }),
  },
  signsgd: {
    label: 'SignSGD',
    note: 'η in every entry, along the sign',
    rule: 'sign',
    usesBatches: true,
    settings: ['momentum'],
    changes: 'keeps only the sign of every entry',
    start: small,
  },
  adam: {
    label: 'Adam',
    note: 'running mean over running size',
    rule: 'adam',
    usesBatches: true,
    settings: ['beta1', 'beta2', 'epsilon'],
    changes: 'divides their running mean, entry by entry, by their running size',
    start: small,
  },
  rmsprop: {
    label: 'RMSProp',
    note: 'gradient over running size',
    rule: 'rmsprop',
    usesBatches: true,
    settings: ['momentum', 'smoothing', 'epsilon'],
    changes: 'divides them, entry by entry, by their running size',
    start: small,
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
export const isPlain = (arm: OfKind): boolean => optimizerOf(arm).changes === ''
export const isSgd = (arm: OfKind): boolean => isPlain(arm) && usesBatches(arm)
export const isGd = (arm: OfKind): boolean => isPlain(arm) && !usesBatches(arm)
