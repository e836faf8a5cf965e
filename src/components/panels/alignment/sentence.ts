import { symbolOf } from '../reading/curvature'
import { noiseless, noiseOf, noNoise, rawGradients } from '../reading/noise'
import { capital, number } from '../reading/numbers'
import { scalarOf, type View } from '../reading/view'

/** The selected arm's μ, beside that of isotropic noise. */
export function alignmentSentence(view: View): string {
  const arm = view.selected
  const mu = arm ? scalarOf(view, arm, 'mu') : Number.NaN
  if (!arm || !Number.isFinite(mu) || noiseless(view, arm)) return noNoise(view)
  const round = scalarOf(view, arm, 'mu_isotropic')
  return `${capital(noiseOf(arm))} is ${number(mu)} times as aligned with curvature as Σ = 2L·${symbolOf(view)}; isotropic noise of the same size: ${number(round, 2)}.${rawGradients(view)}`
}
