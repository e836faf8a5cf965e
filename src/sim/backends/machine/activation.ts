/** Activations φ with their first and second derivatives, over whole arrays. */

import { exp, log1p, normalCdf, normalDensity, sigmoid, tanh } from '../../../lib/special'

/** Names of the activations φ: gelu is z·Φ(z) with the exact error function, quadratic is z². */
export type ActivationName = 'relu' | 'leaky-relu' | 'tanh' | 'gelu' | 'softplus' | 'quadratic' | 'identity'

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
  switch (name) {
    case 'relu':
      kinked(0, z, out, slopes, count)
      return
    case 'leaky-relu':
      kinked(slope, z, out, slopes, count)
      return
    case 'tanh':
      for (let i = 0; i < count; i++) {
        const t = tanh(z[i])
        out[i] = t
        if (slopes) slopes[i] = (1 - t) * (1 + t)
      }
      return
    case 'gelu':
      for (let i = 0; i < count; i++) {
        const x = z[i]
        const below = normalCdf(x)
        out[i] = x * below
        if (slopes) slopes[i] = below + x * normalDensity(x)
      }
      return
    case 'softplus':
      for (let i = 0; i < count; i++) {
        const x = z[i]
        const t = exp(-Math.abs(x))
        out[i] = Math.max(x, 0) + log1p(t)
        if (slopes) slopes[i] = (x < 0 ? t : 1) / (1 + t)
      }
      return
    case 'quadratic':
      for (let i = 0; i < count; i++) {
        const x = z[i]
        out[i] = x * x
        if (slopes) slopes[i] = 2 * x
      }
      return
    case 'identity':
      for (let i = 0; i < count; i++) out[i] = z[i]
      slopes?.fill(1, 0, count)
      return
    default:
      name satisfies never
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
  switch (name) {
    case 'relu':
    case 'leaky-relu':
    case 'identity':
      return false
    case 'tanh':
      for (let i = 0; i < count; i++) {
        const t = tanh(z[i])
        out[i] = -2 * t * (1 - t) * (1 + t)
      }
      return true
    case 'gelu':
      for (let i = 0; i < count; i++) out[i] = normalDensity(z[i]) * (2 - z[i] * z[i])
      return true
    case 'softplus':
      for (let i = 0; i < count; i++) {
        const s = sigmoid(z[i])
        out[i] = s * (1 - s)
      }
      return true
    case 'quadratic':
      out.fill(2, 0, count)
      return true
  }
}
