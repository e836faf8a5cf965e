import { dot } from '../lib/matrix'
import type { Arm } from '../scenario/types'
import type { Engine, ModelSpec } from './backends/types'
import type { DataSet } from './data'
import { buildGeometry, type Geometry } from './metrics/geometry'
import { alignment, noiseForm } from './metrics/noise'
import { effectiveWeights, metricMatrix } from './model'
import { inputDirection, jacobianTimes, onPlane, type Plane } from './plane'
import { type Columns, columnsFor, type Population, type Reading } from './reading'
import { learningRate } from './schedule'

export interface Measurer {
  readonly columns: Columns
  /** The geometry at θ: built once for a linear model, where G does not depend on θ. */
  geometryAt(theta: Float64Array): Promise<Geometry>
  /** Reads every metric of one arm at its present θ; `arm` holds the settings in force at `step`. */
  read(handle: number, theta: Float64Array, arm: Arm, step: number, plane: Plane): Promise<Reading>
}

export function createMeasurer(engine: Engine, data: DataSet, model: ModelSpec, k: number, centred: boolean): Measurer {
  const { n, d, X } = data
  const columns = columnsFor(k)
  const { at, first } = columns
  let fixed: Promise<Geometry> | undefined
  let fixedInputs: Float64Array | undefined
  let fixedImages: { plane: Plane; a: Float64Array; b: Float64Array } | undefined
  const linear = model.kind === 'linear'

  function geometryAt(theta: Float64Array): Promise<Geometry> {
    if (!linear) return buildGeometry(engine, X, n, d, metricMatrix(model, theta, d), k)
    fixed ??= buildGeometry(engine, X, n, d, null, k)
    return fixed
  }

  /** DF·v_k for each shown direction, k×d. */
  function directions(theta: Float64Array, geometry: Geometry): Float64Array {
    if (fixedInputs) return fixedInputs
    const out = new Float64Array(geometry.lambda.length * d)
    const M = metricMatrix(model, theta, d)
    for (let l = 0; l < geometry.lambda.length; l++) {
      const z = inputDirection(data, geometry, l)
      out.set(M ? z.map((_, i) => dot(M.subarray(i * d, (i + 1) * d), z)) : z, l * d)
    }
    if (linear) fixedInputs = out
    return out
  }

  function planeImages(theta: Float64Array, plane: Plane) {
    if (linear && fixedImages?.plane === plane) return fixedImages
    const image = (v: Float64Array) => jacobianTimes(model, theta, v, data)
    const images = { plane, a: image(plane.first), b: image(plane.second) }
    if (linear) fixedImages = images
    return images
  }

  async function read(handle: number, theta: Float64Array, arm: Arm, step: number, plane: Plane): Promise<Reading> {
    const geometry = await geometryAt(theta)
    const r = await engine.residuals(handle)
    const moments = await geometry.noise(r)
    const a = alignment(moments, geometry.traceG, geometry.frobG2, theta.length, centred)
    const row = new Float64Array(columns.width).fill(Number.NaN)
    const eta = learningRate(arm, step)
    const B = arm.kind === 'gd' ? n : arm.B
    const lambda1 = geometry.lambda[0] ?? 0
    row[at.step] = step
    row[at.lr] = eta
    row[at.batch_size] = B
    row[at.loss] = a.loss
    row[at.grad_norm] = a.gradNorm
    row[at.mu] = a.mu
    row[at.alpha] = a.alpha
    row[at.beta] = a.beta
    row[at.rel_dist] = a.relDist
    row[at.trace_G] = geometry.traceG
    row[at.frob_G] = Math.sqrt(geometry.frobG2)
    row[at.trace_sigma] = a.traceSigma
    row[at.d_eff] = Math.min(geometry.traceG / lambda1, geometry.frobG2 / (lambda1 * lambda1))
    row[at.noise_share] = noiseShare(arm, eta, n, moments.g2, moments.gGg, moments.traceG - moments.gGg)
    row[at.mu_isotropic] = a.muIsotropic
    row[at.mu_proportional] = a.muProportional
    ;[row[at.path_x], row[at.path_y]] = onPlane(plane, theta)
    readDirections(row, geometry, r, moments.twoL)
    const { a: ax, b: ay } = planeImages(theta, plane)
    row[at.sigma_xx] = noiseForm(r, ax, ax, centred)
    row[at.sigma_xy] = noiseForm(r, ax, ay, centred)
    row[at.sigma_yy] = noiseForm(r, ay, ay, centred)
    row[at.G_xx] = dot(ax, ax) / n
    row[at.G_xy] = dot(ax, ay) / n
    row[at.G_yy] = dot(ay, ay) / n
    return { arm: arm.id, row, population: populationOf(theta, geometry) }
  }

  function readDirections(row: Float64Array, geometry: Geometry, r: Float64Array, twoL: number): void {
    geometry.lambda.forEach((lambda, l) => {
      const image = geometry.images.subarray(l * n, (l + 1) * n)
      row[first.lambda + l] = lambda
      row[first.g + l] = noiseForm(r, image, image, centred) / (twoL * lambda)
    })
    const energy = geometry.energies(r)
    if (!energy) return
    // Tails are summed from the flat end: as a difference of totals they would cancel.
    const flat = new Float64Array(energy.length + 1)
    for (let i = energy.length - 1; i >= 0; i--) flat[i] = flat[i + 1]! + energy[i]!
    let sharp = 0
    for (let l = 0; l < Math.min(k, energy.length); l++) {
      sharp += energy[l]!
      row[first.D + l] = flat[l + 1]! / sharp
    }
  }

  function populationOf(theta: Float64Array, geometry: Geometry): Population {
    const w = effectiveWeights(model, theta, d)
    return {
      spectrum: data.spectrum,
      u: w.map((v, i) => v - data.teacher[i]!),
      M: metricMatrix(model, theta, d),
      labelNoise: data.labelNoise,
      directions: directions(theta, geometry),
    }
  }

  return { columns, geometryAt, read }
}

/**
 * Share of the noise in one plain SGD step's expected change of loss, E L(θ⁺) − L ≈ −η‖∇L‖² + (η²/2)∇LᵀG∇L +
 * (η²/2B)Tr(ΣG) (THEORY.md §2; exact for linear models): |noise| / (|noise| + |drift|), 0 for gradient descent.
 */
function noiseShare(arm: Arm, eta: number, n: number, g2: number, gGg: number, traceSigmaG: number): number {
  if (arm.kind === 'gd') return 0
  const finite = arm.sampling === 'with-replacement' ? 1 : (n - arm.B) / Math.max(1, n - 1)
  const noise = Math.abs(((eta * eta) / (2 * arm.B)) * finite * traceSigmaG)
  const drift = Math.abs(-eta * g2 + ((eta * eta) / 2) * gGg)
  return noise / (noise + drift)
}
