/**
 * What a simulation knows of its model: think of `Dynamics` as everything that depends on f(x;θ), so that `simulation.ts`
 * need only know of steps and events.
 */

import { largestOf } from '../lib/matrix'
import {
  type Arm,
  type Columns,
  checkCurvature,
  hasClosedForms,
  isPlanar,
  type Scenario,
  ScenarioError,
  type ViewSettings,
} from '../scenario'
import type { Backend, ModelSpec, Stepper } from './backends/types'
import type { DataSet } from './data'
import { type Assets, loadData } from './load'
import { createMeasurer, type HessianColumns } from './measure'
import type { Certificate } from './metrics/certificate'
import type { Geometry } from './metrics/geometry'
import { factoredModel, initialParameters, lossOf, metricMatrix, plantedMinimum } from './model'
import type { Net } from './net/layout'
import type { LocalAt } from './noise/local'
import { buildPlane, type Domain, eigenDirection, type LossGrid, lossGrid, type Plane, type PlaneLoss, planeLoss } from './plane'
import type { Reading } from './reading'
import type { Curvatures } from './spectrum/curvatures'

/** What f is: through one weight vector, a network, or of two parameters in closed form, with f (n×C) and J (n·C rows) at any θ. */
export type Model =
  | ModelSpec
  | { readonly kind: 'network'; readonly net: Net }
  | { readonly kind: 'planar'; outputs(theta: Float64Array): Float64Array; jacobian(theta: Float64Array): Float64Array }

/** What a simulation must know of its model and data beyond taking steps: everything that depends on what f(x;θ) is. */
export interface Dynamics {
  readonly data: DataSet
  readonly model: Model
  readonly engine: Stepper
  /** Where each number of a row stands. */
  readonly columns: Columns
  /** Trained parameters. */
  readonly p: number
  readonly theta0: Float64Array
  /** θ* of runs that start beside a planted minimum. */
  readonly planted?: Float64Array
  plane(view: ViewSettings): Promise<Plane>
  /** Every metric of one arm at its present θ, with the settings in force at `step`. */
  read(handle: number, theta: Float64Array, arm: Arm, step: number, plane: Plane): Promise<Reading>
  /** K = JJᵀ at θ, (n·C)×(n·C), row i·C + c. */
  gram(theta: Float64Array): Promise<Float64Array>
  /** The curvature at θ; only for models that factor through one weight vector. */
  geometryAt?(theta: Float64Array): Promise<Geometry>
  /** Products with H and G at θ; null where the model has none. */
  curvatures(theta: Float64Array): Promise<Curvatures | null>
  /** Energy of the residual along every direction of G, sharpest first; null where they are not all known. */
  energies(handle: number, theta: Float64Array): Promise<Float64Array | null>
  /** The model at any θ, as synthetic noise needs it. */
  local(): Promise<LocalAt>
  /** L at any θ. */
  lossAt(theta: Float64Array): number
  /** The leading eigenvectors of G at θ, at most k, orthonormal, each of the length of θ. */
  directionsAt(theta: Float64Array, k: number): Promise<Float64Array[]>
  /** The loss on a grid of the plane; of fewer points where each is expensive. */
  landscape(plane: Plane, domain: Domain, nx: number, ny: number): LossGrid
  /** inf/sup of μ and g over every θ; null where there is none, or where it would cost too much. */
  certify(pause: () => Promise<void>): Promise<Certificate | null>
}

/** Draws the data of a scenario and opens it: on the backend, or for a network with the backend's float64 numerics. The caller disposes the engine. */
export async function openDynamics(scenario: Scenario, backend: Backend, assets?: Assets): Promise<Dynamics> {
  if (isPlanar(scenario.model)) return (await import('./planar/dynamics')).openPlanar(scenario, scenario.model.kind)
  const data = await loadData(scenario, assets)
  const model = factoredModel(scenario.model)
  if (model) return openFactored(scenario, data, model, backend)
  // Loaded only when needed: the page's first picture needs no network.
  const { openNetwork } = await import('./network')
  return openNetwork(scenario, data, await backend.numerics?.())
}

/** How the columns of H are filled; null where there are none. */
async function hessianColumnsOf(
  scenario: Scenario,
  n: number,
  p: number,
  curvatures: (theta: Float64Array) => Promise<Curvatures>,
): Promise<HessianColumns | null> {
  const { hessian, curvature } = scenario.measure
  if (hessian === 0 && curvature === 'G') return null
  const { hessianColumns, readHessian } = await import('./spectrum/read')
  checkCurvature(scenario, n, p)
  return {
    count: hessianColumns(scenario),
    fill: async (row, columns, theta, withG) => readHessian(row, columns, scenario, await curvatures(theta), withG),
  }
}

/** Models that factor through w = F(θ). */
async function openFactored(scenario: Scenario, data: DataSet, model: ModelSpec, backend: Backend): Promise<Dynamics> {
  const { n, d, X, y } = data
  if (data.outputs > 1) throw new ScenarioError('model', model.kind, `a network for data with ${data.outputs} outputs`)
  const { k } = scenario.measure
  const centred = scenario.measure.sigma === 'centred'
  const theta0 = initialParameters(model, scenario.init, data.teacher, scenario.seed)
  const closed = hasClosedForms(scenario)
  // Products with H are loaded only when needed.
  const curvatures = async (theta: Float64Array) => (await import('./modelHessian')).factoredCurvatures(model, theta, data)
  const ofHessian = await hessianColumnsOf(scenario, n, theta0.length, curvatures)
  const engine = await backend.open({ n, d, X, y, model })
  const { columns, geometryAt, read } = createMeasurer(engine, data, model, k, centred, closed, ofHessian)
  const atMinimum = closed && (model.kind === 'linear' || scenario.init.kind === 'near-minimum')
  const anchor = atMinimum ? plantedMinimum(model, data.teacher) : theta0
  let at: LocalAt | undefined
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
    curvatures,
    geometryAt,
    gram: theta => engine.gram(metricMatrix(model, theta, d)),
    async local() {
      const { factoredLocal } = await import('./noise/factored')
      at ??= factoredLocal(model, data)
      return at
    },
    async energies(handle, theta) {
      const r = await engine.residuals(handle)
      const size = largestOf(r)
      if (!(size > 0 && Number.isFinite(size))) return null
      return (await geometryAt(theta)).energies(r.map(v => v / size))
    },
    async plane(view) {
      const geometry = await geometryAt(anchor)
      const eigen = (index: number) => eigenDirection(model, anchor, data, geometry, index)
      return buildPlane(view, anchor, atMinimum ? 'minimum' : 'start', geometry.lambda.length, eigen)
    },
    lossAt: theta => lossOf(model, theta, data),
    async directionsAt(theta, k) {
      const geometry = await geometryAt(theta)
      return Array.from({ length: Math.min(k, geometry.lambda.length) }, (_, l) => eigenDirection(model, theta, data, geometry, l))
    },
    landscape(plane, domain, nx, ny) {
      if (polynomial?.plane !== plane) polynomial = { plane, loss: planeLoss(plane, model, data) }
      return { nx, ny, grid: lossGrid(polynomial.loss, domain, nx, ny) }
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
