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
] as const
export type Scalar = (typeof SCALARS)[number]

/** Per-direction groups, each with k columns named `lambda_1` and so on. */
export const VECTORS = ['lambda', 'g', 'g_gaussian', 'D'] as const
export type Vector = (typeof VECTORS)[number]

/** Where each number of a row stands, for k directions. Entries that do not exist for a run are NaN. */
export interface Columns {
  readonly k: number
  readonly names: readonly string[]
  readonly width: number
  readonly at: Readonly<Record<Scalar, number>>
  /** Column of direction 1; direction k stands k − 1 further. */
  readonly first: Readonly<Record<Vector, number>>
}

export function columnsFor(k: number): Columns {
  const names: string[] = [...SCALARS, ...VECTORS.flatMap(v => Array.from({ length: k }, (_, i) => `${v}_${i + 1}`))]
  const at = Object.fromEntries(SCALARS.map((name, i) => [name, i])) as Record<Scalar, number>
  const first = Object.fromEntries(VECTORS.map((v, i) => [v, SCALARS.length + i * k])) as Record<Vector, number>
  return { k, names, width: names.length, at, first }
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
