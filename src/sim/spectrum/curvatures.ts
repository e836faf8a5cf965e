/** The interface through which everything about H goes: products with H and G at one θ. */

import type { Product } from '../../lib/lanczos'
import { type Program, program } from '../backends/machine/program'

/** A product that may have to be waited for: its steps, where it has any, are a program; where it has none, it answers at once. */
export type SteppedProduct = Product & { readonly steps?: (v: Float64Array) => Program<Float64Array> }

/** The steps of any product. */
export const stepsOf = (product: SteppedProduct): ((v: Float64Array) => Program<Float64Array>) =>
  product.steps ??
  // biome-ignore lint/correctness/useYield: it answers at once
  function* (v) {
    return product(v)
  }

/**
 * Both curvatures of a loss at one θ, as exact products on R^p. p counts the trained parameters alone: fixed ones are
 * projected out, so that they add no zeros to a spectrum.
 */
export interface Curvatures {
  readonly p: number
  readonly n: number
  /** How many of the p parameters each trained layer has, one layer after the other; only of networks. */
  readonly layers?: readonly number[]
  /** v → H v, H = ∇²L. */
  readonly H: SteppedProduct
  /** v → G v, the (generalized) Gauss–Newton matrix. */
  readonly G: SteppedProduct
  /** ∇ℓ_i, length p. */
  readonly sampleGradient: ((i: number) => Float64Array) & { readonly steps?: (i: number) => Program<Float64Array> }
  /** v → h_i v, h_i = ∇²ℓ_i, so that H is the mean of the h_i; where the model has it. */
  sampleHessian?(i: number, v: Float64Array): Float64Array
  /** Tr H = Tr G to the last digit: every trained parameter enters f at most linearly (almost everywhere), so ∂²f/∂θ_j² = 0. */
  readonly equalTraces: boolean
  /** Tr(H − G) of every trained layer, where it is known without products. */
  readonly residualTraces?: { readonly steps: () => Program<readonly number[]> }
  /** ‖∇²f_ic‖_F of every output (n×C), at least, where that is known in closed form. */
  readonly bending?: (() => Float64Array) & { readonly steps?: () => Program<Float64Array> }
  /** Of models that are written out: J (n·C×p), and Tr(A ∇²f_ic) of every output for a symmetric A (p×p). */
  readonly written?: { jacobian(): Float64Array; bent(A: Float64Array): Float64Array }
  /** Rounding of the products as a share of the largest eigenvalue, where it is more than float64's. */
  readonly rounding?: number
  /** Rows of the smaller matrix with G's non-zero eigenvalues (a Gram matrix over n), and those eigenvalues, unsorted. */
  readonly gram: { readonly side: number; eigenvalues(): Float64Array }
}

/** The p×p matrix of a product, from its p columns; symmetric to the bit. */
export const denseOf = program(function* (product: SteppedProduct, p: number): Program<Float64Array> {
  const steps = stepsOf(product)
  const A = new Float64Array(p * p)
  const e = new Float64Array(p)
  for (let j = 0; j < p; j++) {
    e[j] = 1
    A.set(yield* steps(e), j * p)
    e[j] = 0
  }
  for (let i = 0; i < p; i++) for (let j = 0; j < i; j++) A[i * p + j] = A[j * p + i] = (A[i * p + j] + A[j * p + i]) / 2
  return A
})
