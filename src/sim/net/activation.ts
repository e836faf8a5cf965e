/** Activations φ with their first and second derivatives, over whole arrays. */

import { exp, log1p, normalCdf, normalDensity, sigmoid, tanh } from '../../lib/special'
import type { ActivationName } from './spec'

/**
 * out ← φ(z) and, unless it is null, slopes ← φ'(z), entry by entry over the first `count` entries; at the kinks of relu and
 * leaky-relu the derivative from the left. What both need is computed once.
 */
export function activate(
  name: ActivationName,
  slope: number,
  z: Float64Array,
  out: Float64Array,
  slopes: Float64Array | null,
  count: number,
): void {
  if (name === 'relu' || name === 'leaky-relu') kinked(name === 'relu' ? 0 : slope, z, out, slopes, count)
  else if (name === 'tanh')
    for (let i = 0; i < count; i++) {
      const t = tanh(z[i])
      out[i] = t
      if (slopes) slopes[i] = (1 - t) * (1 + t)
    }
  else if (name === 'gelu')
    for (let i = 0; i < count; i++) {
      const x = z[i]
      const below = normalCdf(x)
      out[i] = x * below
      if (slopes) slopes[i] = below + x * normalDensity(x)
    }
  else if (name === 'softplus')
    for (let i = 0; i < count; i++) {
      const x = z[i]
      const t = exp(-Math.abs(x))
      out[i] = Math.max(x, 0) + log1p(t)
      if (slopes) slopes[i] = (x < 0 ? t : 1) / (1 + t)
    }
  else if (name === 'quadratic')
    for (let i = 0; i < count; i++) {
      const x = z[i]
      out[i] = x * x
      if (slopes) slopes[i] = 2 * x
    }
  else {
    for (let i = 0; i < count; i++) out[i] = z[i]
    slopes?.fill(1, 0, count)
  }
}

/** φ(z) = z for z > 0, below·z else. Without branches, which on units that are as often on as off are guessed wrong half the time. */
function kinked(below: number, z: Float64Array, out: Float64Array, slopes: Float64Array | null, count: number): void {
  const factors = Float64Array.of(below, 1)
  if (below === 0)
    for (let i = 0; i < count; i++) {
      const x = z[i]
      out[i] = 0.5 * (x + Math.abs(x))
    }
  else for (let i = 0; i < count; i++) out[i] = z[i] * factors[Number(z[i] > 0)]
  if (slopes && below === 0) for (let i = 0; i < count; i++) slopes[i] = Number(z[i] > 0)
  else if (slopes) for (let i = 0; i < count; i++) slopes[i] = factors[Number(z[i] > 0)]
}

/** out ← φ''(z), 0 for the piecewise linear ones (almost everywhere); false says that it is 0 throughout and not written. */
export function secondDerivative(name: ActivationName, z: Float64Array, out: Float64Array, count: number): boolean {
  if (name === 'tanh')
    for (let i = 0; i < count; i++) {
      const t = tanh(z[i])
      out[i] = -2 * t * (1 - t) * (1 + t)
    }
  else if (name === 'gelu') for (let i = 0; i < count; i++) out[i] = normalDensity(z[i]) * (2 - z[i] * z[i])
  else if (name === 'softplus')
    for (let i = 0; i < count; i++) {
      const s = sigmoid(z[i])
      out[i] = s * (1 - s)
    }
  else if (name === 'quadratic') out.fill(2, 0, count)
  else return false
  return true
}
