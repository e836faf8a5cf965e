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
      "share of the noise in one step's expected change of loss; of an arm with synthetic noise, that noise; empty for optimizers other than sgd and gd",
  },
  mu_isotropic: { symbol: 'μ_iso', unit: '', meaning: 'μ of isotropic noise with the same trace' },
  mu_proportional: { symbol: 'μ_prop', unit: '', meaning: 'μ of Σ = c·G with the same trace' },
  mu_gaussian: { symbol: 'μ_Gauss', unit: '', meaning: 'closed form of μ for Gaussian inputs' },
  path_x: { symbol: 'x', unit: '', meaning: "θ on the landscape's plane, first axis" },
  path_y: { symbol: 'y', unit: '', meaning: "θ on the landscape's plane, second axis" },
  sigma_xx: {
    symbol: 'xᵀΣx',
    unit: '',
    meaning:
      'Σ on that plane, along the first axis; of an arm with synthetic noise, what stands for Σ: η²/B times it is the covariance of a step',
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
  g_gaussian: { symbol: 'g_Gauss(θ;v_k)', unit: '', meaning: 'closed form of g for Gaussian inputs' },
  D: {
    symbol: 'D_k',
    unit: '',
    meaning: 'energy in the directions beyond v_k over energy up to v_k (for networks with the squared loss and n·C ≤ 256)',
  },
  energy: { symbol: '(v_k·∇L)²/λ_k', unit: '', meaning: 'the part of 2L that lies along v_k' },
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
  accuracy: {
    symbol: 'right_h',
    unit: '',
    meaning: 'with `source=hops` only: share of right answers to unseen questions of 1, 2, … hops',
  },
} as const satisfies Readonly<Record<ColumnName, ColumnText>>
