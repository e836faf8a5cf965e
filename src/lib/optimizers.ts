/**
 * What optimizers do with a gradient, each rule written here once: elementwise, in the arithmetic that every engine has
 * (the same bits everywhere). A rule takes the learning rate and its other settings as they are at the step, so that
 * schedules, minibatches and changes in flight are none of its business.
 *
 *     const arm = atRest(theta0, 'adam')                       // θ and the arrays that the rule keeps, all zero
 *     RULES[arm.rule].step(arm, gradient, eta, settings, next) // next: another point of the same shape
 *
 * A new rule is one entry of RULES; `scenario/optimizers.ts` makes it a kind of arm.
 */

/** The settings of all rules; each reads its own. */
export interface Settings {
  readonly momentum: number
}

/** Values that leave every step as plain as its rule can be. */
export const DEFAULTS: Settings = { momentum: 0 }

export type Vector = Float64Array | Float32Array

/** θ, and beside it what the rule keeps, by name. */
export interface Point<V extends Vector = Vector, Name extends string = string> {
  readonly theta: V
  readonly state: Readonly<Record<Name, V>>
}

export interface UpdateRule<Name extends string = string> {
  /** What is kept beside θ, zero before the first step: one number per parameter, or so many in all. */
  readonly state: Readonly<Record<Name, 'per parameter' | number>>
  /** What a step with these settings changes; the rest of the state it neither reads nor writes. */
  changes(settings: Settings): readonly Name[]
  /** Writes the point after a step along the gradient into `to`, whose arrays are none of those of `from`. */
  step(from: Point<Vector, Name>, gradient: Vector, eta: number, settings: Settings, to: Point<Vector, Name>): void
}

const rule = <Name extends string>(of: UpdateRule<Name>): UpdateRule => of

const withVelocity = ({ momentum }: Settings): 'velocity'[] => (momentum === 0 ? [] : ['velocity'])

export const RULES = {
  /** v ← m·v + g, θ ← θ − η·v: gradient descent, with Polyak's momentum where m > 0. */
  'heavy-ball': rule({
    state: { velocity: 'per parameter' },
    changes: withVelocity,
    step({ theta, state: { velocity } }, g, eta, { momentum }, to) {
      const [next, v] = [to.theta, to.state.velocity]
      if (momentum === 0) {
        for (let i = 0; i < theta.length; i++) next[i] = theta[i] - eta * g[i]
        return
      }
      for (let i = 0; i < theta.length; i++) {
        v[i] = momentum * velocity[i] + g[i]
        next[i] = theta[i] - eta * v[i]
      }
    },
  }),
}

export type Rule = keyof typeof RULES

/** What an arm is: its rule, θ and what the rule keeps beside it. Float64 wherever it is handed over. */
export interface ArmState extends Point<Float64Array> {
  readonly rule: Rule
}

/** How many numbers a rule keeps under a name for p parameters. */
export function lengthOf(rule: Rule, name: string, p: number): number {
  const length = RULES[rule].state[name]
  return length === 'per parameter' ? p : length
}

/** An arm before its first step: at θ (not copied), and all that the rule keeps zero. */
export function atRest(theta: Float64Array, rule: Rule = 'heavy-ball'): ArmState {
  const zeros = Object.keys(RULES[rule].state).map(name => [name, new Float64Array(lengthOf(rule, name, theta.length))])
  return { rule, theta, state: Object.fromEntries(zeros) }
}

/** Whether every entry is a number of size at most `limit`. */
export function within(theta: Vector, limit: number): boolean {
  let outside = 0
  for (let i = 0; i < theta.length; i++) outside += Number(!(Math.abs(theta[i]) <= limit))
  return outside === 0
}
