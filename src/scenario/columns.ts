/**
 * The measured columns, one entry each: every number that a row of metrics.csv, of a trace or of an export may hold. A new
 * column is a line here; the type checker then asks its filler for the value and its check for a second derivation.
 *
 *     COLUMNS.mu.symbol        // 'μ'
 *     columnsFor({ k: 3 })     // where each number of a row stands: `rowLayout.ts`
 */
export interface Column {
  /** As formulas and texts write it. */
  readonly symbol: string
  /** Of what it counts; '' for numbers without a unit. */
  readonly unit: string
  /** What the documentation says of it, in Markdown. */
  readonly meaning: string
  /** True where `curvature=H` puts the same quantity with the Hessian in place of G into the column. */
  readonly withH?: true
  /** A group of columns `name_1, name_2, …`, one for each of these; without it a single column. */
  readonly per?: 'direction' | 'eigenvalue of H' | 'layer'
  /** Who fills it in. */
  readonly filledBy: Filler
  /** What its values are compared with. */
  readonly checkedBy: Check
}

/** Each is one call `fill(row, columns, filler, values)`, whose values must be complete. */
export type Filler =
  /** What every model has computed at θ: `sim/row.ts`. */
  | 'state'
  /** The energies along all directions: `sim/row.ts`. */
  | 'energies'
  /** The test set: `sim/measure.ts`, `sim/netRow.ts`. */
  | 'test set'
  /** A network's trained layers: `sim/netRow.ts`. */
  | 'layers'
  /** Products with H: `sim/spectrum/read.ts`. */
  | 'hessian'
  /** The steps taken: `sim/simulation.ts`. */
  | 'clock'
  /** The place where the escape began, and all directions there: `sim/displacement.ts`. */
  | 'anchor'
  | 'displacement'
  /** Closed forms: `theory/gaussian.ts`. */
  | 'theory'

/** Second derivations, each a function of `sim/testing/columns/` whose values must be complete; `sim/columns.test.ts` compares. */
export type Check =
  /** G and Σ as dense p×p matrices from numerical differences of f, sample by sample. */
  | 'matrices'
  /** H as a dense matrix, or its forms along the probes, from numerical differences. */
  | 'second differences'
  /** The steps that were really taken, and their minibatches. */
  | 'steps'
  /** The mean change of the loss over every minibatch. */
  | 'minibatches'
  /** Moments over the population by Gauss–Hermite quadrature. */
  | 'quadrature'
  /** The test set gone through sample by sample. */
  | 'test samples'
  /** θ as recorded at every step. */
  | 'path'

