import { armName } from '../../../scenario'
import { symbolOf } from '../reading/curvature'
import { hasOwnNoise, noiseless, noiseOf, noNoise, rawGradients } from '../reading/noise'
import { capital, number } from '../reading/numbers'
import { type ArmView, scalarOf, type View } from '../reading/view'

/** The selected arm's μ, beside that of isotropic noise; where another noise than that of minibatches acts, both. */
export function alignmentSentence(view: View): string {
  const arm = view.selected
  const mu = arm ? scalarOf(view, arm, 'mu') : Number.NaN
  if (!arm || !Number.isFinite(mu) || noiseless(view, arm)) return noNoise(view)
  const times = `${number(mu)} times as aligned with curvature as Σ = 2L·${symbolOf(view)}`
  return (hasOwnNoise(arm) && actingWords(view, arm)) || `${capital(noiseOf(arm))} is ${times}; ${isotropicWords(view, arm)}`
}

const isotropicWords = (view: View, arm: ArmView) =>
  `isotropic noise as large: ${number(scalarOf(view, arm, 'mu_isotropic'), 2)}.${rawGradients(view)}`

/** Of an arm with a noise of its own; '' where that is not known. */
function actingWords(view: View, arm: ArmView): string {
  if (arm.settings.noise === 'none')
    return `No noise acts on ${armName(arm.id)}; that of minibatches at its weights would have μ = ${number(scalarOf(view, arm, 'mu'))}, 1 at Σ = 2L·${symbolOf(view)}.`
  const acting = scalarOf(view, arm, 'mu_acting')
  if (!Number.isFinite(acting)) return ''
  return `The noise that acts on ${arm.label} is ${number(acting)} times as aligned with curvature as Σ = 2L·${symbolOf(view)}; that of minibatches at its weights would be ${number(scalarOf(view, arm, 'mu'))} times.${rawGradients(view)}`
}
