/** A model with two parameters at one θ: residuals, J, gradients. */

import type { Units } from '../metrics/units'
import type { PlanarModel } from './models'

/** A model of two parameters at one θ: everything small and written out. */
export interface PlanarState {
  readonly n: number
  readonly C: number
  /** Residuals, n×C. */
  readonly r: Float64Array
  /** J, nC×2. */
  readonly J: Float64Array
  /** g_i = J_iᵀr_i, n×2. */
  readonly g: Float64Array
  /** ∇L. */
  readonly gradient: Float64Array
  /** L = (1/2n) Σ ‖r_i‖². */
  readonly loss: number
}

/** The batch `rows`, or all n samples, at θ. */
export function stateAt(model: PlanarModel, n: number, theta: Float64Array, rows?: Int32Array): PlanarState {
  const { C } = model
  const count = rows ? rows.length : n
  const [r, J, g] = [new Float64Array(count * C), new Float64Array(2 * count * C), new Float64Array(2 * count)]
  const gradient = new Float64Array(2)
  const [ri, Ji] = [new Float64Array(C), new Float64Array(2 * C)]
  let loss = 0
  for (let i = 0; i < count; i++) {
    model.sample(rows ? rows[i] : i, theta[0], theta[1], ri, Ji)
    r.set(ri, i * C)
    J.set(Ji, 2 * i * C)
    for (let c = 0; c < C; c++) {
      g[2 * i] += ri[c] * Ji[2 * c]
      g[2 * i + 1] += ri[c] * Ji[2 * c + 1]
      loss += (ri[c] * ri[c]) / (2 * count)
    }
    gradient[0] += g[2 * i] / count
    gradient[1] += g[2 * i + 1] / count
  }
  return { n: count, C, r, J, g, gradient, loss }
}

/** With residuals and J in units of theirs. */
export function inUnits(state: PlanarState, { r, G }: Units): PlanarState {
  const root = Math.sqrt(G)
  const over = (values: Float64Array, unit: number) => values.map(v => v / unit)
  const [J, g, gradient] = [over(state.J, root), over(over(state.g, r), root), over(over(state.gradient, r), root)]
  return { ...state, r: over(state.r, r), J, g, gradient, loss: state.loss / r / r }
}

/** (1/n) AᵀA for A rows×2, and n, as a 2×2 matrix. */
export function gramOfColumns(A: Float64Array, n: number): Float64Array {
  let [a, b, c] = [0, 0, 0]
  for (let at = 0; at < A.length; at += 2) {
    a += A[at] * A[at]
    b += A[at] * A[at + 1]
    c += A[at + 1] * A[at + 1]
  }
  return Float64Array.of(a / n, b / n, b / n, c / n)
}
