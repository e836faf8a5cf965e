import { dot, largestOf, scaled, times } from '../lib/matrix'
import { type Arm, type Columns, columnsFor } from '../scenario'
import type { Engine, ModelSpec, Precision } from './backends/types'
import type { DataSet } from './data'
import { buildGeometry, type Geometry } from './metrics/geometry'
import { unitOf, unitOfMetric } from './metrics/units'
import { effectiveWeights, metricMatrix } from './model'
import { inputDirection, jacobianTimes, onPlane, type Plane } from './plane'
import { fill, type Population, type Reading } from './reading'
import { readEscape, rowOf } from './row'
import type { WithG } from './spectrum/read'
import { misclassified, squaredLoss } from './testSet'

export interface Measurer {
  readonly columns: Columns
  /** The geometry at θ: built once for a linear model, where G does not depend on θ. */
  geometryAt(theta: Float64Array): Promise<Geometry>
  /** Reads every metric of one arm at its present θ; `arm` holds the settings in force at `step`. */
  read(handle: number, theta: Float64Array, arm: Arm, step: number, plane: Plane): Promise<Reading>
}

/** Shares of the labels' size below which residuals are computed anew, before rounding is a matter for the readings. */
const NEAR = { f64: 1e-9, f32: 0.1 }

const nearRounding = (r: Float64Array, y: Float64Array, precision: Precision) => largestOf(r) < NEAR[precision] * largestOf(y)

/** Fills the columns of H, of which there are `count` eigenvalues. */
export interface HessianColumns {
  readonly count: number
  /** With residuals r, as far as they are known better than by F(θ)·x − y. */
  fill(row: Float64Array, columns: Columns, theta: Float64Array, withG: WithG, r?: Float64Array): Promise<void>
}

export function createMeasurer(
  engine: Engine,
  data: DataSet,
  model: ModelSpec,
  k: number,
  centred: boolean,
  linearTeacher = true,
  hessian: HessianColumns | null = null,
): Measurer {
  const { n, d, X } = data
  const columns = columnsFor({ k, hessian: hessian?.count ?? 0 })
  let fixed: Promise<Geometry> | undefined
  let fixedInputs: Float64Array | undefined
  let fixedImages: { plane: Plane; a: Float64Array; b: Float64Array } | undefined
  const linear = model.kind === 'linear'
  const widest = largestOf(X)
  const squares = widest * widest

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
    const computed = await engine.residuals(handle)
    const M = metricMatrix(model, theta, d)
    const refined = nearRounding(computed, data.y, engine.precision)
      ? await (await import('./refined')).refinedAt(model, theta, data, linearTeacher && data.labelNoise === 0)
      : null
    const all = refined?.r ?? computed
    const units = { r: unitOf(all), G: unitOfMetric(M, squares) }
    const plain = units.G === 1
    const geometry = plain ? await geometryAt(theta) : await buildGeometry(engine, X, n, d, M && scaled(M, 1 / units.G), k)
    const r = all.map(v => v / units.r)
    const moments = await geometry.noise(r)
    const { a, b } = planeImages(theta, plane)
    const measured = { ...geometry, units, moments, r, plane: [a, b], point: onPlane(plane, theta) } as const
    const row = rowOf(columns, measured, { arm, step, p: theta.length, centred })
    readEscape(row, columns, geometry.energies(r))
    const setting = { p: theta.length, centred, precision: engine.precision }
    const disturbed = refined?.fill(row, columns, measured, M && scaled(M, 1 / units.G), setting) ?? null
    readTest(row, theta)
    await hessian?.fill(row, columns, theta, { ...measured, disturbed }, refined?.r)
    return { arm: arm.id, row, population: linearTeacher && plain ? populationOf(theta, geometry) : null }
  }

  function readTest(row: Float64Array, theta: Float64Array): void {
    if (!data.test) return
    const f = times(data.test.X, effectiveWeights(model, theta, d), data.test.n, d)
    fill<'test set'>(row, columns, { test_loss: squaredLoss(f, data.test.y), test_error: misclassified(f, data.test.y, 1) })
  }

  function populationOf(theta: Float64Array, geometry: Geometry): Population {
    const w = effectiveWeights(model, theta, d)
    return {
      spectrum: data.spectrum,
      u: w.map((v, i) => v - data.teacher[i]),
      M: metricMatrix(model, theta, d),
      labelNoise: data.labelNoise,
      directions: directions(theta, geometry),
    }
  }

  return { columns, geometryAt, read }
}
