/** The steps of optimizers on tensors: the rules of `lib/updates.ts`, over θ in one piece or part by part. Call in a tidy. */

import { add, div, mul, reshape, type Scalar, sign, slice, sqrt, square, sub, type Tensor, tensor1d } from '@tensorflow/tfjs-core'
import type { Rule, Settings } from '../../../lib/optimizers'

type State<T> = Readonly<Record<string, T>>

/** θ and the changed state after a step along sum/count; `from` names what the rule keeps. */
interface Stepped<T> {
  readonly theta: T
  readonly state: State<T>
}

export function stepped<T extends Tensor>(
  number: (value: number) => Scalar,
  rule: Rule,
  theta: T,
  from: State<T>,
  sum: T,
  count: number,
  eta: number,
  settings: Settings,
): Stepped<T> {
  const { momentum, beta1, beta2, smoothing, epsilon } = settings
  const times = (x: T, factor: number | Scalar): T => mul(x, typeof factor === 'number' ? number(factor) : factor)
  const along = (direction: T, rate: number | Scalar = eta): T => sub(theta, times(direction, rate))
  const blend = (old: T, share: number, fresh: T): T => add(times(old, share), times(fresh, 1 - share))
  if (rule === 'heavy-ball' && momentum === 0) return { theta: along(sum, eta / count), state: {} }
  const g = count === 1 ? sum : times(sum, 1 / count)
  switch (rule) {
    case 'heavy-ball':
    case 'nesterov':
    case 'sign': {
      const velocity: T = momentum === 0 ? g : add(times(from.velocity, momentum), g)
      const state: State<T> = momentum === 0 ? {} : { velocity }
      if (rule === 'sign') return { theta: along(sign(velocity)), state }
      return { theta: along(rule === 'nesterov' && momentum !== 0 ? add(g, times(velocity, momentum)) : velocity), state }
    }
    case 'adam': {
      const mean = blend(from.mean, beta1, g)
      const squares = blend(from.square, beta2, square(g))
      const weights: T = add(mul(from.weights, tensor1d([beta1, beta2])), tensor1d([1 - beta1, 1 - beta2]))
      const both = reshape(weights, [2])
      const [first, second] = [slice(both, 0, 1), sqrt(slice(both, 1, 1))]
      const direction: T = div(mean, add(div(sqrt(squares), second), number(epsilon)))
      return { theta: sub(theta, mul(direction, div(number(eta), first))), state: { mean, square: squares, weights } }
    }
    case 'rmsprop': {
      const squares = blend(from.square, smoothing, square(g))
      const scaled: T = div(g, add(sqrt(squares), number(epsilon)))
      if (momentum === 0) return { theta: along(scaled), state: { square: squares } }
      const velocity: T = add(times(from.velocity, momentum), scaled)
      return { theta: along(velocity), state: { square: squares, velocity } }
    }
    default:
      throw rule satisfies never
  }
}