export const COLUMNS = {
  step: { symbol: 't', unit: 'steps', meaning: 'steps taken', filledBy: 'state', checkedBy: 'steps' },
  lr: { symbol: 'η', unit: '', meaning: 'learning rate of the next step', filledBy: 'state', checkedBy: 'steps' },
  batch_size: {
    symbol: 'B',
    unit: 'samples',
    meaning: 'batch size of the next step; n for gradient descent and for an arm without noise',
    filledBy: 'state',
    checkedBy: 'steps',
  },
  loss: { symbol: 'L', unit: '', meaning: 'loss of all n training samples', filledBy: 'state', checkedBy: 'matrices' },
  grad_norm: {
    symbol: '‖∇L‖',
    unit: '',
    meaning: 'length of the gradient of all n training samples',
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  mu: {
    symbol: 'μ',
    unit: '',
    meaning: 'loss alignment Tr(ΣG)/(2L‖G‖_F²) = α·β',
    withH: true,
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  alpha: {
    symbol: 'α',
    unit: '',
    meaning: 'cosine between the matrices, Tr(ΣG)/(‖Σ‖_F‖G‖_F)',
    withH: true,
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  beta: { symbol: 'β', unit: '', meaning: 'relative size, ‖Σ‖_F/(2L‖G‖_F)', withH: true, filledBy: 'state', checkedBy: 'matrices' },
  rel_dist: {
    symbol: '‖Σ−2LG‖_F/‖2LG‖_F',
    unit: '',
    meaning: 'relative distance of Σ from 2LG',
    withH: true,
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  trace_G: { symbol: 'Tr G', unit: '', meaning: 'sum of the eigenvalues of G', filledBy: 'state', checkedBy: 'matrices' },
  frob_G: { symbol: '‖G‖_F', unit: '', meaning: 'Frobenius norm of G', filledBy: 'state', checkedBy: 'matrices' },
  trace_sigma: {
    symbol: 'Tr Σ',
    unit: '',
    meaning: 'total variance of a gradient of one sample',
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  d_eff: {
    symbol: 'd_eff',
    unit: '',
    meaning: 'effective dimension min{Tr G/λ₁, ‖G‖_F²/λ₁²}',
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  noise_share: {
    symbol: '|noise|/(|noise|+|drift|)',
    unit: '',
    meaning:
      "share of the noise in one step's expected change of loss; of an arm with synthetic noise, that noise; empty for optimizers other than sgd and gd",
    filledBy: 'state',
    checkedBy: 'minibatches',
  },
  mu_isotropic: {
    symbol: 'μ_iso',
    unit: '',
    meaning: 'μ of isotropic noise with the same trace',
    withH: true,
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  mu_proportional: {
    symbol: 'μ_prop',
    unit: '',
    meaning: 'μ of Σ = c·G with the same trace',
    withH: true,
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  mu_gaussian: {
    symbol: 'μ_Gauss',
    unit: '',
    meaning: 'closed form of μ for Gaussian inputs',
    filledBy: 'theory',
    checkedBy: 'quadrature',
  },
  path_x: { symbol: 'x', unit: '', meaning: "θ on the landscape's plane, first axis", filledBy: 'state', checkedBy: 'matrices' },
  path_y: { symbol: 'y', unit: '', meaning: "θ on the landscape's plane, second axis", filledBy: 'state', checkedBy: 'matrices' },
  sigma_xx: {
    symbol: 'xᵀΣx',
    unit: '',
    meaning:
      'Σ on that plane, along the first axis; of an arm with synthetic noise, what stands for Σ: η²/B times it is the covariance of a step',
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  sigma_xy: { symbol: 'xᵀΣy', unit: '', meaning: 'Σ on that plane, between the axes', filledBy: 'state', checkedBy: 'matrices' },
  sigma_yy: { symbol: 'yᵀΣy', unit: '', meaning: 'Σ on that plane, along the second axis', filledBy: 'state', checkedBy: 'matrices' },
  G_xx: { symbol: 'xᵀGx', unit: '', meaning: 'G on that plane, along the first axis', filledBy: 'state', checkedBy: 'matrices' },
  G_xy: { symbol: 'xᵀGy', unit: '', meaning: 'G on that plane, between the axes', filledBy: 'state', checkedBy: 'matrices' },
  G_yy: { symbol: 'yᵀGy', unit: '', meaning: 'G on that plane, along the second axis', filledBy: 'state', checkedBy: 'matrices' },
  test_loss: {
    symbol: 'L_test',
    unit: '',
    meaning: 'mean loss on the test set; `nan` where there is none',
    filledBy: 'test set',
    checkedBy: 'test samples',
  },
  test_error: {
    symbol: 'error_test',
    unit: '',
    meaning: 'share of wrong classes on the test set; `nan` also where numbers are to be predicted',
    filledBy: 'test set',
    checkedBy: 'test samples',
  },
  trace_H: {
    symbol: 'Tr H',
    unit: '',
    meaning: 'with `hessian=h`: trace of the Hessian',
    filledBy: 'hessian',
    checkedBy: 'second differences',
  },
  trace_H_se: {
    symbol: 'se(Tr H)',
    unit: '',
    meaning: 'standard error of Tr H, 0 where it is exact',
    filledBy: 'hessian',
    checkedBy: 'second differences',
  },
  frob_H: {
    symbol: '‖H‖_F',
    unit: '',
    meaning: 'Frobenius norm of the Hessian, with `curvature=H` only',
    filledBy: 'hessian',
    checkedBy: 'second differences',
  },
  lambda_H_error: {
    symbol: 'max ‖Hv − λv‖',
    unit: '',
    meaning: 'each of `lambda_H_1…h` is within it of an eigenvalue of H',
    filledBy: 'hessian',
    checkedBy: 'second differences',
  },
  measured_on: {
    symbol: 'n_measured',
    unit: 'samples',
    meaning:
      'samples that noise and curvature were measured on: all n, or a fixed choice of them where all would cost too much or `of` says so; `loss` and `grad_norm` are always those of all n',
    filledBy: 'state',
    checkedBy: 'steps',
  },
  time: {
    symbol: 'Ση',
    unit: '',
    meaning: 'sum of η over the steps taken: the time of the gradient flow that the run follows',
    filledBy: 'clock',
    checkedBy: 'steps',
  },
  moved: {
    symbol: '‖θ − θ_a‖',
    unit: '',
    meaning: 'distance from θ_a, where the escape began: at a planted minimum or at the last event that began one',
    filledBy: 'anchor',
    checkedBy: 'path',
  },
  moved_rest: {
    symbol: '‖P_⊥(θ − θ_a)‖',
    unit: '',
    meaning: 'part of θ − θ_a outside the k sharpest directions of G at θ_a',
    filledBy: 'displacement',
    checkedBy: 'path',
  },
  anchor_step: { symbol: 't_a', unit: 'steps', meaning: 'the step of θ_a, 0 for a planted minimum', filledBy: 'anchor', checkedBy: 'path' },
  anchor_x: { symbol: 'x_a', unit: '', meaning: "θ_a on the landscape's plane, first axis", filledBy: 'anchor', checkedBy: 'path' },
  anchor_y: { symbol: 'y_a', unit: '', meaning: "θ_a on the landscape's plane, second axis", filledBy: 'anchor', checkedBy: 'path' },
  lambda: {
    symbol: 'λ_k',
    unit: '',
    meaning: 'eigenvalues of G, largest first',
    per: 'direction',
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  g: {
    symbol: 'g(θ;v_k)',
    unit: '',
    meaning: 'directional alignment v_kᵀΣv_k/(2L·λ_k)',
    withH: true,
    per: 'direction',
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  g_gaussian: {
    symbol: 'g_Gauss(θ;v_k)',
    unit: '',
    meaning: 'closed form of g for Gaussian inputs',
    per: 'direction',
    filledBy: 'theory',
    checkedBy: 'quadrature',
  },
  D: {
    symbol: 'D_k',
    unit: '',
    meaning: 'energy in the directions beyond v_k over energy up to v_k (for networks with the squared loss and n·C ≤ 256)',
    per: 'direction',
    filledBy: 'energies',
    checkedBy: 'matrices',
  },
  energy: {
    symbol: '(v_k·∇L)²/λ_k',
    unit: '',
    meaning: 'the part of 2L that lies along v_k',
    per: 'direction',
    filledBy: 'state',
    checkedBy: 'matrices',
  },
  moved_along: {
    symbol: 'v_k·(θ − θ_a)',
    unit: '',
    meaning: 'displacement along the directions of G at θ_a, up to one sign per direction',
    per: 'direction',
    filledBy: 'displacement',
    checkedBy: 'path',
  },
  lambda_H: {
    symbol: 'λ_k(H)',
    unit: '',
    meaning: 'with `hessian=h`: largest eigenvalues of the Hessian; with `curvature=H` at least k of them',
    per: 'eigenvalue of H',
    filledBy: 'hessian',
    checkedBy: 'second differences',
  },
  layer_G: {
    symbol: 'Tr G_ll/Tr G',
    unit: '',
    meaning: 'networks only: share of Tr G of each trained layer, counted from the input; `layers` in run.json names them',
    per: 'layer',
    filledBy: 'layers',
    checkedBy: 'matrices',
  },
  layer_mu: {
    symbol: 'Tr (ΣG)_ll/Tr ΣG',
    unit: '',
    meaning: 'networks only: share of Tr(ΣG) of each trained layer',
    per: 'layer',
    filledBy: 'layers',
    checkedBy: 'matrices',
  },
} as const satisfies Record<string, Column>

export type ColumnName = keyof typeof COLUMNS
/** Groups of columns `name_1, name_2, …`. */
export type Vector = { [N in ColumnName]: (typeof COLUMNS)[N] extends { per: string } ? N : never }[ColumnName]
/** Single columns. */
export type Scalar = Exclude<ColumnName, Vector>
/** A column as files name it. */
export type ColumnHeader = Scalar | `${Vector}_${number}`

type Answering<Key extends 'filledBy' | 'checkedBy', Value> = {
  [N in ColumnName]: (typeof COLUMNS)[N][Key] extends Value ? N : never
}[ColumnName]

/** Columns that `curvature=H` reads with H. */
export type VariantWithH = { [N in ColumnName]: (typeof COLUMNS)[N] extends { withH: true } ? N : never }[ColumnName]

/** The values that a filler owes: a number for a single column, one per direction, eigenvalue or layer for a group. */
export type Filled<F extends Filler> = {
  readonly [N in Answering<'filledBy', F>]: N extends Vector ? ArrayLike<number> : number
}

/** The values that a second derivation owes, of a kind of its own. */
export type Checked<C extends Check, Value> = {
  readonly [N in Answering<'checkedBy', C>]: N extends Vector ? readonly Value[] : Value
}

const isVector = (name: ColumnName): name is Vector => 'per' in COLUMNS[name]
const NAMES = Object.keys(COLUMNS) as ColumnName[]

/** In the order of a row: single columns first, then the groups. */
export const SCALARS = NAMES.filter(name => !isVector(name)) as readonly Scalar[]
export const VECTORS = NAMES.filter(isVector) as readonly Vector[]

/** Whether the same quantity with H takes the column's place under `curvature=H`. */
export const hasVariantWithH = (name: ColumnName): name is VariantWithH => 'withH' in COLUMNS[name]
