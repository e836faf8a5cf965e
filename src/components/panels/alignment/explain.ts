import { hasClosedForms } from '../../../scenario'
import { symbolOf } from '../reading/curvature'
import { hasOwnNoise, rawGradients } from '../reading/noise'
import { curvatureFormulas, curvatureWords } from '../reading/objective'
import type { Explanation } from '../reading/readout'
import { texNumber } from '../reading/texNumber'
import { scalarOf, type View } from '../reading/view'

/** What μ is, its factors and its references, with the values of the selected arm. */
export function explainAlignment(view: View): Explanation {
  const arm = view.selected
  const S = symbolOf(view)
  const at = (name: Parameters<typeof scalarOf>[2]) => texNumber(arm ? scalarOf(view, arm, name) : Number.NaN)
  const { certificate } = view.traces
  return {
    text: [
      `μ says how much of the noise goes into the directions in which it raises the loss. 1 is the value at Σ = 2L·${S}, noise with exactly the shape of the curvature and the size that the loss implies. ` +
        'It is the product of α, how well the shapes agree (a cosine), and β, how large the noise is.',
      'The grey dots: isotropic noise of the same trace; its name says how many times as aligned the arm is. ' +
        (hasClosedForms(view.scenario) ? 'Thin dashes: what Gaussian inputs would give at the same θ. ' : '') +
        (certificate ? 'The band holds μ for every θ of this data set: it is exact, not a bound. ' : '') +
        `For a GD arm, which has no noise, it is the noise that a minibatch would have at its θ. Of an arm with synthetic noise the line is that of the noise that acts, the dots in its colour that of its minibatches.${rawGradients(view)} ${curvatureWords(view.scenario)}`,
    ],
    formulas: [
      {
        tex: `\\mu=\\frac{\\operatorname{Tr}(\\Sigma ${S})}{2L\\,\\|${S}\\|_F^2}=\\alpha\\,\\beta=${at('alpha')}\\cdot${at('beta')}=${at('mu')}`,
        says: arm ? `${arm.label}, at this step` : '',
      },
      {
        tex: `\\alpha=\\frac{\\operatorname{Tr}(\\Sigma ${S})}{\\|\\Sigma\\|_F\\|${S}\\|_F},\\qquad \\beta=\\frac{\\|\\Sigma\\|_F}{2L\\|${S}\\|_F}`,
      },
      { tex: `\\frac{\\|\\Sigma-2L${S}\\|_F}{\\|2L${S}\\|_F}=${at('rel_dist')}`, says: `relative distance from Σ = 2L·${S}` },
      {
        tex: `\\mu_{\\text{isotropic}}=${at('mu_isotropic')},\\qquad \\mu_{\\Sigma\\propto ${S}}=${at('mu_proportional')}`,
        says: `noises of the same trace: isotropic, and shaped like ${S}`,
      },
      ...(arm && hasOwnNoise(arm) ? [{ tex: `\\mu_{\\text{acting}}=${at('mu_acting')}`, says: 'the noise that acts, in place of Σ' }] : []),
      ...curvatureFormulas(view.scenario),
      ...(hasClosedForms(view.scenario)
        ? [{ tex: `\\mu_{\\text{Gaussian}}=${at('mu_gaussian')}`, says: 'closed form for Gaussian inputs' }]
        : []),
      ...(certificate
        ? [
            {
              tex: `\\inf_\\theta\\mu=${texNumber(certificate.mu[0])},\\quad\\sup_\\theta\\mu=${texNumber(certificate.mu[1])}`,
              says: 'certificate',
            },
          ]
        : []),
    ],
  }
}
