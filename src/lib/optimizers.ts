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
  readonly beta1: number
  readonly beta2: number
  readonly smoothing: number
  readonly epsilon: number
}

/** No momentum, and otherwise what PyTorch takes where nothing is said. */
export const DEFAULTS: Settings = { momentum: 0, beta1: 0.9, beta2: 0.999, smoothing: 0.99, epsilon: 1e-8 }

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

  /** v ← m·v + g, θ ← θ − η·(g + m·v): the gradient is taken as if at the point that the velocity leads to. */
  nesterov: rule({
    state: { velocity: 'per parameter' },
    changes: withVelocity,
    step({ theta, state: { velocity } }, g, eta, { momentum }, to) {
      const [next, v] = [to.theta, to.state.velocity]
      for (let i = 0; i < theta.length; i++) {
        if (momentum !== 0) v[i] = momentum * velocity[i] + g[i]
        next[i] = theta[i] - eta * (momentum === 0 ? g[i] : g[i] + momentum * v[i])
      }
    },
  }),

  /** v ← m·v + g, θ ← θ − η·sign(v), sign(0) = 0: SignSGD, and Signum where m > 0. */
  sign: rule({
    state: { velocity: 'per parameter' },
    changes: withVelocity,
    step({ theta, state: { velocity } }, g, eta, { momentum }, to) {
      const [next, v] = [to.theta, to.state.velocity]
      for (let i = 0; i < theta.length; i++) {
        if (momentum !== 0) v[i] = momentum * velocity[i] + g[i]
        next[i] = theta[i] - eta * Math.sign(momentum === 0 ? g[i] : v[i])
      }
    },
  }),

  /**
   * Running means of g and of g², each over the sum of its weights: θ ← θ − η·m̂/(√v̂ + ε). With constant β that sum is
   * 1 − β^t; kept as a running number beside the means, it is right as well where β changes in flight.
   */
  adam: rule({
    state: { mean: 'per parameter', square: 'per parameter', weights: 2 },
    changes: () => ['mean', 'square', 'weights'],
    step({ theta, state: { mean, square, weights } }, g, eta, { beta1, beta2, epsilon }, to) {
      const { mean: m, square: v, weights: w } = to.state
      w[0] = beta1 * weights[0] + (1 - beta1)
      w[1] = beta2 * weights[1] + (1 - beta2)
      const rate = eta / w[0]
      const root = Math.sqrt(w[1])
      for (let i = 0; i < theta.length; i++) {
        m[i] = beta1 * mean[i] + (1 - beta1) * g[i]
        v[i] = beta2 * square[i] + (1 - beta2) * g[i] * g[i]
        to.theta[i] = theta[i] - rate * (m[i] / (Math.sqrt(v[i]) / root + epsilon))
      }
    },
  }),

  /** v ← α·v + (1 − α)·g², h ← m·h + g/(√v + ε), θ ← θ − η·h. */
  rmsprop: rule({
    state: { square: 'per parameter', velocity: 'per parameter' },
    changes: settings => ['square', ...withVelocity(settings)],
    step({ theta, state: { square, velocity } }, g, eta, { momentum, smoothing, epsilon }, to) {
      const { square: v, velocity: h } = to.state
      for (let i = 0; i < theta.length; i++) {
        v[i] = smoothing * square[i] + (1 - smoothing) * g[i] * g[i]
        const scaled = g[i] / (Math.sqrt(v[i]) + epsilon)
        if (momentum !== 0) h[i] = momentum * velocity[i] + scaled
        to.theta[i] = theta[i] - eta * (momentum === 0 ? scaled : h[i])
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

/** Whether a step ended within the range of numbers: θ in [−limit, limit], and what the rule keeps finite. */
export function landed({ theta, state }: Point, limit: number): boolean {
  return within(theta, limit) && Object.values(state).every(kept => within(kept, Number.MAX_VALUE))
}

function within(values: Vector, limit: number): boolean {
  let outside = 0
  for (let i = 0; i < values.length; i++) outside += Number(!(Math.abs(values[i]) <= limit))
  return outside === 0
}
