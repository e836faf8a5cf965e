/** What the symbols and words on screen mean, in the order in which they are best read. Definitions are those of the theory (`glossary.ts` adds the columns). */
import type { Scalar, Vector } from '../../scenario'

export interface Term {
  /** As they stand on screen; the first is the one that a list shows. */
  readonly symbols: readonly string[]
  readonly name: string
  readonly meaning: string
  /** The column that holds its value. */
  readonly column?: Scalar | Vector | undefined
}

export const TERMS: readonly Term[] = [
  { symbols: ['θ'], name: 'parameters', meaning: 'all numbers that are trained; a point of the landscape' },
  { symbols: ['θ₀'], name: 'start', meaning: 'the parameters at step 0, the same for every arm' },
  {
    symbols: ['L', 'L(θ)'],
    name: 'loss',
    meaning: 'empirical risk (1/2n) Σ r_i², r the residuals, of all n training samples',
    column: 'loss',
  },
  { symbols: ['r', 'r_i', 'r²'], name: 'residual', meaning: 'what the model gives for a sample, minus what it should: f(x_i; θ) − y_i' },
  { symbols: ['∇L', '‖∇L‖'], name: 'gradient', meaning: 'slope of the loss of all samples; its length is shown', column: 'grad_norm' },
  { symbols: ['∇L_B', 'g_B'], name: 'minibatch gradient', meaning: 'slope of the loss of the B samples that one step sees' },
  { symbols: ['η'], name: 'learning rate', meaning: 'how far a step goes: θ − η·gradient', column: 'lr' },
  {
    symbols: ['B'],
    name: 'batch size',
    meaning:
      'samples in a minibatch; the noise of a step has covariance Σ/B, and (n−B)/(n−1) of it where they are drawn without replacement',
    column: 'batch_size',
  },
  { symbols: ['n'], name: 'samples', meaning: 'size of the training set' },
  { symbols: ['d'], name: 'input coordinates', meaning: 'numbers that describe one sample' },
  { symbols: ['p'], name: 'parameters, counted', meaning: 'how many numbers are trained' },
  { symbols: ['SGD'], name: 'stochastic gradient descent', meaning: 'each step follows the gradient of a minibatch drawn at random' },
  {
    symbols: ['GD'],
    name: 'gradient descent',
    meaning:
      'each step follows the gradient of all samples: no noise. Its μ and g are those of the noise that a minibatch would have at its θ',
  },
  {
    symbols: ['G', 'v_kᵀGv_k'],
    name: 'Gauss–Newton matrix',
    meaning:
      'JᵀJ/n, J the derivatives of the outputs by θ: the curvature of the loss as far as the residuals do not bend it. It is not the Hessian',
  },
  { symbols: ['H', '∇²L'], name: 'Hessian', meaning: 'all second derivatives of the loss: G plus a part in proportion to the residuals' },
  {
    symbols: ['K'],
    name: 'Gram matrix',
    meaning: 'JJᵀ, one row per sample: it has the eigenvalues of nG and holds every number of G and Σ',
  },
  {
    symbols: ['λ_k', 'λ', 'λ₁', 'λ_1', 'λ₁(G)', 'λ_k(G)'],
    name: 'eigenvalues of G',
    meaning: 'curvatures along v_k, largest first. λ₁ is the sharpest',
    column: 'lambda',
  },
  {
    symbols: ['λ₁(H)', 'λ_k(H)'],
    name: 'eigenvalues of H',
    meaning: 'the Hessian’s largest curvatures, largest first',
    column: 'lambda_H',
  },
  {
    symbols: ['v_k', 'v₁', 'v₂', 'v'],
    name: 'eigenvectors of G',
    meaning: 'directions of the parameter space from the sharpest, v₁, to the flattest',
  },
  { symbols: ['u_k', 'u'], name: 'a direction', meaning: 'an eigenvector of K, or a direction of length 1' },
  {
    symbols: ['w_k', 'w_k²', 'θ−θ*'],
    name: 'distance along v_k',
    meaning: '⟨θ − θ*, v_k⟩: how far θ is from the planted minimum along v_k',
  },
  {
    symbols: ['λ_k w_k²', 'λ_i w_i²'],
    name: 'energy along v_k',
    meaning: 'the part of 2L that lies along v_k. Beside a minimum without loss the energies of all directions together are 2L',
    column: 'energy',
  },
  { symbols: ['θ*'], name: 'planted minimum', meaning: 'θ* was put there before the data were made: its loss is known to be the least' },
  {
    symbols: ['trained minimum'],
    name: 'trained minimum',
    meaning: 'where training with a small η came to rest, before η was raised, B lowered or a noise switched on',
  },
  {
    symbols: ['θ_a', 'θ − θ_a', '‖θ − θ_a‖'],
    name: 'displacement',
    meaning: 'θ_a is where the escape began; θ − θ_a how far it has gone',
    column: 'moved',
  },
  {
    symbols: ['‖G‖_F', '‖G‖'],
    name: 'Frobenius norm of G',
    meaning: '√(Σλ_k²): sharpness of all directions together. Larger is sharper',
    column: 'frob_G',
  },
  { symbols: ['Tr G'], name: 'trace of G', meaning: 'Σλ_k: sharpness summed. Larger is sharper', column: 'trace_G' },
  { symbols: ['flatness'], name: 'flatness', meaning: 'said of λ₁, Tr G and ‖G‖_F: the smaller they are, the flatter the place' },
  {
    symbols: ['Σ', 'Tr Σ'],
    name: 'noise covariance',
    meaning:
      'of the gradient of one sample drawn at random; minibatches of B have Σ/B, drawn without replacement times (n−B)/(n−1). Its trace is the size of the noise',
    column: 'trace_sigma',
  },
  { symbols: ['Σ₁'], name: 'uncentred noise', meaning: 'Σ without taking the mean away: Σ + ∇L∇Lᵀ' },
  {
    symbols: ['2LG', '2L·G'],
    name: 'aligned noise',
    meaning: 'the noise that has exactly the shape of the curvature and the size that the loss implies: μ = 1 and g = 1',
  },
  {
    symbols: ['μ', 'μ(θ)'],
    name: 'loss alignment',
    meaning:
      'Tr(ΣG)/(2L‖G‖_F²) = α·β: how much of the noise goes where it raises the loss; 1 at Σ = 2L·G, much less for isotropic noise in many directions',
    column: 'mu',
  },
  {
    symbols: ['α'],
    name: 'agreement of shapes',
    meaning: 'cosine between Σ and G as matrices: 1 when they have one shape',
    column: 'alpha',
  },
  { symbols: ['β'], name: 'relative size', meaning: '‖Σ‖_F/(2L‖G‖_F): the noise’s size against what the loss implies', column: 'beta' },
  {
    symbols: ['g', 'g(v_k)', 'g(θ;v_k)', 'g_k', 'g₁', 'g(v₁)'],
    name: 'directional alignment',
    meaning: 'v_kᵀΣv_k/(2L·λ_k): the noise along v_k against the curvature there, 1 at Σ = 2L·G',
    column: 'g',
  },
  {
    symbols: ['certificate'],
    name: 'certificate',
    meaning: 'the least and the largest μ (or g) that any θ has on this very data set: exact, for linear models, and no bound',
  },
  {
    symbols: ['isotropic'],
    name: 'isotropic noise',
    meaning: 'noise of equal size in all directions. Of the same trace its μ is μ_iso: what alignment is measured against',
    column: 'mu_isotropic',
  },
  {
    symbols: ['Gaussian inputs'],
    name: 'Gaussian inputs',
    meaning: 'what μ would be in closed form for normally distributed samples, n → ∞',
    column: 'mu_gaussian',
  },
  {
    symbols: ['2/λ₁', '2/η'],
    name: 'edge of gradient descent',
    meaning: 'with η above 2/λ₁, that is λ₁ above 2/η, every step along v₁ overshoots by more than it came: GD leaves',
  },
  {
    symbols: ['√(B/μ)/η', '√(B/μ)/‖G‖', '√B/‖G‖', '√(B/μ)'],
    name: 'the paper’s bound for SGD',
    meaning:
      'stable in mean square SGD can only be where ‖G‖_F ≤ √(B/μ)/η: above it the noise alone makes the expected loss E[L] grow. Necessary, not sufficient: below it E[L] may still grow, and above it a single run may stay long',
  },
  {
    symbols: ['B*', 'B∗'],
    name: 'batch size of the bound',
    meaning: 'μ(η‖G‖_F)²: with smaller minibatches the expected loss E[L] grows from step to step. With larger ones the bound says nothing',
  },
  {
    symbols: ['ρ'],
    name: 'growth of E[L]',
    meaning:
      'factor per step by which the expected loss grows beside a minimum: above 1 unstable in mean square, though most runs may come back',
  },
  {
    symbols: ['Λ', 'ψ(Λ)'],
    name: 'Lyapunov exponent',
    meaning: 'growth per step of a typical run’s distance from the minimum; above 0 typical runs leave',
  },
  {
    symbols: ['κ'],
    name: 'tail index',
    meaning:
      'the power of the distance from the minimum whose mean neither grows nor falls: higher moments grow. Below 2 the stationary variance is infinite, though typical runs come back',
  },
  {
    symbols: ['E[L]', '√E[L]'],
    name: 'expected loss',
    meaning: 'mean over all minibatches that might have been drawn: carried by rare runs, often far above a typical one',
  },
  {
    symbols: ['η*', '2/η*'],
    name: 'exact threshold of SGD',
    meaning: 'the learning rate up to which E[L] decays beside an interpolating minimum',
    column: 'eta_star',
  },
  {
    symbols: ['D_k', 'D₁', 'D_1'],
    name: 'energy in flat over sharp directions',
    meaning: 'Σ_{i>k} λ_i w_i² / Σ_{i≤k} λ_i w_i². It falls when the run leaves along the k sharpest directions alone',
    column: 'D',
  },
  {
    symbols: ['× paper’s', 'paper’s bound'],
    name: 'the paper’s bound on D_k',
    meaning: 'Σ_{i>k}λ_i²/Σ_{i≤k}λ_i², the constant C taken as 1: how many times as large the exact mean of D_k comes out',
  },
  {
    symbols: ['C'],
    name: 'constant of the escape bound',
    meaning:
      'the paper: D_k ≥ C·Σ_{i>k}λ_i²/Σ_{i≤k}λ_i² for SGD, with an unnamed constant; the line is drawn with C = 1. In counts: outputs of the model',
  },
  {
    symbols: ['d_eff', 'n/d_eff'],
    name: 'effective dimension',
    meaning: 'directions that count: min{Tr G/λ₁, ‖G‖_F²/λ₁²}. Alignment asks for many samples per d_eff, not per parameter',
    column: 'd_eff',
  },
  {
    symbols: ['BS', 'batch sharpness'],
    name: 'batch sharpness',
    meaning:
      'curvature that a step meets on its own minibatch, in the mean. It is said to rise to 2/η as SGD trains; in the settings here it often does not',
    column: 'batch_sharpness',
  },
  {
    symbols: ['GNI'],
    name: 'gradient–noise interaction',
    meaning: 'mean curvature that the minibatch gradients meet on the whole loss, per ‖∇L‖²',
    column: 'gni',
  },
  { symbols: ['χ_k'], name: 'dominant share', meaning: 'share of ‖∇L‖² in the k sharpest directions of G', column: 'chi' },
  { symbols: ['χ_k(t)'], name: 'response', meaning: 'how far w_k moves after t steps under a constant force along v_k, per force' },
  {
    symbols: ['T', 'T_k'],
    name: 'effective temperature',
    meaning: 'fluctuation of w_k over its response to a force: at equilibrium one number, here one per direction',
  },
  {
    symbols: ['γ', 'γ(H)', 'γ(G)'],
    name: 'exponent of Σ against curvature',
    meaning: 'fitted in Σ_ii ∝ H_ii^γ; 1 where noise follows curvature in proportion',
  },
  { symbols: ['γ*'], name: 'largest margin', meaning: 'the widest gap that a line through 0 can leave between two classes' },
  { symbols: ['σ²', 'σ_i²'], name: 'variance', meaning: 'how much the run moves along a principal direction once it has come to rest' },
  { symbols: ['ψ'], name: 'exponent of variance against flatness', meaning: 'fitted in σ² ∝ flatness^(−ψ)' },
  {
    symbols: ['h', 'h²'],
    name: 'a force, or second derivatives',
    meaning: 'the constant force of a response, and the h_i of single samples’ curvature',
  },
  { symbols: ['m'], name: 'momentum, or width', meaning: 'share of the last step that a step keeps; of a layer, its units' },
  {
    symbols: ['Ση', 'η·t'],
    name: 'intrinsic time',
    meaning: 'learning rates summed over steps: the time of the gradient flow',
    column: 'time',
  },
  {
    symbols: ['dense teacher'],
    name: 'dense teacher',
    meaning: 'the labels come from a linear function with weight on every input coordinate',
  },
  { symbols: ['sparse teacher'], name: 'sparse teacher', meaning: 'the labels come from a linear function of a few input coordinates' },
  {
    symbols: ['explicit list'],
    name: 'explicit spectrum',
    meaning: 'variances of the input coordinates, one by one; the last number of the list holds for all coordinates after it',
  },
  {
    symbols: ['fingerprint'],
    name: 'fingerprint',
    meaning: 'a hash of every arm’s parameters: equal fingerprints mean equal runs',
  },
  { symbols: ['arm'], name: 'arm', meaning: 'one optimizer on the same problem, start and random numbers as the others' },
  { symbols: ['minibatch', 'minibatches'], name: 'minibatch', meaning: 'the B samples, drawn at random, that one step of SGD looks at' },
]
