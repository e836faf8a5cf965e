/** The steps of optimizers (`lib/updates.ts`) by kernels, on addresses. */

import type { FloatArray, Rule, Settings } from '../../../lib/optimizers'
import type { NetKernels } from './machineKernels'

/** Where θ and what the step changes of its state stand. */
export interface Addresses {
  readonly theta: number
  readonly state: Readonly<Record<string, number>>
}

/** What Adam divides by: two numbers before the step, and where to write those after it. */
interface Weights {
  readonly from: FloatArray
  readonly to: FloatArray
}

/**
 * One step along g = sum/count, `bytes` long, which is spent; `weights` are asked for by Adam alone. False where an entry of θ
 * leaves its range, or of the state the finite numbers.
 */
export function stepByKernels(
  kernels: NetKernels,
  rule: Rule,
  from: Addresses,
  sum: number,
  bytes: number,
  count: number,
  eta: number,
  settings: Settings,
  to: Addresses,
  weights: () => Weights,
): boolean {
  const { momentum, beta1, beta2, smoothing, epsilon } = settings
  const [before, after] = [from.state, to.state]
  const velocity = [before.velocity ?? 0, after.velocity ?? 0] as const
  if (rule === 'heavy-ball' && momentum === 0) return kernels.descend(from.theta, sum, bytes, count, eta, to.theta) === 1
  if (rule === 'heavy-ball')
    return kernels.heavyBall(from.theta, velocity[0], sum, bytes, count, eta, momentum, to.theta, velocity[1]) === 1
  kernels.divide(sum, bytes, count)
  switch (rule) {
    case 'nesterov':
    case 'sign': {
      const signs = Number(rule === 'sign')
      return kernels.along(signs, from.theta, velocity[0], sum, bytes, eta, momentum, to.theta, velocity[1]) === 1
    }
    case 'adam': {
      const w = weights()
      w.to[0] = beta1 * w.from[0] + (1 - beta1)
      w.to[1] = beta2 * w.from[1] + (1 - beta2)
      const [rate, root] = [eta / w.to[0], Math.sqrt(w.to[1])]
      const kept = [before.mean, before.square, sum, bytes, beta1, beta2, rate, root, epsilon] as const
      return kernels.adam(from.theta, ...kept, to.theta, after.mean, after.square) === 1
    }
    case 'rmsprop': {
      const kept = [before.square, velocity[0], sum, bytes, smoothing, epsilon, eta, momentum] as const
      return kernels.rmsprop(from.theta, ...kept, to.theta, after.square, velocity[1]) === 1
    }
    default:
      throw rule satisfies never
  }
}
