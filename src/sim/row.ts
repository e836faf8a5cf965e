import { dot } from '../lib/matrix'
import { type Arm, batchSize, type Columns, isGd, isPlain, learningRate, usesBatches } from '../scenario'
import { driftOf } from './metrics/drift'
import { groupMeans, groupsOf } from './metrics/groups'
import { alignment, type NoiseMoments, noiseForm } from './metrics/noise'
import { PLAIN, type Units, unitOf } from './metrics/units'
import { emptyRow, fill } from './reading'

/** What a model must have computed at one θ for a row: everything else follows. */
export interface Measured {
  /** What the moments, the residuals and G with its directions are given in; the plane is in plain ones. */
  readonly units?: Units
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
  /** Half an ulp of 1 of what the moments were computed in; that of float64 by default. */
  readonly roundoff?: number
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
  const { moments, traceG, frobG2, lambda, images, r, outputs = 1, plane, point, units = PLAIN } = measured
  const count = r.length / outputs
  const { curvature = (a: Float64Array, b: Float64Array) => dot(a, b) / count } = measured
  const { arm, step, p, centred, n = count } = setting
  const a = alignment(moments, traceG, frobG2, p, centred)
  const eta = learningRate(arm, step)
  const B = batchSize(arm, step, n)
  const lambda1 = lambda[0] ?? 0
  const sigma = (v: Float64Array, w: Float64Array) => noiseForm(r, v, w, centred, outputs)
  const ofPlane = plane.map(unitOf)
  const inPlane = plane.map((v, at) => v.map(x => x / ofPlane[at]))
  const onPlane = (form: typeof sigma, a: number, b: number, unit: number) =>
    form(inPlane[a], inPlane[b]) * unit * ofPlane[a] * unit * ofPlane[b]
  const image = (k: number) => images.subarray(k * r.length, (k + 1) * r.length)
  const groups = groupsOf(lambda)
  const noise = groupMeans(
    lambda.map((_, k) => sigma(image(k), image(k))),
    groups,
  )
  const curvatures = groupMeans(lambda, groups)
  const slopes = lambda.map((_, k) => dot(r, image(k)) / count)
  // Energy of the residual along u_k, (u_k·r)²/n: λ_k w_k² where the model is linear.
  const energy = lambda.map((value, k) => ((slopes[k] * slopes[k]) / value) * units.r * units.r)
  const drift = driftOf(moments, minibatchShare(arm, B, n), lambda, slopes, measured.roundoff)
  const row = emptyRow(columns)
  fill<'state'>(row, columns, {
    step,
    lr: eta,
    batch_size: B,
    loss: a.loss * units.r * units.r,
    grad_norm: a.gradNorm * units.r * Math.sqrt(units.G),
    mu: a.mu,
    alpha: a.alpha,
    beta: a.beta,
    rel_dist: a.relDist,
    trace_G: traceG * units.G,
    frob_G: Math.sqrt(frobG2) * units.G,
    trace_sigma: a.traceSigma * units.r * units.G * units.r,
    d_eff: Math.min(traceG / lambda1, frobG2 / (lambda1 * lambda1)),
    noise_share: noiseShare(arm, B, eta, n, moments, units.G),
    mu_acting: usesBatches(arm) ? a.mu : 0,
    mu_isotropic: a.muIsotropic,
    mu_proportional: a.muProportional,
    path_x: point[0],
    path_y: point[1],
    sigma_xx: onPlane(sigma, 0, 0, units.r),
    sigma_xy: onPlane(sigma, 0, 1, units.r),
    sigma_yy: onPlane(sigma, 1, 1, units.r),
    G_xx: onPlane(curvature, 0, 0, 1),
    G_xy: onPlane(curvature, 0, 1, 1),
    G_yy: onPlane(curvature, 1, 1, 1),
    gni: drift.gni * units.G,
    b_simple: drift.bSimple,
    b_noise: drift.bNoise,
    measured_on: count,
    lambda: lambda.map(value => value * units.G),
    multiplicity: groups.size,
    g: noise.map((value, k) => value / (moments.twoL * curvatures[k])),
    energy: groupMeans(energy, groups),
    chi: drift.chi,
  })
  return row
}

/**
 * D_k = energy beyond direction k over energy up to k (THEORY.md §5), where the energy along every direction is known; of networks also for
 * a higher cut-off of the rank. NaN where the border would divide directions of one eigenvalue, which the row tells.
 */
export function readEscape(row: Float64Array, columns: Columns, energy: Float64Array | null, coarse: Float64Array | null = null): void {
  if (!energy) return
  const { first, k } = columns
  const { size, first: start } = groupsOf(row.subarray(first.lambda, first.lambda + k))
  const whole = (l: number) => l === start[l] + size[l] - 1
  const of = (energies: Float64Array) => ratios(energies, k).map((D, l) => (whole(l) ? D : Number.NaN))
  fill<'energies'>(row, columns, { D: of(energy), D_coarse: coarse ? of(coarse) : [] })
}

function ratios(energy: Float64Array, k: number): Float64Array {
  // Tails are summed from the flat end: as a difference of totals they would cancel.
  const flat = new Float64Array(energy.length + 1)
  for (let i = energy.length - 1; i >= 0; i--) flat[i] = flat[i + 1] + energy[i]
  let sharp = 0
  return energy.subarray(0, k).map((e, l) => {
    sharp += e
    return flat[l + 1] / sharp
  })
}

/**
 * Share of the noise in one plain SGD step's expected change of loss, E L(θ⁺) − L ≈ −η‖∇L‖² + (η²/2)∇LᵀG∇L +
 * (η²/2B)Tr(ΣG) (THEORY.md §2; exact for linear models): |noise| / (|noise| + |drift|), 0 for gradient descent, not known for other
 * optimizers, whose step is no multiple of the gradient. The moments are in a unit of G.
 */
function noiseShare(arm: Arm, B: number, eta: number, n: number, { g2, gGg, traceG }: NoiseMoments, unit: number): number {
  if (isGd(arm)) return 0
  if (!isPlain(arm)) return Number.NaN
  const noise = Math.abs(((eta * eta) / 2) * minibatchShare(arm, B, n) * (traceG - gGg) * unit)
  const drift = Math.abs(-eta * g2 + ((eta * eta) / 2) * gGg * unit)
  return noise / (noise + drift)
}

/** What an arm's minibatches of B make of Σ: 1/B, without replacement times (n−B)/(n−1), nothing of gradient descent. */
export function minibatchShare(arm: Arm, B: number, n: number): number {
  if (isGd(arm)) return 0
  return (arm.sampling === 'with-replacement' ? 1 : (n - B) / Math.max(1, n - 1)) / B
}
