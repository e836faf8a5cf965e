/** Opens a model that factors through one weight vector, f(x;θ) = F(θ)·x, as `Dynamics`: on a backend. */

import { largestOf, times } from '../lib/matrix'
import { checkCurvature, hasClosedForms, type Scenario, ScenarioError } from '../scenario'
import type { Backend, ModelSpec } from './backends/types'
import type { DataSet } from './data'
import type { Dynamics } from './dynamics'
import { createMeasurer, type HessianColumns } from './measure'
import { effectiveWeights, initialParameters, lossOf, metricMatrix, plantedMinimum } from './model'
import type { LocalAt } from './noise/local'
import { buildPlane, eigenDirection, lossGrid, type Plane, type PlaneLoss, planeLoss } from './plane'
import type { Curvatures } from './spectrum/curvatures'

/** Derivatives along no direction. */
const NOWHERE = { slopes: [], G: new Float64Array(0), H: null } as const

/** How the columns of H are filled; null where there are none. */
async function hessianColumnsOf(
  scenario: Scenario,
  n: number,
  p: number,
  curvatures: (theta: Float64Array, r?: Float64Array) => Promise<Curvatures>,
): Promise<HessianColumns | null> {
  const { hessian, curvature } = scenario.measure
  if (hessian === 0 && curvature === 'G') return null
  const { hessianColumns, readHessian } = await import('./spectrum/read')
  checkCurvature(scenario, n, p)
  return {
    count: hessianColumns(scenario),
    fill: async (row, columns, theta, withG, r) => readHessian(row, columns, scenario, await curvatures(theta, r), withG),
  }
}

/** A model that factors through w = F(θ), on the data of a scenario. The caller disposes the engine. */
export async function openFactored(scenario: Scenario, data: DataSet, model: ModelSpec, backend: Backend): Promise<Dynamics> {
  const { n, d, X, y } = data
  if (data.outputs > 1) throw new ScenarioError('model', model.kind, `a network for data with ${data.outputs} outputs`)
  const { k } = scenario.measure
  const centred = scenario.measure.sigma === 'centred'
  const theta0 = initialParameters(model, scenario.init, data.teacher, scenario.seed)
  const closed = hasClosedForms(scenario)
  // Products with H are loaded only when needed.
  const curvatures = async (theta: Float64Array, r?: Float64Array) =>
    (await import('./modelHessian')).factoredCurvatures(model, theta, data, r)
  const ofHessian = await hessianColumnsOf(scenario, n, theta0.length, curvatures)
  const engine = await backend.open({ n, d, X, y, model })
  const { columns, geometryAt, read } = createMeasurer(engine, data, model, k, centred, closed, ofHessian)
  const atMinimum = closed && (model.kind === 'linear' || scenario.init.kind === 'near-minimum')
  const anchor = atMinimum ? plantedMinimum(model, data.teacher) : theta0
  let at: LocalAt | undefined
  const local = async () => {
    const { factoredLocal } = await import('./noise/factored')
    at ??= factoredLocal(model, data)
    return at
  }
  let polynomial: { plane: Plane; loss: PlaneLoss } | undefined
  return {
    data,
    model,
    engine,
    columns,
    theta0,
    ...(atMinimum && scenario.init.kind === 'near-minimum' && { planted: anchor }),
    p: theta0.length,
    read,
    batches: async theta => (await import('./modelBatches')).factoredBatches(model, theta, data, closed && data.labelNoise === 0),
    wholeGram: async theta => {
      const { factoredGram } = await import('./fromGram')
      return factoredGram(model, theta, data, closed && data.labelNoise === 0, M => engine.gram(M))
    },
    curvatures: theta => curvatures(theta),
    geometryAt,
    gram: theta => engine.gram(metricMatrix(model, theta, d)),
    local,
    async energies(handle, theta) {
      const r = await engine.residuals(handle)
      const size = largestOf(r)
      if (!(size > 0 && Number.isFinite(size))) return null
      return (await geometryAt(theta)).energies(r.map(v => v / size))
    },
    async plane(view, _, at) {
      const here = at ?? anchor
      const geometry = await geometryAt(here)
      const eigen = (index: number) => eigenDirection(model, here, data, geometry, index)
      return buildPlane(view, here, at ? 'arm' : atMinimum ? 'minimum' : 'start', geometry.lambda.length, eigen)
    },
    outputs: async (theta, X) => times(X, effectiveWeights(model, theta, d), X.length / d, d),
    lossAt: theta => lossOf(model, theta, data),
    measuredLoss: async theta => lossOf(model, theta, data),
    async along(theta, directions, withH = false) {
      const loss = lossOf(model, theta, data)
      if (directions.length === 0) return { loss, ...NOWHERE }
      const { alongLocal } = await import('./along')
      return alongLocal((await local())(theta), loss, directions, withH ? (await curvatures(theta)).H : null)
    },
    async directionsAt(theta, k) {
      const geometry = await geometryAt(theta)
      return Array.from({ length: Math.min(k, geometry.lambda.length) }, (_, l) => eigenDirection(model, theta, data, geometry, l))
    },
    async landscape(plane, { domain, nx, ny, rows: [begin, end] = [0, ny] }) {
      if (polynomial?.plane !== plane) polynomial = { plane, loss: planeLoss(plane, model, data) }
      return { nx, ny: end - begin, grid: lossGrid(polynomial.loss, domain, nx, ny).slice(begin * nx, end * nx) }
    },
    async certify(pause) {
      if (model.kind !== 'linear') return null
      const { CERTIFICATE_LIMIT, certificate, certificateCost } = await import('./metrics/certificate')
      if (certificateCost(n, d, k) > CERTIFICATE_LIMIT) return null
      const { images, lambda, frobG2 } = await geometryAt(theta0)
      return certificate({ X, y, n, d, images, lambda, frobG2, centred }, pause)
    },
  }
}
