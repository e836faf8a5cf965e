/**
 * What a job cannot do without: the multiply-adds of its matrix products, and the contestant that does as many in registers and nothing
 * else, at the rate of plain SIMD. Who is slower than a peer only because of that cannot be made quicker with these instructions.
 */
import { nodeChild } from './children'
import type { Contestant } from './race'
import type { NetShape, Precision } from './shapes'

export const ALONE = 'multiply-adds alone'
export const ALONE_NOTE = `${ALONE}: as many as the products of the job need, by plain 128-bit SIMD with all operands in registers; no memory, no spectrum.`

const ROUNDS = 200_000
/** Multiply-adds of a round of assembly/peak.ts in float64; float32 does twice as many by as many instructions. */
const IN_A_ROUND = { f64: 16, f32: 32 } as const

/** `count` multiply-adds on one core. */
export function alone(count: number, precision: Precision): Contestant {
  return { who: ALONE, child: nodeChild(), job: { by: 'peak', rounds: ROUNDS }, per: (ROUNDS * IN_A_ROUND[precision]) / count }
}

/** Widths of a net of dense layers, from the inputs on; null for other nets. */
function widthsOf(net: NetShape): readonly number[] | null {
  if (net.kind === 'two-layer') return [net.d, net.m, 1]
  return net.kind === 'mlp' ? net.widths : null
}

/** Of one SGD step: outputs, gradients of the weights, and adjoints but that of the inputs. Null where nobody has counted. */
export function stepWork(net: NetShape): number | null {
  const widths = widthsOf(net)
  if (!widths) return null
  const products = widths.slice(1).map((width, l) => width * widths[l])
  const weights = products.reduce((sum, count) => sum + count, 0)
  return net.B * (3 * weights - products[0])
}

/** Of a measurement: outputs, adjoints, and the lower half of K = Σ (aaᵀ)∘(dzdzᵀ) over the layers. */
export function measurementWork(net: NetShape): number | null {
  const widths = widthsOf(net)
  if (!widths) return null
  const products = widths.slice(1).map((width, l) => width * widths[l])
  const passes = 2 * products.reduce((sum, count) => sum + count, 0) - products[0]
  // Those of the output are numbers: one for each sample.
  const hidden = widths.slice(1, -1).reduce((sum, width) => sum + width, 0)
  const sides = widths[0] + 2 * hidden
  return net.n * passes + ((net.n * (net.n + 1)) / 2) * sides
}

/** Of one step of R replicas of a linear model in s directions: residuals and gradient. */
export const replicaWork = (R: number, s: number, B: number): number => 2 * R * s * B
