import type { Arm, Scenario, ViewSettings } from '../scenario/types'
import type { Backend, Engine, ModelSpec } from './backends/types'
import { type DataSet, makeData } from './data'
import { createMeasurer } from './measure'
import { CERTIFICATE_LIMIT, type Certificate, certificate, certificateCost } from './metrics/certificate'
import type { Geometry } from './metrics/geometry'
import { initialParameters, plantedMinimum } from './model'
import { buildPlane, lossGrid, type Plane, type PlaneLoss, planeLoss } from './plane'
import type { Reading } from './reading'

/** What a simulation must know of its model and data beyond taking steps: everything that depends on what f(x;θ) is. */
export interface Dynamics {
  readonly data: DataSet
  readonly model: ModelSpec
  readonly engine: Engine
  readonly theta0: Float64Array
  plane(view: ViewSettings): Promise<Plane>
  /** Every metric of one arm at its present θ, with the settings in force at `step`. */
  read(handle: number, theta: Float64Array, arm: Arm, step: number, plane: Plane): Promise<Reading>
  geometryAt(theta: Float64Array): Promise<Geometry>
  /** The loss on a grid of the plane, row by row. */
  landscape(plane: Plane, domain: readonly [number, number, number, number], nx: number, ny: number): Float64Array
  /** inf/sup of μ and g over every θ; null where there is none, or where it would cost too much. */
  certify(pause: () => Promise<void>): Promise<Certificate | null>
}

/** Draws the data of a scenario and opens it on the backend: models that factor through w = F(θ). The caller disposes the engine. */
export async function openDynamics(scenario: Scenario, backend: Backend): Promise<Dynamics> {
  const data = makeData(scenario.data, scenario.seed)
  const { n, d, X, y } = data
  const { kind, m } = scenario.model
  const model: ModelSpec = kind === 'olm-two-layer' ? { kind, m } : { kind }
  const engine = await backend.open({ n, d, X, y, model })
  const { k } = scenario.measure
  const centred = scenario.measure.sigma === 'centred'
  const theta0 = initialParameters(model, scenario.init, data.teacher, scenario.seed)
  const { geometryAt, read } = createMeasurer(engine, data, model, k, centred)
  const atMinimum = kind === 'linear' || scenario.init.kind === 'near-minimum'
  const anchor = atMinimum ? plantedMinimum(model, data.teacher) : theta0
  let polynomial: { plane: Plane; loss: PlaneLoss } | undefined
  return {
    data,
    model,
    engine,
    theta0,
    read,
    geometryAt,
    plane: async view => buildPlane(view, model, anchor, atMinimum ? 'minimum' : 'start', data, await geometryAt(anchor)),
    landscape(plane, domain, nx, ny) {
      if (polynomial?.plane !== plane) polynomial = { plane, loss: planeLoss(plane, model, data) }
      return lossGrid(polynomial.loss, domain, nx, ny)
    },
    async certify(pause) {
      if (kind !== 'linear' || certificateCost(n, d, k) > CERTIFICATE_LIMIT) return null
      const { images, lambda, frobG2 } = await geometryAt(theta0)
      return certificate({ X, y, n, d, images, lambda, frobG2, centred }, pause)
    },
  }
}
