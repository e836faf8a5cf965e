import type { GradientSource } from '../stepper'
import type { PlanarModel } from './models'
import { stateAt } from './state'

/** The gradients of a model with two parameters in plain float64, for its steps (`createStepper`). */
export function planarGradients(model: PlanarModel, n: number): GradientSource {
  return {
    bytes: 16 * n,
    gradient: (theta, rows) => stateAt(model, n, theta, rows ?? undefined).gradient,
    residuals: theta => stateAt(model, n, theta).r,
  }
}
