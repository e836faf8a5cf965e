/** What terms mean in a scenario that has another loss, several outputs, the Hessian, or noise that is not centred. */
import type { Scenario } from '../../scenario'
import { crossEntropy, severalOutputs } from '../panels/reading/objective'
import type { Term } from './terms'

type Meaning = (scenario: Scenario) => string | undefined

const withH = ({ measure }: Scenario) => measure.curvature === 'H'
const uncentred = ({ measure }: Scenario) => measure.sigma === 'uncentred'

/** The matrices that μ and g are read with. */
const sigmaOf = (s: Scenario) => (uncentred(s) ? 'Σ₁' : 'Σ')
const curvatureOf = (s: Scenario) => (withH(s) ? 'H' : 'G')

/** Whether a reading is of Σ and G, with the squared loss. */
const isUsual = (s: Scenario) => !withH(s) && !uncentred(s) && !crossEntropy(s)

/** What L is in 2L where it is no half mean of squares. */
const twice = (s: Scenario) => (crossEntropy(s) ? ' With cross-entropy 2L stands for twice the loss.' : '')

/** By the first symbol of a term; undefined where it means what it usually does. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  L: s => {
    if (crossEntropy(s))
      return 'empirical risk −(1/n) Σ log p_i, p_i the probability that softmax gives the right class, of all n training samples'
    return severalOutputs(s) ? 'empirical risk (1/2n) Σ ‖r_i‖², r the residuals, of all n training samples' : undefined
  },
  r: s => {
    if (crossEntropy(s)) return 'probabilities of the classes minus the label: softmax(f(x_i; θ)) − y_i, one number per class'
    return severalOutputs(s) ? 'what the model gives for a sample, minus what it should: f(x_i; θ) − y_i, one number per output' : undefined
  },
  G: s => {
    const why = withH(s) ? ' Here μ and g are read with the Hessian H in its place.' : ''
    if (crossEntropy(s))
      return `generalized Gauss–Newton matrix (1/n) Σ J_iᵀS_iJ_i with S_i = diag(p_i) − p_ip_iᵀ, p_i = softmax(f(x_i; θ)), J_i the derivatives of the outputs by θ. It is not the Hessian.${why}`
    return why && `JᵀJ/n, J the derivatives of the outputs by θ: the curvature of the loss as far as the residuals do not bend it.${why}`
  },
  H: s =>
    withH(s)
      ? 'all second derivatives of the loss: G plus a part in proportion to the residuals. Here μ and g are read with it in place of G'
      : undefined,
  K: s => {
    if (crossEntropy(s)) return 'products of the gradients that make G, one row per sample and class: it has the eigenvalues of nG'
    return severalOutputs(s)
      ? 'JJᵀ, one row per sample and output: it has the eigenvalues of nG and holds every number of G and Σ'
      : undefined
  },
  v_k: s =>
    withH(s)
      ? 'directions of the parameter space from the sharpest, v₁: where g is read, the eigenvectors of the Hessian H; elsewhere those of G'
      : undefined,
  Σ: s =>
    uncentred(s)
      ? 'Σ₁ is measured in its place, as Measure says: the second moment of the gradient of one sample drawn at random, its mean ∇L not taken away'
      : undefined,
  'Σ₁': s => (uncentred(s) ? 'Σ without taking the mean away: Σ + ∇L∇Lᵀ. Here μ, g and the trace are read with it' : undefined),
  '2LG': s =>
    isUsual(s)
      ? undefined
      : `the noise that has exactly the shape of ${curvatureOf(s)} and the size that the loss implies: μ = 1 and g = 1.${twice(s)}`,
  μ: s => {
    if (isUsual(s)) return undefined
    const [N, C] = [sigmaOf(s), curvatureOf(s)]
    return `Tr(${N}${C})/(2L‖${C}‖_F²) = α·β: how much of the noise goes where it raises the loss; 1 at ${N} = 2L·${C}.${twice(s)}`
  },
  α: s => (isUsual(s) ? undefined : `cosine between ${sigmaOf(s)} and ${curvatureOf(s)} as matrices: 1 when they have one shape`),
  β: s => {
    if (isUsual(s)) return undefined
    const [N, C] = [sigmaOf(s), curvatureOf(s)]
    return `‖${N}‖_F/(2L‖${C}‖_F): the noise’s size against what the loss implies.${twice(s)}`
  },
  g: s => {
    if (isUsual(s)) return undefined
    const [N, C] = [sigmaOf(s), curvatureOf(s)]
    const where = withH(s) ? ', along the eigenvectors of H where it is positive' : ''
    return `v_kᵀ${N}v_k/(2L·v_kᵀ${C}v_k): the noise along v_k against the curvature there${where}; 1 at ${N} = 2L·${C}.${twice(s)}`
  },
  '√(B/μ)/η': s =>
    withH(s)
      ? 'stable in mean square SGD can only be where ‖H‖_F ≤ √(B/μ)/η: above it the noise alone makes the expected loss E[L] grow. Necessary, not sufficient: below it E[L] may still grow'
      : undefined,
  'B*': s =>
    withH(s)
      ? 'μ(η‖H‖_F)²: with smaller minibatches the expected loss E[L] grows from step to step. With larger ones the bound says nothing'
      : undefined,
}

/** What a term means in a scenario. */
export const meaningIn = (term: Term, scenario: Scenario): string => MEANINGS[term.symbols[0] ?? '']?.(scenario) || term.meaning

/** The first symbols of the terms whose meaning depends on the scenario. */
export const DEPENDING: readonly string[] = Object.keys(MEANINGS)
