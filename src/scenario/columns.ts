/**
 * The measured columns, one entry each: every number that a row of metrics.csv, of a trace or of an export may hold. A new
 * column is a line here; the type checker then asks for its words (`columnTexts.ts`), its filler for the value and its check
 * for a second derivation.
 *
 *     COLUMN_TEXTS.mu.symbol   // 'μ'
 *     columnsFor({ k: 3 })     // where each number of a row stands: `rowLayout.ts`
 */
export interface Column {
  /** True where `curvature=H` puts the same quantity with the Hessian in place of G into the column. */
  readonly withH?: true
  /** A group of columns `name_1, name_2, …`, one for each of these; without it a single column. */
  readonly per?: 'direction' | 'eigenvalue of H' | 'layer' | 'layer by itself' | 'number of hops'
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
  /** Each trained layer by itself: `sim/layerBlocks.ts`. */
  | 'blocks'
  /** Answers to questions that were never trained on: `sim/netRow.ts`. */
  | 'answers'
  /** Standard errors of a network's estimates: `sim/netRow.ts`. */
  | 'estimates'
  /** Bounds of what rounding has done: `sim/rounding.ts`. */
  | 'rounding'
  /** Minibatches one by one: `sim/batchSharpness.ts`. */
  | 'batches'
  /** All of K: `sim/fromGram.ts`. */
  | 'gram'
  /** Products with H: `sim/spectrum/read.ts`. */
  | 'hessian'
  /** The steps taken: `sim/simulation.ts`. */
  | 'clock'
  /** The arm's projection on the plane of the landscape: `sim/simulation.ts`. */
  | 'plane'
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
  step: { filledBy: 'state', checkedBy: 'steps' },
  lr: { filledBy: 'state', checkedBy: 'steps' },
  batch_size: { filledBy: 'state', checkedBy: 'steps' },
  loss: { filledBy: 'state', checkedBy: 'matrices' },
  grad_norm: { filledBy: 'state', checkedBy: 'matrices' },
  mu: { withH: true, filledBy: 'state', checkedBy: 'matrices' },
  alpha: { withH: true, filledBy: 'state', checkedBy: 'matrices' },
  beta: { withH: true, filledBy: 'state', checkedBy: 'matrices' },
  rel_dist: { withH: true, filledBy: 'state', checkedBy: 'matrices' },
  trace_G: { filledBy: 'state', checkedBy: 'matrices' },
  frob_G: { filledBy: 'state', checkedBy: 'matrices' },
  trace_sigma: { filledBy: 'state', checkedBy: 'matrices' },
  d_eff: { filledBy: 'state', checkedBy: 'matrices' },
  noise_share: { filledBy: 'state', checkedBy: 'minibatches' },
  gni: { filledBy: 'state', checkedBy: 'minibatches' },
  b_simple: { filledBy: 'state', checkedBy: 'matrices' },
  b_noise: { filledBy: 'state', checkedBy: 'matrices' },
  mu_isotropic: { withH: true, filledBy: 'state', checkedBy: 'matrices' },
  mu_proportional: { withH: true, filledBy: 'state', checkedBy: 'matrices' },
  mu_acting: { withH: true, filledBy: 'state', checkedBy: 'matrices' },
  mu_gaussian: { filledBy: 'theory', checkedBy: 'quadrature' },
  path_x: { filledBy: 'state', checkedBy: 'matrices' },
  path_y: { filledBy: 'state', checkedBy: 'matrices' },
  path_distance: { filledBy: 'plane', checkedBy: 'matrices' },
  path_loss: { filledBy: 'plane', checkedBy: 'matrices' },
  sigma_xx: { filledBy: 'state', checkedBy: 'matrices' },
  sigma_xy: { filledBy: 'state', checkedBy: 'matrices' },
  sigma_yy: { filledBy: 'state', checkedBy: 'matrices' },
  G_xx: { filledBy: 'state', checkedBy: 'matrices' },
  G_xy: { filledBy: 'state', checkedBy: 'matrices' },
  G_yy: { filledBy: 'state', checkedBy: 'matrices' },
  test_loss: { filledBy: 'test set', checkedBy: 'test samples' },
  test_error: { filledBy: 'test set', checkedBy: 'test samples' },
  trace_H: { filledBy: 'hessian', checkedBy: 'second differences' },
  trace_H_se: { filledBy: 'hessian', checkedBy: 'second differences' },
  frob_H: { filledBy: 'hessian', checkedBy: 'second differences' },
  lambda_H_error: { filledBy: 'hessian', checkedBy: 'second differences' },
  lambda_min_H: { filledBy: 'hessian', checkedBy: 'second differences' },
  lambda_min_H_error: { filledBy: 'hessian', checkedBy: 'second differences' },
  batch_sharpness: { filledBy: 'batches', checkedBy: 'minibatches' },
  batch_sharpness_se: { filledBy: 'batches', checkedBy: 'minibatches' },
  batch_sharpness_gn: { filledBy: 'batches', checkedBy: 'minibatches' },
  batch_sharpness_gn_se: { filledBy: 'batches', checkedBy: 'minibatches' },
  eta_star: { filledBy: 'gram', checkedBy: 'minibatches' },
  commutator: { filledBy: 'gram', checkedBy: 'matrices' },
  commutator_baseline: { filledBy: 'gram', checkedBy: 'matrices' },
  mu_se: { filledBy: 'estimates', checkedBy: 'matrices' },
  alpha_se: { filledBy: 'estimates', checkedBy: 'matrices' },
  beta_se: { filledBy: 'estimates', checkedBy: 'matrices' },
  trace_sigma_se: { filledBy: 'estimates', checkedBy: 'matrices' },
  trace_G_se: { filledBy: 'estimates', checkedBy: 'matrices' },
  frob_G_se: { filledBy: 'estimates', checkedBy: 'matrices' },
  loss_rounding: { filledBy: 'rounding', checkedBy: 'matrices' },
  mu_rounding: { withH: true, filledBy: 'rounding', checkedBy: 'matrices' },
  alpha_rounding: { withH: true, filledBy: 'rounding', checkedBy: 'matrices' },
  beta_rounding: { withH: true, filledBy: 'rounding', checkedBy: 'matrices' },
  rel_dist_rounding: { withH: true, filledBy: 'rounding', checkedBy: 'matrices' },
  measured_on: { filledBy: 'state', checkedBy: 'steps' },
  time: { filledBy: 'clock', checkedBy: 'steps' },
  moved: { filledBy: 'anchor', checkedBy: 'path' },
  moved_rest: { filledBy: 'displacement', checkedBy: 'path' },
  anchor_step: { filledBy: 'anchor', checkedBy: 'path' },
  anchor_x: { filledBy: 'anchor', checkedBy: 'path' },
  anchor_y: { filledBy: 'anchor', checkedBy: 'path' },
  lambda: { per: 'direction', filledBy: 'state', checkedBy: 'matrices' },
  g: { per: 'direction', withH: true, filledBy: 'state', checkedBy: 'matrices' },
  g_rounding: { per: 'direction', withH: true, filledBy: 'rounding', checkedBy: 'matrices' },
  g_gaussian: { per: 'direction', filledBy: 'theory', checkedBy: 'quadrature' },
  multiplicity: { per: 'direction', filledBy: 'state', checkedBy: 'matrices' },
  D: { per: 'direction', filledBy: 'energies', checkedBy: 'matrices' },
  D_coarse: { per: 'direction', filledBy: 'energies', checkedBy: 'matrices' },
  energy: { per: 'direction', filledBy: 'state', checkedBy: 'matrices' },
  chi: { per: 'direction', filledBy: 'state', checkedBy: 'matrices' },
  moved_along: { per: 'direction', filledBy: 'displacement', checkedBy: 'path' },
  lambda_H: { per: 'eigenvalue of H', filledBy: 'hessian', checkedBy: 'second differences' },
  layer_G: { per: 'layer', filledBy: 'layers', checkedBy: 'matrices' },
  layer_mu: { per: 'layer', filledBy: 'layers', checkedBy: 'matrices' },
  layer_lambda_G: { per: 'layer by itself', filledBy: 'blocks', checkedBy: 'matrices' },
  layer_lambda_G_error: { per: 'layer by itself', filledBy: 'blocks', checkedBy: 'matrices' },
  layer_trace_H: { per: 'layer by itself', filledBy: 'blocks', checkedBy: 'second differences' },
  layer_trace_H_se: { per: 'layer by itself', filledBy: 'blocks', checkedBy: 'second differences' },
  layer_lambda_H: { per: 'layer by itself', filledBy: 'blocks', checkedBy: 'second differences' },
  layer_lambda_min_H: { per: 'layer by itself', filledBy: 'blocks', checkedBy: 'second differences' },
  layer_lambda_H_error: { per: 'layer by itself', filledBy: 'blocks', checkedBy: 'second differences' },
  layer_commutator: { per: 'layer by itself', filledBy: 'blocks', checkedBy: 'matrices' },
  layer_commutator_baseline: { per: 'layer by itself', filledBy: 'blocks', checkedBy: 'matrices' },
  accuracy: { per: 'number of hops', filledBy: 'answers', checkedBy: 'test samples' },
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

/** The values that a filler owes: a number for a single column, one per direction, eigenvalue, layer or number of hops for a group. */
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
