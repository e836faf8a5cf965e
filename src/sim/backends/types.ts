/**
 * The compute interface. Think of a backend as a device that one opens problems on, and of an engine as an open problem:
 * it holds the data and the states of the arms, takes their steps, and answers with plain float64 arrays. What costs O(n·d)
 * or more per call runs here; everything smaller is assembled in float64 by the caller.
 *
 *     const backend = await createBackend('wasm')
 *     const engine = await backend.open({ n, d, X, y, model: { kind: 'linear' } })
 *     const arm = engine.addArm({ theta, velocity })
 *     await engine.advance(arm, { eta, batch, batchSize, momentum })   // how many steps were taken
 *     const r = await engine.residuals(arm)
 *     engine.dispose()                                                 // engines first
 *     backend.dispose()
 *
 * To add a backend, implement both, name it in `BackendId` and in `create.ts`, and run `testing/backends.fixture.ts` on it.
 *
 * All models of this interface factor through an effective weight vector w = F(θ) ∈ R^d: f(x;θ) = F(θ)·x.
 *  - linear        θ = w (p = d)
 *  - olm-diagonal  θ = [u, v], F = u∘u − v∘v (p = 2d)
 *  - olm-two-layer θ = [W₁ row by row (m×d), w₂ (m)], F = W₁ᵀw₂ (p = md + m)
 */

import type { Eigh } from '../../lib/eigen'
import { DisposedError } from '../../lib/fault'
import type { ArmState, Settings } from '../../lib/optimizers'
import type { Machine } from './machine/machine'
import type { Precision } from './precision'

export type BackendId = 'reference' | 'wasm' | 'webgpu' | 'webgl'
export type { Precision }

export type ModelSpec =
  | { readonly kind: 'linear' }
  | { readonly kind: 'olm-diagonal' }
  | { readonly kind: 'olm-two-layer'; readonly m: number }

/** A regression problem: X is n×d row-major, y has n entries; loss L(θ) = (1/2n) Σ (F(θ)·x_i − y_i)². */
export interface Problem {
  readonly n: number
  readonly d: number
  readonly X: Float64Array
  readonly y: Float64Array
  readonly model: ModelSpec
}

/**
 * Consecutive steps of one arm by its rule (`lib/optimizers.ts`) along ∇L_batch(θ), the learning rate of each in `eta`, the
 * rule's other settings the same for all. `batch` holds eta.length·batchSize sample indices, row by row; null means the
 * full batch (gradient descent), and batchSize is then n.
 */
export interface StepPlan {
  readonly eta: Float64Array
  readonly batch: Int32Array | null
  readonly batchSize: number
  readonly settings: Settings
}

/** What a device holds on behalf of an engine: for leak tests and the "about this run" dialog. */
export interface Usage {
  readonly bytes: number
  readonly tensors: number
}

/** Holds arms and takes their steps. */
export interface Stepper {
  readonly precision: Precision
  /** Adds an arm (copies the state) and returns its handle 0, 1, 2, … Throws for a rule that the engine does not know. */
  addArm(state: ArmState): number
  /**
   * Runs the plan and returns how many steps were taken. Fewer than eta.length means that the next step overflows: a
   * residual of its batch, or an entry of the new θ, is not finite or exceeds OVERFLOW[precision] in size. The arm then
   * holds the last state within that limit.
   */
  advance(arm: number, plan: StepPlan): Promise<number>
  readState(arm: number): Promise<ArmState>
  /** θ alone, in an array of the caller's own, where that is cheaper than the whole state. */
  readTheta?(arm: number): Promise<Float64Array>
  /** Puts an arm at rest at θ, likewise. */
  writeTheta?(arm: number, theta: Float64Array): Promise<void>
  writeState(arm: number, state: ArmState): Promise<void>
  /** r_i = F(θ)·x_i − y_i at the arm's θ, length n. */
  residuals(arm: number): Promise<Float64Array>
  usage(): Usage
  /** Frees all that the engine holds; any later call rejects with a DisposedError. */
  dispose(): void
}

/** A stepper that also computes, for models that factor through w = F(θ), what is O(n·d) or more in a measurement. */
export interface Engine extends Stepper {
  /** A faster eigen-solver than the plain one, where the backend has it. */
  readonly eigh?: Eigh
  /** Second moment of the inputs with sample weights: (1/n) Σ_i w_i x_i x_iᵀ, d×d, symmetric; null weights are ones. */
  moment(weights: Float64Array | null): Promise<Float64Array>
  /** K = X M Xᵀ, n×n, symmetric; M is d×d symmetric, null is the identity. */
  gram(M: Float64Array | null): Promise<Float64Array>
}

export interface Backend {
  readonly id: BackendId
  readonly precision: Precision
  /** True for GPU adapters emulated on the CPU: correct, slow, never chosen by *auto*. */
  readonly software: boolean
  /** The device in words, as shown on the page: "SwiftShader", "CPU". */
  readonly device: string
  /** Uploads a problem. Rejects with a cause if it does not fit. */
  open(problem: Problem): Promise<Engine>
  /** A machine for a network, where the backend has one other than plain TypeScript; the caller disposes it. A GPU's is in float32 whatever is asked for. */
  machine?(precision: Precision): Promise<Machine>
  /** Frees the device; engines must be disposed first. */
  dispose(): void
}

/** Residuals and parameters beyond this size count as overflow: their squares still fit the precision. */
export const OVERFLOW: Record<Precision, number> = { f64: 1e150, f32: 1e15 }

/** What every call of a disposed engine rejects with. */
export const disposedEngine = () => new DisposedError('engine', 'open the problem again with backend.open')

/** Number of parameters p of a model on d inputs. */
export function parameterCount(model: ModelSpec, d: number): number {
  switch (model.kind) {
    case 'linear':
      return d
    case 'olm-diagonal':
      return 2 * d
    case 'olm-two-layer':
      return model.m * d + model.m
    default:
      throw model satisfies never
  }
}
