import type { ColumnName } from './columns'

/**
 * The words of the table of columns, apart from its facts: documentation and explanations need them, the first picture does
 * not, and they weigh ten times as much.
 */
export interface ColumnText {
  /** As formulas and texts write it. */
  readonly symbol: string
  /** Of what it counts; '' for numbers without a unit. */
  readonly unit: string
  /** What the documentation says of it, in Markdown. */
  readonly meaning: string
}

export const COLUMN_TEXTS = {
  step: { symbol: 't', unit: 'steps', meaning: 'steps taken' },
  lr: { symbol: 'η', unit: '', meaning: 'learning rate of the next step' },
  batch_size: { symbol: 'B', unit: 'samples', meaning: 'batch size of the next step; n for gradient descent and for an arm without noise' },
  loss: { symbol: 'L', unit: '', meaning: 'loss of all n training samples' },
  grad_norm: { symbol: '‖∇L‖', unit: '', meaning: 'length of the gradient of all n training samples' },
  mu: { symbol: 'μ', unit: '', meaning: 'loss alignment Tr(ΣG)/(2L‖G‖_F²) = α·β' },
  alpha: { symbol: 'α', unit: '', meaning: 'cosine between the matrices, Tr(ΣG)/(‖Σ‖_F‖G‖_F)' },
  beta: { symbol: 'β', unit: '', meaning: 'relative size, ‖Σ‖_F/(2L‖G‖_F)' },
  rel_dist: { symbol: '‖Σ−2LG‖_F/‖2LG‖_F', unit: '', meaning: 'relative distance of Σ from 2LG' },
  trace_G: { symbol: 'Tr G', unit: '', meaning: 'sum of the eigenvalues of G' },
  frob_G: { symbol: '‖G‖_F', unit: '', meaning: 'Frobenius norm of G' },
  trace_sigma: { symbol: 'Tr Σ', unit: '', meaning: 'total variance of a gradient of one sample' },
  d_eff: { symbol: 'd_eff', unit: '', meaning: 'effective dimension min{Tr G/λ₁, ‖G‖_F²/λ₁²}' },
  noise_share: {
    symbol: '|noise|/(|noise|+|drift|)',
    unit: '',
    meaning:
      "share of the noise in one step's expected change of loss; of an arm with synthetic noise, that noise; `nan` for optimizers other than sgd and gd",
  },
  gni: {
    symbol: 'GNI',
    unit: '',
    meaning:
      "gradient–noise interaction E_B[g_BᵀGg_B]/‖∇L‖², to be held against 2/η, over the arm's own way of drawing; of an arm with synthetic noise, that noise; always with the centred Σ; `nan` with `probes`, and where ‖∇L‖² is lost in the rounding of the gradients it is a sum of",
  },
  b_simple: {
    symbol: 'Tr Σ/‖∇L‖²',
    unit: 'samples',
    meaning: 'minibatches of fewer samples have more noise than gradient (the simple noise scale); `nan` as `gni` is',
  },
  b_noise: {
    symbol: 'Tr(ΣG)/∇LᵀG∇L',
    unit: 'samples',
    meaning:
      'likewise of what a step does to the loss at second order, 2L‖G‖_F²μ/(∇LᵀG∇L): minibatches of fewer samples raise it more by their noise than by their gradient; `nan` as `gni` is',
  },
  mu_isotropic: { symbol: 'μ_iso', unit: '', meaning: 'μ of isotropic noise with the same trace' },
  mu_proportional: { symbol: 'μ_prop', unit: '', meaning: 'μ of Σ = c·G with the same trace' },
  mu_acting: {
    symbol: 'μ_acting',
    unit: '',
    meaning:
      'μ of the noise that acts: of an arm with synthetic noise that of its own in place of Σ, 0 without noise; with `curvature=H` known of `isotropic` and `gaussian` alone',
  },
  mu_gaussian: { symbol: 'μ_Gauss', unit: '', meaning: 'closed form of μ for Gaussian inputs' },
  path_x: {
    symbol: 'x',
    unit: '',
    meaning:
      "θ on the landscape's plane, first axis. A plane that moves on with the arms is laid anew for every row on the command line; a row of the page is read on the plane that is on screen then",
  },
  path_y: { symbol: 'y', unit: '', meaning: "θ on the landscape's plane, second axis" },
  path_distance: { symbol: 'dist', unit: '', meaning: "distance of θ from the landscape's plane" },
  path_loss: { symbol: 'L_plane', unit: '', meaning: "L at θ's projection on the landscape's plane, of the samples measured" },
  sigma_xx: {
    symbol: 'xᵀΣx',
    unit: '',
    meaning:
      'Σ on that plane, along the first axis; of an arm with synthetic noise, what stands for Σ: η²/B times it, and times (n−B)/(n−1) where `sampling` is without replacement, is the covariance of a step',
  },
  sigma_xy: { symbol: 'xᵀΣy', unit: '', meaning: 'Σ on that plane, between the axes' },
  sigma_yy: { symbol: 'yᵀΣy', unit: '', meaning: 'Σ on that plane, along the second axis' },
  G_xx: { symbol: 'xᵀGx', unit: '', meaning: 'G on that plane, along the first axis' },
  G_xy: { symbol: 'xᵀGy', unit: '', meaning: 'G on that plane, between the axes' },
  G_yy: { symbol: 'yᵀGy', unit: '', meaning: 'G on that plane, along the second axis' },
  test_loss: { symbol: 'L_test', unit: '', meaning: 'mean loss on the test set; `nan` where there is none' },
  test_error: {
    symbol: 'error_test',
    unit: '',
    meaning: 'share of wrong classes on the test set; `nan` also where numbers are to be predicted',
  },
  trace_H: { symbol: 'Tr H', unit: '', meaning: 'with `hessian=h`: trace of the Hessian' },
  trace_H_se: { symbol: 'se(Tr H)', unit: '', meaning: 'standard error of Tr H, 0 where it is exact' },
  frob_H: { symbol: '‖H‖_F', unit: '', meaning: 'Frobenius norm of the Hessian, with `curvature=H` only' },
  lambda_H_error: { symbol: 'max ‖Hv − λv‖', unit: '', meaning: 'each of `lambda_H_1…h` is within it of an eigenvalue of H' },
  lambda_min_H: {
    symbol: 'λ_min(H)',
    unit: '',
    meaning: 'with `hessian=h`: the algebraically smallest eigenvalue of the Hessian, negative where the loss bends down',
  },
  lambda_min_H_error: {
    symbol: '‖Hv − λ_min v‖',
    unit: '',
    meaning: '`lambda_min_H` is within it of an eigenvalue of H; the search ends after 60 products',
  },
  batch_sharpness: {
    symbol: 'BS',
    unit: '',
    meaning:
      "with `batches` only: batch sharpness E_B[g_BᵀH_Bg_B/‖g_B‖²] over the arm's own minibatches, gradient and Hessian of the same minibatch, to be held against 2/η; of gradient descent that of all samples; minibatches without a gradient are left out; `nan` under synthetic noise and where `mu` has no digits",
  },
  batch_sharpness_se: {
    symbol: 'se(BS)',
    unit: '',
    meaning: 'its standard error; 0 where all minibatches were gone through, which is so where there are no more than `batches`',
  },
  batch_sharpness_gn: {
    symbol: 'BS_G',
    unit: '',
    meaning: 'the same with the Gauss–Newton matrix of the minibatch; with B = 1 and one output it is Tr G',
  },
  batch_sharpness_gn_se: { symbol: 'se(BS_G)', unit: '', meaning: 'its standard error, likewise' },
  eta_star: {
    symbol: 'η*',
    unit: '',
    meaning:
      "with `edge=on` only: the exact threshold of mean-square stability of the model linearized at θ, as if its residuals vanished there (arXiv 2306.07850), at the arm's B and way of drawing: at an interpolating minimum E[L] decays below it and grows above; without noise 2/λ₁(G). `nan` for cross-entropy, momentum, other optimizers, reshuffled epochs, synthetic noise other than `gaussian`, and beyond some 300 samples and directions",
  },
  commutator: {
    symbol: '‖[Σ,G]‖_F/(‖Σ‖_F‖G‖_F)',
    unit: '',
    meaning:
      'with `edge=on` only: how far Σ (centred) and G are from having the same eigenvectors (arXiv 2602.05600), to be read beside the next; `nan` for cross-entropy, where `mu` has no digits, and beyond some 300 samples and directions',
  },
  commutator_baseline: {
    symbol: '‖[QΣQᵀ,G]‖_F/(‖Σ‖_F‖G‖_F)',
    unit: '',
    meaning:
      'the root of the mean square of the same over all rotations Q of Σ among the directions of G, exactly: what eigenvectors that have nothing to do with each other give',
  },
  mu_se: {
    symbol: 'se(μ)',
    unit: '',
    meaning: 'with `probes` only: standard error of `mu`, which is an estimate then, as all that follows from Σ and G but `lambda` and `g`',
  },
  alpha_se: { symbol: 'se(α)', unit: '', meaning: 'with `probes` only: standard error of `alpha`' },
  beta_se: { symbol: 'se(β)', unit: '', meaning: 'with `probes` only: standard error of `beta`' },
  trace_sigma_se: { symbol: 'se(Tr Σ)', unit: '', meaning: 'with `probes` only: standard error of `trace_sigma`' },
  trace_G_se: { symbol: 'se(Tr G)', unit: '', meaning: 'with `probes` only: standard error of `trace_G`' },
  frob_G_se: { symbol: 'se(‖G‖_F)', unit: '', meaning: 'with `probes` only: standard error of `frob_G`' },
  loss_rounding: {
    symbol: 'Δ(L)',
    unit: '',
    meaning:
      'bound of the rounding error of `loss`; of networks at every step (with cross-entropy on the processor), and of models with two parameters, elsewhere only near interpolation, and `nan` where it does not matter',
  },
  mu_rounding: {
    symbol: 'Δ(μ)',
    unit: '',
    meaning:
      'likewise of `mu`, which is `nan` where that is more than half of it, as all that follows from Σ then is: it has no digits; with `curvature=H` `nan` for networks of more than one hidden layer',
  },
  alpha_rounding: { symbol: 'Δ(α)', unit: '', meaning: 'likewise of `alpha`' },
  beta_rounding: { symbol: 'Δ(β)', unit: '', meaning: 'likewise of `beta`' },
  rel_dist_rounding: { symbol: 'Δ(rel_dist)', unit: '', meaning: 'likewise of `rel_dist`' },
  measured_on: {
    symbol: 'n_measured',
    unit: 'samples',
    meaning:
      'samples that noise and curvature were measured on: all n, or a fixed choice of them where all would cost too much or `of` says so; `loss` and `grad_norm` are always those of all n',
  },
  time: { symbol: 'Ση', unit: '', meaning: 'sum of η over the steps taken: the time of the gradient flow that the run follows' },
  moved: {
    symbol: '‖θ − θ_a‖',
    unit: '',
    meaning: 'distance from θ_a, where the escape began: at a planted minimum or at the last event that began one',
  },
  moved_rest: { symbol: '‖P_⊥(θ − θ_a)‖', unit: '', meaning: 'part of θ − θ_a outside the k sharpest directions of G at θ_a' },
  anchor_step: { symbol: 't_a', unit: 'steps', meaning: 'the step of θ_a, 0 for a planted minimum' },
  anchor_x: { symbol: 'x_a', unit: '', meaning: "θ_a on the landscape's plane, first axis" },
  anchor_y: { symbol: 'y_a', unit: '', meaning: "θ_a on the landscape's plane, second axis" },
  lambda: { symbol: 'λ_k', unit: '', meaning: 'eigenvalues of G, largest first' },
  g: { symbol: 'g(θ;v_k)', unit: '', meaning: 'directional alignment v_kᵀΣv_k/(2L·λ_k)' },
  g_rounding: {
    symbol: 'Δ(g)',
    unit: '',
    meaning:
      'bound of the rounding error of `g`, turns of the direction included: large where neighbouring eigenvalues are near; `g` is `nan` with `mu`',
  },
  g_gaussian: { symbol: 'g_Gauss(θ;v_k)', unit: '', meaning: 'closed form of g for Gaussian inputs' },
  multiplicity: {
    symbol: 'm_k',
    unit: 'directions',
    meaning:
      'shown directions whose λ differs from that of v_k by at most 10⁻⁸λ₁ from one to the next, v_k among them: single ones of them depend on the basis, so that `g` and `energy` are means over the space they span, and D_k is `nan` where it would divide that space; the last group shown may be cut by k, and its `g`, `energy` and last D_k then depend on the basis of the directions that are shown',
  },
  D_coarse: {
    symbol: 'D_k',
    unit: '',
    meaning:
      'D_k of networks with the rank of G cut off 100 times as high. For D_k eigenvalues of K up to n·C·2.2·10⁻¹⁶ of the largest (10⁻⁶ in single precision) count as zero, and the energy along them as not there; here up to 100 times that. Where the two differ, D_k depends on it',
  },
  D: {
    symbol: 'D_k',
    unit: '',
    meaning: 'energy in the directions beyond v_k over energy up to v_k (for networks with the squared loss and n·C ≤ 256)',
  },
  energy: { symbol: '(v_k·∇L)²/λ_k', unit: '', meaning: 'the part of 2L that lies along v_k' },
  chi: {
    symbol: 'χ_k',
    unit: '',
    meaning:
      'share of ‖∇L‖² in the k sharpest directions of G; `nan` as `gni` is (but with `probes`), and where it would divide the space of one eigenvalue',
  },
  moved_along: {
    symbol: 'v_k·(θ − θ_a)',
    unit: '',
    meaning: 'displacement along the directions of G at θ_a, up to one sign per direction',
  },
  lambda_H: {
    symbol: 'λ_k(H)',
    unit: '',
    meaning: 'with `hessian=h`: largest eigenvalues of the Hessian; with `curvature=H` at least k of them',
  },
  layer_G: {
    symbol: 'Tr G_ll/Tr G',
    unit: '',
    meaning: 'networks only: share of Tr G of each trained layer, counted from the input; `layers` in run.json names them',
  },
  layer_mu: { symbol: 'Tr (ΣG)_ll/Tr ΣG', unit: '', meaning: 'networks only: share of Tr(ΣG) of each trained layer' },
  layer_lambda_G: {
    symbol: 'λ₁(G_ll)',
    unit: '',
    meaning:
      'with `bylayer=on` only: the largest eigenvalue of the block of G that a trained layer has by itself; its trace is `layer_G` times `trace_G`',
  },
  layer_lambda_G_error: {
    symbol: '‖G_ll v − λv‖',
    unit: '',
    meaning: 'it is within it of an eigenvalue of G_ll; of layers of up to 200 parameters what rounding does',
  },
  layer_trace_H: {
    symbol: 'Tr H_ll',
    unit: '',
    meaning:
      'with `bylayer=on` only, of networks: trace of the block of the Hessian that a trained layer has by itself, layers counted as for `layer_G`; with `probes` `nan` of layers of more than 200 parameters',
  },
  layer_trace_H_se: { symbol: 'se(Tr H_ll)', unit: '', meaning: 'standard error of Tr H_ll, 0 where it is exact' },
  layer_lambda_H: { symbol: 'λ_max(H_ll)', unit: '', meaning: 'with `bylayer=on` only: the largest eigenvalue of that block' },
  layer_lambda_min_H: { symbol: 'λ_min(H_ll)', unit: '', meaning: 'with `bylayer=on` only: its algebraically smallest eigenvalue' },
  layer_lambda_H_error: {
    symbol: 'max ‖H_ll v − λv‖',
    unit: '',
    meaning: 'each of the two is within it of an eigenvalue of H_ll; of layers of up to 200 parameters what rounding does',
  },
  layer_commutator: {
    symbol: '‖[Σ_ll,G_ll]‖_F/(‖Σ_ll‖_F‖G_ll‖_F)',
    unit: '',
    meaning:
      'with `bylayer=on` only: `commutator` of the blocks of Σ and G that a layer has by itself, as published results are read (arXiv 2602.05600); `nan` as that is',
  },
  layer_commutator_baseline: {
    symbol: '‖[QΣ_llQᵀ,G_ll]‖_F/(‖Σ_ll‖_F‖G_ll‖_F)',
    unit: '',
    meaning: 'the same over all rotations Q of Σ_ll among the directions of G_ll, as `commutator_baseline`; `nan` of a single direction',
  },
  accuracy: {
    symbol: 'right_h',
    unit: '',
    meaning: 'with `source=hops` only: share of right answers to unseen questions of 1, 2, … hops',
  },
} as const satisfies Readonly<Record<ColumnName, ColumnText>>
