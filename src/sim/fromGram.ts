/** Fills a row's columns of what takes all of K (THEORY.md §8), fetched when a scenario asks for them: `readFromGram`. */

import { cholesky, largestOf, matrixProduct, scaled } from '../lib/matrix'
import { type Arm, batchSize, type Columns, isGd, isPlain } from '../scenario'
import type { ModelSpec } from './backends/types'
import type { DataSet } from './data'
import { commutatorOf } from './metrics/commutator'
import { columnFeatures, type Features, gramFeatures } from './metrics/features'
import { meanSquareEdge } from './metrics/meanSquareEdge'
import { metricMatrix } from './model'
import { fill } from './reading'
import { residualsAt } from './residuals'
import { minibatchShare } from './row'

/** All of G at one θ, in a unit of its own, and the residuals. */
export interface WholeGram {
  readonly features: Features
  /** Of λ: G is this times what the features say. */
  readonly unit: number
  /** n×C, in any unit. */
  readonly r: Float64Array
}

/** Multiply-adds of one product with the moments of all minibatches, beyond which a row would wait for seconds. */
const WORK = 3e7

/** Whether n samples of C outputs are few enough, with G of at most `side` directions. */
export const fewEnough = (n: number, outputs: number, side: number) => n * outputs * side * side <= WORK

/** In units in which the largest residual and the largest entry of K or J is one. */
export function wholeGramOf(K: Float64Array, r: Float64Array, n: number, outputs: number, rounding?: number): WholeGram | null {
  const unit = largestOf(K)
  if (!(unit > 0 && Number.isFinite(unit))) return null
  return { features: gramFeatures(scaled(K, 1 / unit), n, outputs, rounding), unit, r: inUnits(r) }
}

export function wholeColumnsOf(J: Float64Array, r: Float64Array, n: number, outputs: number, width: number): WholeGram | null {
  const largest = largestOf(J)
  if (!(largest > 0 && Number.isFinite(largest))) return null
  return { features: columnFeatures(scaled(J, 1 / largest), n, outputs, width), unit: largest * largest, r: inUnits(r) }
}

const inUnits = (r: Float64Array) => scaled(r, 1 / (largestOf(r) || 1))

/** Of a model that factors through w = F(θ), from the smaller side; residuals keep their digits near a minimum, `planted` or not. */
export async function factoredGram(
  model: ModelSpec,
  theta: Float64Array,
  data: DataSet,
  planted: boolean,
  gram: (M: Float64Array | null) => Promise<Float64Array>,
): Promise<WholeGram | null> {
  const { n, d, X } = data
  if (!fewEnough(n, 1, Math.min(n, d))) return null
  const M = metricMatrix(model, theta, d)
  const { r } = residualsAt(model, theta, data, planted)
  if (n < d) return wholeGramOf(await gram(M), r, n, 1)
  return wholeColumnsOf(M ? matrixProduct(X, cholesky(M, d), n, d, d) : X, r, n, 1, d)
}

/**
 * η*, the exact threshold of mean-square stability of the model linearized at θ, as if its residuals vanished there, at the arm's B and way
 * of drawing; and the commutator of Σ and G beside that of chance. NaN where `found` is null, η* also for what takes other steps than
 * independent ones of plain SGD, the commutator where μ has no digits.
 */
export function readFromGram(row: Float64Array, columns: Columns, arm: Arm, step: number, n: number, found: WholeGram | null): void {
  const known = found !== null && !Number.isNaN(row[columns.at.mu])
  const { value, baseline } = known ? commutatorOf(found.features, found.r) : { value: Number.NaN, baseline: Number.NaN }
  const strength = strengthOf(arm, batchSize(arm, step, n), n)
  const eta_star = found && !Number.isNaN(strength) ? meanSquareEdge(found.features, strength) / found.unit : Number.NaN
  fill<'gram'>(row, columns, { eta_star, commutator: value, commutator_baseline: baseline })
}

/** What the noise of a step makes of Σ; NaN where its second moments do not close over E[wwᵀ] as those of minibatches do. */
function strengthOf(arm: Arm, B: number, n: number): number {
  if (!isPlain(arm) || arm.momentum > 0) return Number.NaN
  if (isGd(arm) || arm.noise === 'none') return 0
  if (arm.noise !== 'minibatch' && !(arm.noise === 'gaussian' && arm.trace === 0)) return Number.NaN
  return arm.sampling === 'reshuffled' && B < n ? Number.NaN : minibatchShare(arm, B, n)
}
