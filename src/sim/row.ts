import { dot } from '../lib/matrix'
import { batchSize, learningRate } from '../scenario/schedule'
import type { Arm } from '../scenario/types'
import { alignment, type NoiseMoments, noiseForm } from './metrics/noise'
import type { Columns } from './reading'

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
export interface Setting {
  readonly arm: Arm
  readonly step: number
  /** Trained parameters. */
  readonly p: number
  /** Training samples; those that were measured by default. */
  readonly n?: number
  /** Σ with the mean gradient taken off, or Σ₁. */
  readonly centred: boolean
}

/** A row of readings in the order of `columns.names`; D, the test set's, the layers' and the Gaussian columns stay NaN. */
export function rowOf(columns: Columns, measured: Measured, setting: Setting): Float64Array {
  const { moments, traceG, frobG2, lambda, images, r, outputs = 1, plane, point } = measured
  const { at, first } = columns
  const count = r.length / outputs
  const { curvature = (a: Float64Array, b: Float64Array) => dot(a, b) / count } = measured
  const { arm, step, p, centred, n = count } = setting
  const row = new Float64Array(columns.width).fill(Number.NaN)
  const a = alignment(moments, traceG, frobG2, p, centred)
  const eta = learningRate(arm, step)
  const lambda1 = lambda[0] ?? 0
  row[at.step] = step
  row[at.lr] = eta
  const B = batchSize(arm, step, n)
  row[at.batch_size] = B
  row[at.loss] = a.loss
  row[at.grad_norm] = a.gradNorm
  row[at.mu] = a.mu
  row[at.alpha] = a.alpha
  row[at.beta] = a.beta
  row[at.rel_dist] = a.relDist
  row[at.trace_G] = traceG
  row[at.frob_G] = Math.sqrt(frobG2)
  row[at.trace_sigma] = a.traceSigma
  row[at.d_eff] = Math.min(traceG / lambda1, frobG2 / (lambda1 * lambda1))
  row[at.noise_share] = noiseShare(arm, B, eta, n, moments)
  row[at.mu_isotropic] = a.muIsotropic
  row[at.mu_proportional] = a.muProportional
  ;[row[at.path_x], row[at.path_y]] = point
  for (const [k, value] of lambda.entries()) {
    const image = images.subarray(k * r.length, (k + 1) * r.length)
    const slope = dot(r, image) / count
    row[first.lambda + k] = value
    row[first.g + k] = noiseForm(r, image, image, centred, outputs) / (moments.twoL * value)
    // Energy of the residual along u_k, (u_k·r)²/n: λ_k w_k² where the model is linear.
    row[first.energy + k] = (slope * slope) / value
  }
  const [x, y] = plane
  row[at.sigma_xx] = noiseForm(r, x, x, centred, outputs)
  row[at.sigma_xy] = noiseForm(r, x, y, centred, outputs)
  row[at.sigma_yy] = noiseForm(r, y, y, centred, outputs)
  row[at.G_xx] = curvature(x, x)
  row[at.G_xy] = curvature(x, y)
  row[at.G_yy] = curvature(y, y)
  row[at.measured_on] = count
  return row
}

/** D_k = energy beyond direction k over energy up to k (THEORY.md §5), where the energy along every direction is known. */
export function readEscape(row: Float64Array, { k, first }: Columns, energy: Float64Array | null): void {
  if (!energy) return
  // Tails are summed from the flat end: as a difference of totals they would cancel.
  const flat = new Float64Array(energy.length + 1)
  for (let i = energy.length - 1; i >= 0; i--) flat[i] = flat[i + 1] + energy[i]
  let sharp = 0
  for (let l = 0; l < Math.min(k, energy.length); l++) {
    sharp += energy[l]
    row[first.D + l] = flat[l + 1] / sharp
  }
}

/**
 * Share of the noise in one plain SGD step's expected change of loss, E L(θ⁺) − L ≈ −η‖∇L‖² + (η²/2)∇LᵀG∇L +
 * (η²/2B)Tr(ΣG) (THEORY.md §2; exact for linear models): |noise| / (|noise| + |drift|), 0 for gradient descent.
 */
function noiseShare(arm: Arm, B: number, eta: number, n: number, { g2, gGg, traceG }: NoiseMoments): number {
  if (arm.kind === 'gd') return 0
  const finite = arm.sampling === 'with-replacement' ? 1 : (n - B) / Math.max(1, n - 1)
  const noise = Math.abs(((eta * eta) / (2 * B)) * finite * (traceG - gGg))
  const drift = Math.abs(-eta * g2 + ((eta * eta) / 2) * gGg)
  return noise / (noise + drift)
}
