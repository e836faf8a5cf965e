import type { ActivationName } from './spec'
import { normalCdf, normalDensity, sigmoid, softplus, tanh } from './special'

/** out ← φ(z), entry by entry, over the first `count` entries. */
export function activate(name: ActivationName, slope: number, z: Float64Array, out: Float64Array, count: number): void {
  if (name === 'relu') for (let i = 0; i < count; i++) out[i] = z[i]! > 0 ? z[i]! : 0
  else if (name === 'leaky-relu') for (let i = 0; i < count; i++) out[i] = z[i]! > 0 ? z[i]! : slope * z[i]!
  else if (name === 'tanh') for (let i = 0; i < count; i++) out[i] = tanh(z[i]!)
  else if (name === 'gelu') for (let i = 0; i < count; i++) out[i] = z[i]! * normalCdf(z[i]!)
  else if (name === 'softplus') for (let i = 0; i < count; i++) out[i] = softplus(z[i]!)
  else if (name === 'quadratic') for (let i = 0; i < count; i++) out[i] = z[i]! * z[i]!
  else for (let i = 0; i < count; i++) out[i] = z[i]!
}

/** out ← φ'(z); at the kinks of relu and leaky-relu the derivative from the left. */
export function derivative(name: ActivationName, slope: number, z: Float64Array, out: Float64Array, count: number): void {
  if (name === 'relu') for (let i = 0; i < count; i++) out[i] = z[i]! > 0 ? 1 : 0
  else if (name === 'leaky-relu') for (let i = 0; i < count; i++) out[i] = z[i]! > 0 ? 1 : slope
  else if (name === 'tanh')
    for (let i = 0; i < count; i++) {
      const t = tanh(z[i]!)
      out[i] = (1 - t) * (1 + t)
    }
  else if (name === 'gelu') for (let i = 0; i < count; i++) out[i] = normalCdf(z[i]!) + z[i]! * normalDensity(z[i]!)
  else if (name === 'softplus') for (let i = 0; i < count; i++) out[i] = sigmoid(z[i]!)
  else if (name === 'quadratic') for (let i = 0; i < count; i++) out[i] = 2 * z[i]!
  else out.fill(1, 0, count)
}

/** out ← φ''(z), 0 for the piecewise linear ones (almost everywhere); false says that it is 0 throughout and not written. */
export function secondDerivative(name: ActivationName, z: Float64Array, out: Float64Array, count: number): boolean {
  if (name === 'tanh')
    for (let i = 0; i < count; i++) {
      const t = tanh(z[i]!)
      out[i] = -2 * t * (1 - t) * (1 + t)
    }
  else if (name === 'gelu') for (let i = 0; i < count; i++) out[i] = normalDensity(z[i]!) * (2 - z[i]! * z[i]!)
  else if (name === 'softplus')
    for (let i = 0; i < count; i++) {
      const s = sigmoid(z[i]!)
      out[i] = s * (1 - s)
    }
  else if (name === 'quadratic') out.fill(2, 0, count)
  else return false
  return true
}
