/** One measured step of one arm as a row of numbers; names as in THEORY.md and in metrics.csv. */

export const SCALARS = [
  'step',
  'lr',
  'batch_size',
  'loss',
  'grad_norm',
  'mu',
  'alpha',
  'beta',
  'rel_dist',
  'trace_G',
  'frob_G',
  'trace_sigma',
  'd_eff',
  'noise_share',
  'mu_isotropic',
  'mu_proportional',
  'mu_gaussian',
  'path_x',
  'path_y',
  'sigma_xx',
  'sigma_xy',
  'sigma_yy',
  'G_xx',
  'G_xy',
  'G_yy',
  // On the test set, where there is one; NaN otherwise.
  'test_loss',
  'test_error',
  // Tr of Σ₁G's and G's counterpart with H where it is measured; standard errors of what is estimated.
  'trace_H',
  'trace_H_se',
  'frob_H',
  // The largest ‖Hv − λv‖ of the eigenvalues of H below: each is within it of a true one.
  'lambda_H_error',
  // Samples that the noise and the curvature were measured on.
  'measured_on',
  // Σ η over the steps taken.
  'time',
  // Since the escape began, at θ_a: ‖θ − θ_a‖ and its part outside the k shown directions of G at θ_a; see `displacement.ts`.
  'moved',
  'moved_rest',
  // The step of θ_a (0 for a planted minimum) and its place on the plane.
  'anchor_step',
  'anchor_x',
  'anchor_y',
] as const
export type Scalar = (typeof SCALARS)[number]

/** Per-direction groups, each with k columns named `lambda_1` and so on. */
export const VECTORS = ['lambda', 'g', 'g_gaussian', 'D', 'energy', 'moved_along'] as const
/** Groups of as many columns as eigenvalues of H are measured. */
export const OF_HESSIAN = ['lambda_H'] as const
/** Groups with a column per trained layer, counted from 1: shares of Tr G and of Tr(ΣG), which sum to one. */
export const OF_LAYERS = ['layer_G', 'layer_mu'] as const
export type Vector = (typeof VECTORS)[number] | (typeof OF_HESSIAN)[number] | (typeof OF_LAYERS)[number]

/** How many columns the groups have. */
export interface Widths {
  readonly k: number
  readonly hessian?: number
  readonly layers?: number
}

/** Where each number of a row stands, for k directions. Entries that do not exist for a run are NaN. */
export interface Columns {
  readonly k: number
  /** Eigenvalues of H, and layers, that have columns. */
  readonly hessian: number
  readonly layers: number
  readonly names: readonly string[]
  readonly width: number
  readonly at: Readonly<Record<Scalar, number>>
  /** Column of direction 1; direction k stands k − 1 further. */
  readonly first: Readonly<Record<Vector, number>>
}

export function columnsFor({ k, hessian = 0, layers = 0 }: Widths): Columns {
  const at = Object.fromEntries(SCALARS.map((name, i) => [name, i])) as Record<Scalar, number>
  const names: string[] = [...SCALARS]
  const first = {} as Record<Vector, number>
  const add = (group: Vector, count: number) => {
    first[group] = names.length
    for (let i = 1; i <= count; i++) names.push(`${group}_${i}`)
  }
  for (const group of VECTORS) add(group, k)
  for (const group of OF_HESSIAN) add(group, hessian)
  for (const group of OF_LAYERS) add(group, layers)
  return { k, hessian, layers, names, width: names.length, at, first }
}

/** What the Gaussian closed forms of THEORY.md §4 need to know of an arm: the population beside the sample. */
export interface Population {
  /** λ_k(S), length d; S is diagonal in the input coordinates. */
  readonly spectrum: Float64Array
  /** u = F(θ) − w*, length d. */
  readonly u: Float64Array
  /** M = DF·DFᵀ (d×d), null for the identity. */
  readonly M: Float64Array | null
  readonly labelNoise: number
  /** DF·v_k per shown direction, k×d. */
  readonly directions: Float64Array
}

export interface Reading {
  readonly arm: string
  /** In the order of `columnsFor(k).names`; the gaussian columns are filled by the caller where there is a `population`. */
  readonly row: Float64Array
  readonly population: Population | null
}
