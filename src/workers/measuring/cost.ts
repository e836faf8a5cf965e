import type { Simulation } from '../../sim/simulation'

/** Multiply-adds of a measurement beyond which a worker of its own is worth its messages: about ten milliseconds. */
export const WORTH_A_WORKER = 3e7

/** Products with H that its leading eigenvalues take, about. */
const HESSIAN_PRODUCTS = 60

/** About how many multiply-adds a measurement of one arm takes. */
export function measuringCost({ scenario: { measure }, data, model, p }: Simulation): number {
  const { n, d, outputs } = data
  if (model.kind !== 'network') return model.kind === 'planar' ? 0 : n * d * Math.min(n, d)
  const rows = (measure.of === 0 ? n : Math.min(measure.of, n)) * outputs
  const width = model.net.layers.reduce((sum, layer) => sum + layer.outSize, d)
  const passes = measure.hessian > 0 || measure.curvature === 'H' ? HESSIAN_PRODUCTS : 4
  return rows * (passes * p + rows * width)
}
