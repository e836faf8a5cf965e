import { imageSide, type Scenario, stepsApart } from '../../scenario'
import { passCost } from '../../sim/passCost'
import type { Simulation } from '../../sim/simulation'
import { PATIENCE_S } from '../heartbeat'

/** Multiply-adds of a measurement beyond which a worker of its own is worth its messages: about ten milliseconds. */
export const WORTH_A_WORKER = 3e7

/** Multiply-adds of K beyond which its parts are worth workers of their own, who are sent θ: about a fifth of a second. */
export const WORTH_A_CREW = 2e9

/** Weights from which on vectors of θ are too large to wait for the collector, or to be held by a worker more than is needed. */
export const MANY_WEIGHTS = 1 << 19

/** Products with H that its leading eigenvalues take, about. */
const HESSIAN_PRODUCTS = 60

/** About how many multiply-adds a measurement of one arm takes. */
export function measuringCost({ scenario: { measure }, data, model, p }: Simulation): number {
  const { n, d, outputs } = data
  if (model.kind !== 'network') return model.kind === 'planar' ? 0 : n * d * Math.min(n, d)
  const rows = (measure.of === 0 ? n : Math.min(measure.of, n)) * outputs
  const width = model.net.layers.reduce((sum, layer) => sum + layer.outSize, d)
  const layers = measure.bylayer === 'on' ? model.net.layers.filter(layer => layer.trained).length : 0
  const passes = measure.hessian > 0 || measure.curvature === 'H' ? HESSIAN_PRODUCTS : 4
  return rows * ((passes + layers * HESSIAN_PRODUCTS) * p + rows * width)
}

/** About how many multiply-adds the loss at a point of a landscape takes. */
export function drawingCost({ scenario: { measure }, data: { n }, model }: Simulation): number {
  if (model.kind !== 'network') return 0
  return (measure.of === 0 ? n : Math.min(measure.of, n)) * passCost(model.net)
}

/** Multiply-adds that any machine does in a second: a measurement that says nothing is waited for as long as it may take. */
const LEAST_RATE = 2e8

/** Seconds of silence after which a worker that measures a run, or draws its landscape, is taken for dead. */
export const patienceOf = (sim: Simulation) => PATIENCE_S + (measuringCost(sim) * sim.scenario.arms.length) / LEAST_RATE

/** Whether a scenario may take so long that its cost is estimated (`estimate.ts`) before it is begun: what most people open does not. */
export function mayBeCostly({ data, model, measure, arms }: Scenario): boolean {
  const d = data.source === 'mnist' ? imageSide(data) ** 2 : data.d
  const often = measure.hessian > 0 || measure.curvature === 'H' || measure.bylayer === 'on' || arms.some(stepsApart)
  return often || measure.of > 0 || data.n * d * Math.max(model.m, ...model.hidden) > 1e9
}
