/**
 * What optimizers do with a gradient, each rule written here once: elementwise, in the arithmetic that every engine has
 * (the same bits everywhere). A rule takes the learning rate and its other settings as they are at the step, so that
 * schedules, minibatches and changes in flight are none of its business.
 *
 *     const arm = atRest(theta0, 'adam')                          // θ and the arrays that the rule keeps, all zero
 *     updateOf(arm.rule).step(arm, gradient, eta, settings, next) // next: another point of the same shape
 */
import type { ArmArrays, FloatArray, RULES, Rule, Settings } from './optimizers'

interface Update<Name extends string> {
  /** Writes the point after a step along the gradient into `to`, whose arrays are none of those of `from`. */
  step(from: ArmArrays<FloatArray, Name>, gradient: FloatArray, eta: number, settings: Settings, to: ArmArrays<FloatArray, Name>): void
}

const UPDATES: { readonly [R in Rule]: Update<Extract<keyof (typeof RULES)[R], string>> } = {
  /** v ← m·v + g, θ ← θ − η·v: gradient descent, with Polyak's momentum where m > 0. */
  'heavy-ball': {
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
  },

  /** v ← m·v + g, θ ← θ − η·(g + m·v): the gradient is taken as if at the point that the velocity leads to. */
  nesterov: {
    step({ theta, state: { velocity } }, g, eta, { momentum }, to) {
      const [next, v] = [to.theta, to.state.velocity]
      for (let i = 0; i < theta.length; i++) {
        if (momentum !== 0) v[i] = momentum * velocity[i] + g[i]
        next[i] = theta[i] - eta * (momentum === 0 ? g[i] : g[i] + momentum * v[i])
      }
    },
  },

  /** v ← m·v + g, θ ← θ − η·sign(v), sign(0) = 0: SignSGD, and Signum where m > 0. */
  sign: {
    step({ theta, state: { velocity } }, g, eta, { momentum }, to) {
      const [next, v] = [to.theta, to.state.velocity]
      for (let i = 0; i < theta.length; i++) {
        if (momentum !== 0) v[i] = momentum * velocity[i] + g[i]
        next[i] = theta[i] - eta * Math.sign(momentum === 0 ? g[i] : v[i])
      }
    },
  },

  /**
   * Running means of g and of g², each over the sum of its weights: θ ← θ − η·m̂/(√v̂ + ε). With constant β that sum is
   * 1 − β^t; kept as a running number beside the means, it is right as well where β changes in flight.
   */
  adam: {
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
  },

  /** v ← α·v + (1 − α)·g², h ← m·h + g/(√v + ε), θ ← θ − η·h. */
  rmsprop: {
    step({ theta, state: { square, velocity } }, g, eta, { momentum, smoothing, epsilon }, to) {
      const { square: v, velocity: h } = to.state
      for (let i = 0; i < theta.length; i++) {
        v[i] = smoothing * square[i] + (1 - smoothing) * g[i] * g[i]
        const scaled = g[i] / (Math.sqrt(v[i]) + epsilon)
        if (momentum !== 0) h[i] = momentum * velocity[i] + scaled
        to.theta[i] = theta[i] - eta * (momentum === 0 ? scaled : h[i])
      }
    },
  },
}

/** The step of a rule. */
export const updateOf = (rule: Rule): Update<string> => UPDATES[rule]

/** Whether a step ended within the range of numbers: θ in [−limit, limit], and what the rule keeps finite. */
export function landed({ theta, state }: ArmArrays, limit: number): boolean {
  return within(theta, limit) && Object.values(state).every(kept => within(kept, Number.MAX_VALUE))
}

function within(values: FloatArray, limit: number): boolean {
  let outside = 0
  for (let i = 0; i < values.length; i++) outside += Number(!(Math.abs(values[i]) <= limit))
  return outside === 0
}
