/**
 * What optimizers keep beside θ, and the settings that their rules read: all that code holding an arm must know. How a rule
 * steps is in `updates.ts`, fetched where it is first needed. A new rule is one entry of RULES here and one of UPDATES there;
 * `scenario/optimizers.ts` makes it a kind of arm.
 */

/** The settings of all rules; each reads its own. */
export interface Settings {
  readonly momentum: number
  readonly beta1: number
  readonly beta2: number
  readonly smoothing: number
  readonly epsilon: number
}

/** The defaults of torch.optim; no momentum. */
export const DEFAULTS: Settings = { momentum: 0, beta1: 0.9, beta2: 0.999, smoothing: 0.99, epsilon: 1e-8 }

const each = 'per parameter'

/** What a rule keeps beside θ, by name, all zero before the first step: one number per parameter, or a fixed count. */
export const RULES = {
  'heavy-ball': { velocity: each },
  nesterov: { velocity: each },
  sign: { velocity: each },
  adam: { mean: each, square: each, weights: 2 },
  rmsprop: { square: each, velocity: each },
} as const satisfies Readonly<Record<string, Readonly<Record<string, typeof each | number>>>>

export type Rule = keyof typeof RULES

/** What a rule keeps, by name. */
export const keptBy = (rule: Rule): Readonly<Record<string, typeof each | number>> => RULES[rule]
export const stateNames = (rule: Rule): string[] => Object.keys(RULES[rule])

/** What a step with these settings changes; the rest of the state it neither reads nor writes: no velocity without momentum. */
export const changedNames = (rule: Rule, { momentum }: Settings): readonly string[] => (momentum === 0 ? AT_REST : STATE_NAMES)[rule]

const namesOf = (choose: (name: string) => boolean) =>
  Object.fromEntries(Object.entries(RULES).map(([rule, kept]) => [rule, Object.keys(kept).filter(choose)])) as Record<Rule, string[]>
/** Of every rule, once for all steps. */
const STATE_NAMES = namesOf(() => true)
const AT_REST = namesOf(name => name !== 'velocity')

/** Whether a rule keeps a number for every parameter under a name, not a fixed count. */
export const ofEachParameter = (rule: Rule, name: string): boolean => keptBy(rule)[name] === each

/** How many numbers a rule keeps under a name for p parameters. */
export function lengthOf(rule: Rule, name: string, p: number): number {
  const length = keptBy(rule)[name]
  return length === each ? p : length
}

/** How many numbers a rule keeps beside p parameters. */
export const stateSize = (rule: Rule, p: number): number => stateNames(rule).reduce((sum, name) => sum + lengthOf(rule, name, p), 0)

export type FloatArray = Float64Array | Float32Array

/** θ, and beside it what the rule keeps, by name. */
export interface ArmArrays<V extends FloatArray = FloatArray, Name extends string = string> {
  readonly theta: V
  readonly state: Readonly<Record<Name, V>>
}

/** What an arm is: its rule, θ and what the rule keeps beside it. Float64 wherever it is handed over. */
export interface ArmState extends ArmArrays<Float64Array> {
  readonly rule: Rule
}

/** An arm before its first step: at θ (not copied), and all that the rule keeps zero. */
export function atRest(theta: Float64Array, rule: Rule = 'heavy-ball'): ArmState {
  const zeros = stateNames(rule).map(name => [name, new Float64Array(lengthOf(rule, name, theta.length))])
  return { rule, theta, state: Object.fromEntries(zeros) }
}
