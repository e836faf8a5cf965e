import { add, mul, neg, reshape, sub, type Tensor2D } from '@tensorflow/tfjs-core'
import type { ModelSpec } from '../types'
import { product } from './ops'

/** A model f(x;θ) = F(θ)·x on tensors; θ comes in parts, in the order of its flat vector. */
export interface TensorModel {
  /** Rows and columns of each part. */
  readonly shapes: readonly (readonly [number, number])[]
  /** The factor left out of `pull`. */
  readonly gain: number
  /** F(θ), 1×d. */
  effective(parts: readonly Tensor2D[]): Tensor2D
  /** F′(θ)ᵀ g / gain for g of 1×d, part by part. */
  pull(parts: readonly Tensor2D[], g: Tensor2D): Tensor2D[]
}

/** The tensor form of a model on d inputs. */
export function tensorModel(spec: ModelSpec, d: number): TensorModel {
  switch (spec.kind) {
    case 'linear':
      return { shapes: [[1, d]], gain: 1, effective: ([w]) => w!, pull: (_, g) => [g] }
    case 'olm-diagonal':
      return diagonal(d)
    case 'olm-two-layer':
      return twoLayerLinear(d, spec.m)
    default:
      throw spec satisfies never
  }
}

function diagonal(d: number): TensorModel {
  const shape = [1, d] as const
  return {
    shapes: [shape, shape],
    gain: 2,
    // (u − v)(u + v) keeps its digits where u ≈ v (the usual start); u² − v² in f32 does not.
    effective: ([u, v]) => mul(sub(u!, v!), add(u!, v!)),
    pull: ([u, v], g) => [mul(u!, g), mul(v!, neg(g))],
  }
}

function twoLayerLinear(d: number, m: number): TensorModel {
  const column = [d, 1] as [number, number]
  return {
    shapes: [
      [m, d],
      [1, m],
    ],
    gain: 1,
    effective: ([W1, w2]) => product(w2!, W1!),
    pull: ([W1, w2], g) => [mul(reshape(w2!, [m, 1]), g), reshape(product(W1!, reshape(g, column)), [1, m])],
  }
}
