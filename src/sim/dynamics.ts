/**
 * What a simulation knows of its model: think of `Dynamics` as everything that depends on f(x;θ), so that `simulation.ts`
 * need only know of steps and events.
 */

import type { Tick } from '../lib/tick'
import type { Arm, Columns, ViewSettings } from '../scenario'
import type { Attention } from './attentionMaps'
import type { ModelSpec, Stepper } from './backends/types'
import type { BatchesAt } from './batchSharpness'
import type { DataSet } from './data'
import type { WholeGram } from './fromGram'
import type { LayersApart } from './layerBlocks'
import type { Certificate } from './metrics/certificate'
import type { Geometry } from './metrics/geometry'
import type { Net } from './net/layout'
import type { LocalAt } from './noise/local'
import type { Lattice, LossGrid, Plane } from './plane'
import type { Reading } from './reading'
import type { Curvatures } from './spectrum/curvatures'

/** What f is: through one weight vector, a network, or of two parameters in closed form, with f (n×C) and J (n·C rows) at any θ. */
export type Model =
  | ModelSpec
  | { readonly kind: 'network'; readonly net: Net }
  | { readonly kind: 'planar'; outputs(theta: Float64Array): Float64Array; jacobian(theta: Float64Array): Float64Array }

/** What the loss over all training samples does at one θ along k directions. */
export interface Along {
  readonly loss: number
  /** Slopes of each sample's loss, ∇ℓ_i·v: n entries per direction. */
  readonly slopes: readonly Float64Array[]
  /** v_aᵀGv_b, and v_aᵀHv_b where it was asked for; k×k. */
  readonly G: Float64Array
  readonly H: Float64Array | null
}

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
  /** Indices of the training samples that noise and curvature are measured on, where that is not all. */
  readonly measured?: Int32Array
  /** The plane of two eigenvectors of G or two parameters, at the model's own anchor or at a θ; `onShare` is told what share of it is done. */
  plane(view: ViewSettings, onShare?: (share: number) => void, at?: Float64Array): Promise<Plane>
  /** Whether `read` looks at θ alone, and at nothing that the engine holds. */
  readonly readsTheta?: boolean
  /** Every metric of one arm at its present θ, with the settings in force at `step`; `onShare` is told what share of it is done. */
  read(handle: number, theta: Float64Array, arm: Arm, step: number, plane: Plane, onShare?: (share: number) => void): Promise<Reading>
  /** K = JJᵀ at θ, (n·C)×(n·C), row i·C + c. */
  gram(theta: Float64Array): Promise<Float64Array>
  /** The curvature at θ; only for models that factor through one weight vector. */
  geometryAt?(theta: Float64Array): Promise<Geometry>
  /** Products with H and G at θ; null where the model has none. */
  curvatures(theta: Float64Array): Promise<Curvatures | null>
  /** The curvature of minibatches of the training samples along their own gradients. */
  readonly batches: BatchesAt
  /** All of G in its eigenbasis, and the residuals; null where that would take seconds, and for cross-entropy. */
  wholeGram(theta: Float64Array): Promise<WholeGram | null>
  /** Each trained layer by itself, in the order of its columns; only of networks. */
  layersApart?(theta: Float64Array): Promise<LayersApart>
  /** Energy of the residual along every direction of G, sharpest first; null where they are not all known. */
  energies(handle: number, theta: Float64Array): Promise<Float64Array | null>
  /** The model at any θ, as synthetic noise needs it. */
  local(): Promise<LocalAt>
  /** L at any θ. */
  lossAt(theta: Float64Array): number
  /** L of the samples measured, on the machine of the run: what the landscape shows at θ. */
  measuredLoss(theta: Float64Array): Promise<number>
  /** L and its derivatives at any θ along directions of the length of θ, on the machine of the run; of no directions L alone. */
  along(theta: Float64Array, directions: readonly Float64Array[], withH?: boolean): Promise<Along>
  /** The leading eigenvectors of G at θ, at most k, orthonormal, each of the length of θ. */
  directionsAt(theta: Float64Array, k: number): Promise<Float64Array[]>
  /** The loss on a lattice of the plane, point by point the same whichever rows are asked for. */
  landscape(plane: Plane, lattice: Lattice, tick: Tick): Promise<LossGrid>
  /** f (n×C) of any inputs at any θ, on the processor; not of models without inputs. */
  outputs?(theta: Float64Array, X: Float64Array): Promise<Float64Array>
  /** What is looked at in a question of the data, at every θ; only for transformers. */
  attention?(thetas: readonly Float64Array[], question: number): Promise<Attention>
  /** inf/sup of μ and g over every θ; null where there is none, or where it would cost too much. */
  certify(pause: () => Promise<void>): Promise<Certificate | null>
}
