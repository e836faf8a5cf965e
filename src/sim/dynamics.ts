/**
 * What a simulation knows of its model: think of `Dynamics` as everything that depends on f(x;θ), so that `simulation.ts`
 * need only know of steps and events.
 */

import type { Tick } from '../lib/tick'
import type { Arm, Columns, ViewSettings } from '../scenario'
import type { Attention } from './attentionMaps'
import type { ModelSpec, Stepper } from './backends/types'
import type { DataSet } from './data'
import type { Certificate } from './metrics/certificate'
import type { Geometry } from './metrics/geometry'
import type { Net } from './net/layout'
import type { LocalAt } from './noise/local'
import type { Domain, LossGrid, Plane } from './plane'
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
  landscape(plane: Plane, domain: Domain, nx: number, ny: number, tick: Tick): Promise<LossGrid>
  /** What is looked at in a question of the data, at every θ; only for transformers. */
  attention?(thetas: readonly Float64Array[], question: number): Promise<Attention>
  /** inf/sup of μ and g over every θ; null where there is none, or where it would cost too much. */
  certify(pause: () => Promise<void>): Promise<Certificate | null>
}
