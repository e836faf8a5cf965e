import { dot } from '../lib/matrix'
import { type Arm, batchSize, type Columns, isGd, isPlain, learningRate } from '../scenario'
import { alignment, type NoiseMoments, noiseForm } from './metrics/noise'
import { emptyRow, fill } from './reading'

/** What a model must have computed at one θ for a row: everything else follows. */
export interface Measured {
  readonly moments: NoiseMoments
  readonly traceG: number
  /** ‖G‖_F². */
  readonly frobG2: number
  /** λ_1 ≥ … of the shown directions. */
  readonly lambda: Float64Array
  /** Row k is J v_k, n·C entries. */
  readonly images: Float64Array
  /** Residuals, n×C. */
  readonly r: Float64Array
  /** C; 1 by default. */
  readonly outputs?: number
  /** J times the plane's two directions, n·C entries each. */
  readonly plane: readonly [Float64Array, Float64Array]
  /** vᵀGw from the images of v and w; that of the squared loss by default. */
  readonly curvature?: (a: Float64Array, b: Float64Array) => number
  /** θ projected on the plane. */
  readonly point: readonly [number, number]
}

/** The settings under which a row is read. */
export interface RowSettings {
  readonly arm: Arm
  readonly step: number
  /** Trained parameters. */
  readonly p: number
  /** Training samples; those that were measured by default. */
  readonly n?: number
  /** Σ with the mean gradient taken off, or Σ₁. */
  readonly centred: boolean
}

/** A row of readings in the order of `columns.names`; what 'state' does not fill stays NaN. */
export function rowOf(columns: Columns, measured: Measured, setting: RowSettings): Float64Array {
  const { moments, traceG, frobG2, lambda, images, r, outputs = 1, plane, point } = measured
  const count = r.length / outputs
  const { curvature = (a: Float64Array, b: Float64Array) => dot(a, b) / count } = measured
  const { arm, step, p, centred, n = count } = setting
  const a = alignment(moments, traceG, frobG2, p, centred)
  const eta = learningRate(arm, step)
  const B = batchSize(arm, step, n)
  const lambda1 = lambda[0] ?? 0
  const [x, y] = plane
  const sigma = (v: Float64Array, w: Float64Array) => noiseForm(r, v, w, centred, outputs)
  const image = (k: number) => images.subarray(k * r.length, (k + 1) * r.length)
  const row = emptyRow(columns)
  fill<'state'>(row, columns, {
    step,
    lr: eta,
    batch_size: B,
    loss: a.loss,
    grad_norm: a.gradNorm,
    mu: a.mu,
    alpha: a.alpha,
    beta: a.beta,
    rel_dist: a.relDist,
    trace_G: traceG,
    frob_G: Math.sqrt(frobG2),
    trace_sigma: a.traceSigma,
    d_eff: Math.min(traceG / lambda1, frobG2 / (lambda1 * lambda1)),
    noise_share: noiseShare(arm, B, eta, n, moments),
    mu_isotropic: a.muIsotropic,
    mu_proportional: a.muProportional,
    path_x: point[0],
    path_y: point[1],
    sigma_xx: sigma(x, x),
    sigma_xy: sigma(x, y),
    sigma_yy: sigma(y, y),
    G_xx: curvature(x, x),
    G_xy: curvature(x, y),
    G_yy: curvature(y, y),
    measured_on: count,
    lambda,
    g: lambda.map((value, k) => sigma(image(k), image(k)) / (moments.twoL * value)),
    energy: lambda.map((value, k) => {
      // Energy of the residual along u_k, (u_k·r)²/n: λ_k w_k² where the model is linear.
      const slope = dot(r, image(k)) / count
      return (slope * slope) / value
    }),
  })
  return row
}

/** D_k = energy beyond direction k over energy up to k (THEORY.md §5), where the energy along every direction is known. */
export function readEscape(row: Float64Array, columns: Columns, energy: Float64Array | null): void {
  if (!energy) return
  // Tails are summed from the flat end: as a difference of totals they would cancel.
  const flat = new Float64Array(energy.length + 1)
  for (let i = energy.length - 1; i >= 0; i--) flat[i] = flat[i + 1] + energy[i]
  let sharp = 0
  const D = energy.subarray(0, columns.k).map((e, l) => {
    sharp += e
    return flat[l + 1] / sharp
  })
  fill<'energies'>(row, columns, { D })
}

/**
 * Share of the noise in one plain SGD step's expected change of loss, E L(θ⁺) − L ≈ −η‖∇L‖² + (η²/2)∇LᵀG∇L +
 * (η²/2B)Tr(ΣG) (THEORY.md §2; exact for linear models): |noise| / (|noise| + |drift|), 0 for gradient descent, not known for other
 * optimizers, whose step is no multiple of the gradient.
 */
function noiseShare(arm: Arm, B: number, eta: number, n: number, { g2, gGg, traceG }: NoiseMoments): number {
  if (isGd(arm)) return 0
  if (!isPlain(arm)) return Number.NaN
  const finite = arm.sampling === 'with-replacement' ? 1 : (n - B) / Math.max(1, n - 1)
  const noise = Math.abs(((eta * eta) / (2 * B)) * finite * (traceG - gGg))
  const drift = Math.abs(-eta * g2 + ((eta * eta) / 2) * gGg)
  return noise / (noise + drift)
}
