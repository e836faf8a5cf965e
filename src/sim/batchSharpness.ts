/** Fills a row's columns of batch sharpness (THEORY.md §8), fetched when a scenario asks for minibatches: `readBatchSharpness`. */

import { STREAM } from '../lib/philox'
import { type Arm, batchSize, type Columns, isGd } from '../scenario'
import { everyBatch, type Weighted } from './everyBatch'
import { fill } from './reading'
import { createSampler } from './sampler'

/** g_BᵀG_Bg_B/‖g_B‖² and g_BᵀH_Bg_B/‖g_B‖² of one minibatch, with its own gradient and curvature; null where it has no gradient. */
export type BatchCurvature = { readonly G: number; readonly H: number } | null

/** The curvature of minibatches at one θ, by the indices of their samples. */
export type BatchesAt = (theta: Float64Array) => Promise<(rows: Int32Array) => Promise<BatchCurvature>>

interface Asked {
  readonly n: number
  readonly seed: number
  /** Minibatches that are drawn where there are more. */
  readonly batches: number
}

/** The minibatches that are looked at, and whether they are all there are. The same at every step, so that changes are those of θ. */
function minibatches(arm: Arm, step: number, { n, seed, batches }: Asked): { drawn: Weighted[]; whole: boolean } {
  if (isGd(arm) || arm.noise === 'none') return { drawn: [{ rows: Int32Array.from({ length: n }, (_, i) => i), weight: 1 }], whole: true }
  const B = batchSize(arm, step, n)
  const every = everyBatch(n, B, arm.sampling, batches)
  if (every) return { drawn: every, whole: true }
  const sampling = arm.sampling === 'with-replacement' ? arm.sampling : 'without-replacement'
  const rows = createSampler(n, seed, { batch: STREAM.sharpness, epoch: STREAM.sharpness })(sampling, batches, B, 0, 0)
  const drawn = Array.from({ length: batches }, (_, b) => ({ rows: rows.subarray(b * B, (b + 1) * B), weight: 1 / batches }))
  return { drawn, whole: false }
}

/**
 * Batch sharpness E_B[g_BᵀH_Bg_B/‖g_B‖²] and the same with the Gauss–Newton matrix (arXiv 2412.20553), over the arm's own minibatches: all of
 * them, or so many drawn ones with standard errors. A minibatch without a gradient takes no step, and is left out. NaN under synthetic noise.
 */
export async function readBatchSharpness(
  row: Float64Array,
  columns: Columns,
  arm: Arm,
  step: number,
  asked: Asked,
  curvatureOf: Awaited<ReturnType<BatchesAt>>,
): Promise<void> {
  const none = {
    batch_sharpness: Number.NaN,
    batch_sharpness_se: Number.NaN,
    batch_sharpness_gn: Number.NaN,
    batch_sharpness_gn_se: Number.NaN,
  }
  const made = !isGd(arm) && arm.noise !== 'minibatch' && arm.noise !== 'none'
  if (made || Number.isNaN(row[columns.at.mu])) {
    fill<'batches'>(row, columns, none)
    return
  }
  const { drawn, whole } = minibatches(arm, step, asked)
  const found: { weight: number; H: number; G: number }[] = []
  for (const { rows, weight } of drawn) {
    const curvature = await curvatureOf(rows)
    if (curvature) found.push({ weight, ...curvature })
  }
  const H = meanOf(
    found.map(({ weight, H: value }) => ({ weight, value })),
    whole,
  )
  const G = meanOf(
    found.map(({ weight, G: value }) => ({ weight, value })),
    whole,
  )
  fill<'batches'>(row, columns, {
    ...{ batch_sharpness: H.mean, batch_sharpness_se: H.error },
    ...{ batch_sharpness_gn: G.mean, batch_sharpness_gn_se: G.error },
  })
}

/** The weighted mean, and its standard error where the values are draws of equal weight. */
function meanOf(values: readonly { weight: number; value: number }[], whole: boolean): { mean: number; error: number } {
  const all = values.reduce((sum, { weight }) => sum + weight, 0)
  const mean = values.reduce((sum, { weight, value }) => sum + weight * value, 0) / all
  if (whole) return { mean, error: Number.isNaN(mean) ? Number.NaN : 0 }
  const squares = values.reduce((sum, { value }) => sum + (value - mean) * (value - mean), 0)
  return { mean, error: Math.sqrt(squares / (values.length * (values.length - 1))) }
}
