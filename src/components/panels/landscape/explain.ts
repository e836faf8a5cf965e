import { formatValue } from '../../../charts'
import { subscript } from '../../../lib/digits'
import { isPlain } from '../../../scenario'
import type { Explanation } from '../reading/readout'
import { texNumber } from '../reading/texNumber'
import { effectiveBatch, scalarOf, type View } from '../reading/view'

/** What the landscape shows, its ellipses enlarged as said. */
export function explainLandscape(view: View, magnification: number | undefined): Explanation {
  const arm = view.selected
  const { kind, i, j, anchor } = view.traces.plane ?? {
    ...view.scenario.view,
    kind: view.scenario.view.plane,
    anchor: 'minimum' as const,
  }
  const name = (index: number) => (kind === 'eigen' ? `the eigenvector v${subscript(index)} of G` : `parameter ${index}`)
  const factor = arm ? scalarOf(view, arm, 'lr') ** 2 / effectiveBatch(view, arm) : Number.NaN
  return {
    text: [
      `A plane through parameter space, spanned by ${name(i)} and ${name(j)} at ${anchor === 'minimum' ? 'the minimum θ*' : anchor === 'start' ? 'the start θ₀' : 'the origin'}. ` +
        'The contours are the exact loss on this plane; the arms move through all dimensions, and their paths are projected onto it.',
      'The solid ellipse is one step’s noise, the dashed one what Σ = 2L·G would give, both on the same scale ' +
        `(${magnification === undefined || magnification === 1 ? 'true size' : `enlarged ×${formatValue(magnification, 2)}`}): where they coincide, noise has the shape of the curvature. ` +
        'GD has no noise and no ellipse. ' +
        (arm && !isPlain(arm)
          ? `${arm.label} does not step along its gradients: its ellipse is the noise of the raw minibatch gradients times η, not of its step. `
          : '') +
        'A cross marks the planted minimum θ*, a diamond the place that training had reached when a larger η, a smaller B or a noise began to drive an arm away. Drag to move, turn the wheel or pinch to zoom, double-click for the whole picture.',
    ],
    formulas: [
      {
        tex: `\\operatorname{Cov}(\\eta\\,\\xi)=\\frac{\\eta^2}{B}\\Sigma,\\qquad\\frac{\\eta^2}{B}=${texNumber(factor)}`,
        says: arm ? `${arm.label}; without replacement times (n−B)/(n−1)` : '',
      },
      {
        tex: `\\Sigma=\\frac1n\\sum_i r_i^2J_iJ_i^{\\top}-\\nabla L\\,\\nabla L^{\\top},\\qquad G=\\frac1nJ^{\\top}J`,
      },
    ],
  }
}
