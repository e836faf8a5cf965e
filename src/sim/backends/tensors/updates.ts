/** The steps of optimizers on tensors: the rules of `lib/updates.ts`, over θ in one piece. Call in a tidy. */

import { add, div, mul, type Scalar, sign, slice, sqrt, square, sub, type Tensor1D, tensor1d } from '@tensorflow/tfjs-core'
import type { Rule, Settings } from '../../../lib/optimizers'
import type { Constants } from './constants'

type State = Readonly<Record<string, Tensor1D>>

/** θ and the changed state after a step along sum/count; `from` names what the rule keeps. */
interface Stepped {
  readonly theta: Tensor1D
  readonly state: State
}

export function stepped(
  constants: Constants,
  rule: Rule,
  theta: Tensor1D,
  from: State,
  sum: Tensor1D,
  count: number,
  eta: number,
  settings: Settings,
): Stepped {
  const { momentum, beta1, beta2, smoothing, epsilon } = settings
  const times = (x: Tensor1D, factor: number | Scalar): Tensor1D => mul(x, typeof factor === 'number' ? constants.number(factor) : factor)
  const along = (direction: Tensor1D, rate: number | Scalar = eta): Tensor1D => sub(theta, times(direction, rate))
  const blend = (old: Tensor1D, share: number, fresh: Tensor1D): Tensor1D => add(times(old, share), times(fresh, 1 - share))
  if (rule === 'heavy-ball' && momentum === 0) return { theta: along(sum, eta / count), state: {} }
  const g = count === 1 ? sum : times(sum, 1 / count)
  switch (rule) {
    case 'heavy-ball':
    case 'nesterov':
    case 'sign': {
      const velocity: Tensor1D = momentum === 0 ? g : add(times(from.velocity, momentum), g)
      const state: State = momentum === 0 ? {} : { velocity }
      if (rule === 'sign') return { theta: along(sign(velocity)), state }
      return { theta: along(rule === 'nesterov' && momentum !== 0 ? add(g, times(velocity, momentum)) : velocity), state }
    }
    case 'adam': {
      const mean = blend(from.mean, beta1, g)
      const squares = blend(from.square, beta2, square(g))
      const weights: Tensor1D = add(mul(from.weights, tensor1d([beta1, beta2])), tensor1d([1 - beta1, 1 - beta2]))
      const [first, second] = [slice(weights, 0, 1), sqrt(slice(weights, 1, 1))]
      const direction: Tensor1D = div(mean, add(div(sqrt(squares), second), constants.number(epsilon)))
      return { theta: sub(theta, mul(direction, div(constants.number(eta), first))), state: { mean, square: squares, weights } }
    }
    case 'rmsprop': {
      const squares = blend(from.square, smoothing, square(g))
      const scaled: Tensor1D = div(g, add(sqrt(squares), constants.number(epsilon)))
      if (momentum === 0) return { theta: along(scaled), state: { square: squares } }
      const velocity: Tensor1D = add(times(from.velocity, momentum), scaled)
      return { theta: along(velocity), state: { square: squares, velocity } }
    }
    default:
      throw rule satisfies never
  }
}
