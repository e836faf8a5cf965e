/** Activations with their first and second derivatives on tensors (`machine/activation.ts` says what they are). Call in a tidy. */

import {
  abs,
  add,
  clone,
  erf,
  exp,
  fill,
  leakyRelu,
  less,
  log1p,
  mul,
  neg,
  onesLike,
  relu,
  sigmoid,
  square,
  step,
  sub,
  type Tensor2D,
  tanh,
  where,
} from '@tensorflow/tfjs-core'
import type { ActivationName } from '../machine/activation'
import type { Constants } from './constants'

interface Activated {
  readonly a: Tensor2D
  slope(): Tensor2D
}

/** φ(z), and φ'(z) when asked for. */
export function activated(constants: Constants, name: ActivationName, below: number, z: Tensor2D): Activated {
  const times = (x: Tensor2D, factor: number): Tensor2D => mul(x, constants.number(factor))
  switch (name) {
    case 'relu':
      return { a: relu(z), slope: () => step(z) }
    case 'leaky-relu':
      return { a: leakyRelu(z, below), slope: () => step(z, below) }
    case 'tanh': {
      const a = exactTanh(constants, z)
      return { a, slope: () => oneMinusSquare(constants, a) }
    }
    case 'gelu': {
      const share = normalCdf(constants, z)
      return { a: mul(z, share), slope: () => add(share, mul(z, normalDensity(constants, z))) }
    }
    case 'softplus':
      return { a: add(relu(z), log1p(exp(neg(abs(z))))), slope: () => sigmoid(z) }
    case 'quadratic':
      return { a: square(z), slope: () => times(z, 2) }
    case 'identity':
      return { a: clone(z), slope: () => onesLike(z) }
    default:
      throw name satisfies never
  }
}

/** φ''(z); null where it is zero almost everywhere. */
export function bent(constants: Constants, name: ActivationName, z: Tensor2D): Tensor2D | null {
  switch (name) {
    case 'relu':
    case 'leaky-relu':
    case 'identity':
      return null
    case 'tanh': {
      const t = exactTanh(constants, z)
      return mul(mul(t, constants.number(-2)), oneMinusSquare(constants, t))
    }
    case 'gelu':
      return mul(normalDensity(constants, z), sub(constants.number(2), square(z)))
    case 'softplus':
      return mul(sigmoid(z), sigmoid(neg(z)))
    case 'quadratic':
      return fill(z.shape, 2)
    default:
      throw name satisfies never
  }
}

/** Coefficients of tanh(x)/x in x², and where the first term left out is below the digits of float32. */
const SERIES = [1, -1 / 3, 2 / 15, -17 / 315, 62 / 2835, -1382 / 155925]
const NEAR_ZERO = 0.4

/** tanh z: near zero, where a GPU's keeps no digits, by its series. */
function exactTanh(constants: Constants, z: Tensor2D): Tensor2D {
  const x2 = square(z)
  const terms = SERIES.map(value => constants.number(value))
  const ratio = terms.slice(0, -1).reduceRight<Tensor2D>((sum, term) => add(mul(sum, x2), term), fill(z.shape, SERIES[SERIES.length - 1]))
  return where(less(abs(z), constants.number(NEAR_ZERO)), mul(z, ratio), tanh(z))
}

/** 1 − t², without losing digits near |t| = 1. */
function oneMinusSquare(constants: Constants, t: Tensor2D): Tensor2D {
  const one = constants.number(1)
  return mul(sub(one, t), add(one, t))
}

function normalCdf(constants: Constants, z: Tensor2D): Tensor2D {
  return mul(add(erf(mul(z, constants.number(Math.SQRT1_2))), constants.number(1)), constants.number(0.5))
}

function normalDensity(constants: Constants, z: Tensor2D): Tensor2D {
  return mul(exp(mul(square(z), constants.number(-0.5))), constants.number(1 / Math.sqrt(2 * Math.PI)))
}
