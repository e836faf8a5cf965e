import type { Explanation } from '../reading/readout'
import { referenceOf } from '../reading/recursions'
import { texNumber } from '../reading/texNumber'
import { scalarOf, type View } from '../reading/view'
import { cloudOf } from './cloud'
import { energiesAt, splitsDistance } from './energies'
import { meanRatio } from './sentence'
import { sharpWords } from './words'

export const explainSharp = (view: View, k: number): Explanation => (splitsDistance(view) ? ofDistance(view, k) : ofEnergy(view, k))

function ofDistance(view: View, k: number): Explanation {
  const arm = view.selected
  const { sharp, flat, D } = arm ? energiesAt(view, arm, k) : { sharp: Number.NaN, flat: Number.NaN, D: Number.NaN }
  const from = arm ? scalarOf(view, arm, 'anchor_step') : Number.NaN
  return {
    text: [
      `How far each arm has gone from θ_a, where its escape began${from > 0 ? ` at step ${from}` : ''}: the square of that distance, split in two at every step. What lies ${sharpWords(k)} of G at θ_a goes to the right, what lies in all others upward. Both axes are logarithmic with the same range, so that a ratio between the two is a diagonal. A ring marks the first step away; the path beyond the step shown is pale, and what leaves the picture is named at its border with an arrow.`,
      'An escape begins with the last change that raises η, lowers B or switches a noise on. Gradient descent beyond its edge starts off to the right, along the sharpest direction; minibatches drive an arm up, into the flat ones.',
      'G moves with θ here, so that the directions are held at θ_a: the split is exact, but a direction that was flat there may be a sharp one further on. The exact mean and the paper’s bound are of linear models, and not drawn.',
    ],
    formulas: [
      {
        tex: `\\|P_{${k}}(\\theta-\\theta_a)\\|^2=${texNumber(sharp)},\\qquad\\|(I-P_{${k}})(\\theta-\\theta_a)\\|^2=${texNumber(flat)}`,
        says: arm ? `${arm.label}: sharp, flat; together ‖θ − θ_a‖²` : '',
      },
      { tex: `P_{${k}}=\\sum_{i\\le ${k}}v_iv_i^{\\top},\\qquad G(\\theta_a)\\,v_i=\\lambda_iv_i` },
      {
        tex: `\\frac{\\|(I-P_{${k}})(\\theta-\\theta_a)\\|^2}{\\|P_{${k}}(\\theta-\\theta_a)\\|^2}=${texNumber(D)}`,
        says: 'constant along a diagonal',
      },
    ],
  }
}

function ofEnergy(view: View, k: number): Explanation {
  const arm = view.selected
  const { sharp, flat, D } = arm ? energiesAt(view, arm, k) : { sharp: Number.NaN, flat: Number.NaN, D: Number.NaN }
  const mean = arm ? meanRatio(view, arm, k) : Number.NaN
  const bound = referenceOf(view, k)
  return {
    text: [
      `Twice the loss of each arm, split in two at every step: what lies ${sharpWords(k)} of G to the right, what lies in all others upward. Both axes are logarithmic with the same range, so that a ratio D_k between the two is a diagonal. A ring marks where an arm began; the path beyond the step shown is pale, and what leaves the picture is named at its border with an arrow.`,
      'To leave a minimum is to go up or to the right. Gradient descent beyond its edge runs off to the right: its energy along the sharpest direction grows, the rest dies out. The noise of SGD, which has the shape of the curvature, keeps feeding the flatter directions, so that it climbs along a diagonal.',
      ...(bound > 0
        ? [
            'The dotted diagonal is the paper’s lower bound of D_k with its unnamed constant C set to 1; the solid one is D_k of the exact second moments at the step shown. Single runs dip to the left where w₁ passes zero.',
          ]
        : []),
      ...(cloudOf(view, k)
        ? [
            'Dots are the replicas of the run at its newest step: as many runs of this arm with other minibatches. The lines are the smallest regions that hold half of them and nine tenths, by a smooth estimate of their density on these axes.',
          ]
        : []),
      ...(view.scenario.model.kind === 'linear'
        ? []
        : ['G moves with θ here: the energies are those of the residual along the directions of G at each step, (u_k·r)²/n.']),
    ],
    formulas: [
      {
        tex: `\\sum_{i\\le ${k}}\\lambda_iw_i^2=${texNumber(sharp)},\\qquad \\sum_{i>${k}}\\lambda_iw_i^2=${texNumber(flat)}`,
        says: arm ? `${arm.label}: sharp, flat; together 2L` : '',
      },
      {
        tex: `D_{${k}}=\\frac{\\sum_{i>${k}}\\lambda_iw_i^2}{\\sum_{i\\le ${k}}\\lambda_iw_i^2}=${texNumber(D)}`,
        says: 'constant along a diagonal',
      },
      ...(mean > 0
        ? [
            {
              tex: `\\frac{\\sum_{i>${k}}\\lambda_i\\,\\mathbb E\\,w_i^2}{\\sum_{i\\le ${k}}\\lambda_i\\,\\mathbb E\\,w_i^2}=${texNumber(mean)}`,
              says: 'the exact mean',
            },
          ]
        : []),
      ...(bound > 0
        ? [
            {
              tex: `\\frac{\\sum_{i>${k}}\\lambda_i^2}{\\sum_{i\\le ${k}}\\lambda_i^2}=${texNumber(bound)}`,
              says: 'the paper’s bound with C = 1',
            },
          ]
        : []),
    ],
  }
}
