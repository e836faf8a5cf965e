import { curvatureFormulas, curvatureWords, lossTex } from '../reading/objective'
import type { Explanation } from '../reading/readout'
import { texNumber } from '../reading/texNumber'
import { scalarOf, type View } from '../reading/view'
import type { Strip } from './strip/strip'

/** What the loss panel shows, `tested` with a test set. */
export function explainLoss(view: View, strip: Strip, tested: boolean): Explanation {
  const arm = view.selected
  const L = arm ? scalarOf(view, arm, 'loss') : Number.NaN
  const grad = arm ? scalarOf(view, arm, 'grad_norm') : Number.NaN
  const lr = arm ? scalarOf(view, arm, 'lr') : Number.NaN
  return {
    text: [
      'The loss of every arm at each measured step, on a logarithmic axis: a straight line is a constant factor per step. ' +
        'All arms start at the same point. The strip below shows each arm’s learning rate; triangles mark what was changed while the run went on.',
      strip.coursesOf(view)?.aboutSchedules(view, strip.of(view)) ?? '',
      'What one step adds on average has three parts: the gradient lowers the loss, the curvature raises it again by some of that, and the noise adds the rest.',
      tested ? 'Thin dashes: the loss on the held-out samples. The test error is the share of them that get the wrong class.' : '',
      curvatureFormulas(view.scenario).length > 0 ? curvatureWords(view.scenario) : '',
    ],
    formulas: [
      { tex: `${lossTex(view.scenario)}=${texNumber(L)}`, says: arm ? `${arm.label}, at this step` : '' },
      {
        tex: '\\mathbb E\\,L(\\theta^+)-L\\approx-\\eta\\|\\nabla L\\|^2+\\tfrac{\\eta^2}2\\nabla L^{\\!\\top}H\\nabla L+\\tfrac{\\eta^2}{2B}\\operatorname{Tr}(H\\Sigma)',
        says: 'descent, curvature, noise; drawn without replacement the noise times (n−B)/(n−1)',
      },
      {
        tex: `\\eta\\,\\|\\nabla L\\|^2=${texNumber(lr)}\\cdot${texNumber(grad)}^2=${texNumber(lr * grad * grad)}`,
        says: 'the descent part now',
      },
      ...curvatureFormulas(view.scenario),
    ],
  }
}
