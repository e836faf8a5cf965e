import { isNetwork, outputsOf, type Scenario } from '../../../scenario'
import type { Formula } from './readout'

/** What L and G are for a scenario: its loss and number of outputs decide. */

/** Whether the loss is cross-entropy: then residuals are class probabilities minus labels. */
export const crossEntropy = ({ model }: Scenario) => isNetwork(model) && model.loss === 'cross-entropy'
/** Whether a residual has several entries. */
export const severalOutputs = ({ data }: Scenario) => outputsOf(data) > 1

/** L(θ) = …, without its value. */
export function lossTex(s: Scenario): string {
  if (crossEntropy(s)) return 'L(\\theta)=-\\frac1n\\sum_{i=1}^{n}\\log\\operatorname{softmax}\\bigl(f(x_i;\\theta)\\bigr)_{y_i}'
  return `L(\\theta)=\\frac1{2n}\\sum_{i=1}^{n} ${severalOutputs(s) ? '\\|r_i\\|^2' : 'r_i^2'}`
}

/** One sentence on what the curvature is that μ and g are read with. */
export function curvatureWords(s: Scenario): string {
  if (s.measure.curvature === 'H')
    return 'H is the Hessian ∇²L, to which the second derivative of f contributes; it can be negative along a direction.'
  return crossEntropy(s)
    ? 'With cross-entropy G is the generalized Gauss–Newton matrix, not the full Hessian, and 2L stands for twice the loss.'
    : 'G is the Gauss–Newton matrix, not the full Hessian.'
}

/** G as a formula, where one output and the squared loss do not make it J^⊤J/n. */
export function curvatureFormulas(s: Scenario): Formula[] {
  if (s.measure.curvature === 'H') return []
  if (crossEntropy(s)) {
    const tex = 'G=\\frac1n\\sum_{i=1}^{n}J_i^{\\top}S_iJ_i,\\qquad S_i=\\operatorname{diag}(p_i)-p_ip_i^{\\top}'
    return [{ tex, says: 'generalized Gauss–Newton matrix; pᵢ is the softmax of the outputs' }]
  }
  return severalOutputs(s) ? [{ tex: 'G=\\frac1n\\sum_{i=1}^{n}J_i^{\\top}J_i', says: 'Jᵢ has a row per output' }] : []
}
