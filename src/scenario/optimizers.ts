/**
 * The kinds of arms: what each is called, how it steps, and whether it draws minibatches. Whoever asks what an arm can or
 * what holds for it asks here, never for a kind by name.
 */
import type { Rule } from '../lib/optimizers'
import type { Arm } from './types'

export interface Optimizer {
  readonly label: string
  /** How a step follows from a gradient: an entry of `RULES` in lib/optimizers.ts. */
  readonly rule: Rule
  /** Gradients of minibatches (or the full one with synthetic noise), not of all samples. */
  readonly usesBatches: boolean
}

export const OPTIMIZERS: Readonly<Record<Arm['kind'], Optimizer>> = {
  sgd: { label: 'SGD', rule: 'heavy-ball', usesBatches: true },
  gd: { label: 'GD', rule: 'heavy-ball', usesBatches: false },
}

type OfKind = Pick<Arm, 'kind'>

export const ruleOf = ({ kind }: OfKind): Rule => OPTIMIZERS[kind].rule
export const usesBatches = ({ kind }: OfKind): boolean => OPTIMIZERS[kind].usesBatches
