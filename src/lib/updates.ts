/**
 * How optimizers turn a gradient into a step. Each rule is written here once, elementwise and in the arithmetic that every
 * engine has (the same bits everywhere). It is given the learning rate and its other settings at that step, and knows
 * nothing of schedules, minibatches and changes in flight.
 *
 *     const arm = atRest(theta0, 'adam')                          // θ and the arrays that the rule keeps, all zero
 *     updateOf(arm.rule).step(arm, gradient, eta, settings, next) // next: other arrays of the same shape
 */
import type { ArmArrays, FloatArray, RULES, Rule, Settings } from './optimizers'

interface Update<Name extends string> {
  /** Takes one step with the gradient and writes θ and the state after it into `to`, which shares no array with `from`. */
  step(from: ArmArrays<FloatArray, Name>, gradient: FloatArray, eta: number, settings: Settings, to: ArmArrays<FloatArray, Name>): void
}

const UPDATES: { readonly [R in Rule]: Update<Extract<keyof (typeof RULES)[R], string>> } = {
  /** v ← m·v + g, θ ← θ − η·v: gradient descent, with Polyak's heavy-ball momentum where m > 0. */
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

  /** v ← m·v + g, θ ← θ − η·(g + m·v): Nesterov momentum as in PyTorch, where θ is the look-ahead point that the gradient is taken at. */
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
   * m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², each divided by the sum of its weights: θ ← θ − η·m̂/(√v̂ + ε). With
   * constant β that sum is 1 − β^t, Adam's bias correction; here it is accumulated, and stays right when β changes in flight.
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

/** Whether a step stayed within range: θ in [−limit, limit], and all that the rule keeps finite. */
export function landed({ theta, state }: ArmArrays, limit: number): boolean {
  return within(theta, limit) && Object.values(state).every(kept => within(kept, Number.MAX_VALUE))
}

function within(values: FloatArray, limit: number): boolean {
  for (let i = 0; i < values.length; i++) if (!(Math.abs(values[i]) <= limit)) return false
  return true
}
