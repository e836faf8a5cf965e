/** The noise moments and traces of a network from blocks of K: `netNoise`. */

import { dot } from '../../lib/matrix'
import type { Targets } from '../backends/machine/loss'
import { type Program, program, scoped } from '../backends/machine/program'
import { type NoiseMoments, noiseFromGram } from '../metrics/noise'
import { assess, type Evaluation } from './derivatives'
import { type GramState, gramOf, type Slice, sliceOf } from './gram'
import { eachRootBlock, placeBlock, type Roots, rootsOf } from './roots'

/**
 * The sums of metrics/noise for networks, with g_i = J_iᵀr_i in place of r_iJ_i and G the generalized Gauss–Newton matrix.
 * For cross-entropy 2L means twice the loss, (2/n) Σ ℓ_i, so that μ and g keep their definitions (THEORY.md §2).
 */
export interface NetNoise {
  readonly moments: NoiseMoments
  readonly traceG: number
  /** ‖G‖_F². */
  readonly frobG2: number
  readonly evaluation: Evaluation
  /** K̃ (nQ×nQ, roots.ts), which is K = JJᵀ with one output; of several outputs with `assemble` only. */
  readonly K: Float64Array | null
  /** Per layer of the specification (0 where nothing is trained): the diagonal blocks' shares of the traces. */
  readonly layers: LayerShares | null
}

export interface LayerShares {
  /** Of Tr G. */
  readonly traceG: Float64Array
  /** Of Tr(Σ₁G): the trace of the layer's diagonal block of Σ₁G. */
  readonly traceSigmaG: Float64Array
  /** Of ∇LᵀG∇L; Tr(ΣG) loses this. */
  readonly gGg: Float64Array
}

/**
 * Everything from blocks of K: O(n²·Σ widths) per block. One block for C = 1; else Q(Q+1)/2 for ‖G‖_F, Q for Tr(Σ₁G) and
 * one for Σ₁ (Q = C, or C − 1 for cross-entropy). With `perLayer` the layers' parts of one block are held together; with
 * `assemble` the blocks of K̃ are kept.
 */
export const netNoise = program(function* (state: GramState, Y: Targets, perLayer?: boolean, assemble?: boolean): Program<NetNoise> {
  const evaluation = assess(state.net, state.outputs, Y)
  const count = state.net.layers.length
  const layers = perLayer ? { traceG: new Float64Array(count), traceSigmaG: new Float64Array(count), gGg: new Float64Array(count) } : null
  const scalar = state.net.outputs === 1
  const rest = yield* scoped<Sums>(state.net.machine, () =>
    scalar ? scalarNoise(state, evaluation, layers) : vectorNoise(state, evaluation, layers, assemble === true),
  )
  return { ...rest, evaluation, layers }
})

type Sums = Pick<NetNoise, 'moments' | 'traceG' | 'frobG2' | 'K'>

function* scalarNoise(state: GramState, { residuals: r }: Evaluation, layers: LayerShares | null): Program<Sums> {
  const { n } = state
  const slice = sliceOf(state, new Float64Array(n).fill(1))
  const parts = new Map<number, Float64Array>()
  const K = yield* gramOf.steps(state, slice, slice, layers ? (l, part) => parts.set(l, part) : undefined)
  if (layers) {
    for (const [l, part] of parts) layers.traceG[l] = diagonalSum(part, n) / n
    shareNoise(parts, layers, n, r)
  }
  return { moments: noiseFromGram(K, n, r), traceG: diagonalSum(K, n) / n, frobG2: dot(K, K) / (n * n), K }
}

function* vectorNoise(state: GramState, evaluation: Evaluation, layers: LayerShares | null, assemble: boolean): Program<Sums> {
  const { n } = state
  const roots = rootsOf(state)
  const pulls = sliceOf(state, evaluation.residuals)
  const K = assemble ? new Float64Array(n * roots.Q * n * roots.Q) : null
  let traceG = 0
  let frobG2 = 0
  const onDiagonal = layers && ((l: number, part: Float64Array) => (layers.traceG[l] += diagonalSum(part, n) / n))
  yield* eachRootBlock(
    state,
    roots,
    (q, s, block) => {
      frobG2 += ((q === s ? 1 : 2) * dot(block, block)) / (n * n)
      if (q === s) traceG += diagonalSum(block, n) / n
      if (K) placeBlock(K, n, roots.Q, q, s, block)
    },
    onDiagonal ?? undefined,
  )
  const { traceG: traceSG, gGg } = yield* againstG(state, roots, pulls, layers)
  const { trace, frob2, g2, gSg } = secondMoment(yield* gramOf.steps(state, pulls, pulls), n)
  const twoL = 2 * evaluation.loss
  const dist2 = Math.max(0, frob2 - 2 * twoL * traceSG + twoL * twoL * frobG2)
  const moments: NoiseMoments = { twoL, trace, traceG: traceSG, frob2, g2, gGg, gSg, dist2, gDg: gSg - twoL * gGg }
  return { moments, traceG, frobG2, K }
}

/** Tr(Σ₁G) = (1/n²) Σ_ij ‖J̃_i g_j‖² and ∇LᵀG∇L = (1/n) Σ_i ‖J̃_i∇L‖². */
function* againstG(
  state: GramState,
  roots: Roots,
  pulls: Slice,
  layers: LayerShares | null,
): Program<{ readonly traceG: number; readonly gGg: number }> {
  const { n } = state
  const ones = new Float64Array(n).fill(1)
  let traceG = 0
  let gGg = 0
  for (let q = 0; q < roots.Q; q++) {
    const parts = new Map<number, Float64Array>()
    const N = yield* gramOf.steps(state, roots.slice(q), pulls, layers ? (l, part) => parts.set(l, part) : undefined)
    traceG += dot(N, N) / (n * n)
    const drift = rowMeans(N, n)
    gGg += dot(drift, drift) / n
    if (layers) shareNoise(parts, layers, n, ones)
  }
  return { traceG, gGg }
}

/**
 * Adds Σ_ij N^l_ij N_ij/n² and (1/n) Σ_i (row means of N^l)·(row means of N) for every layer's part N^l of N, whose columns
 * are those of `parts` times `weights`. Row by row, so that a row stays in the nearest cache meanwhile.
 */
function shareNoise(parts: ReadonlyMap<number, Float64Array>, layers: LayerShares, n: number, weights: Float64Array): void {
  const whole = new Float64Array(n)
  const sums = new Map([...parts.keys()].map(l => [l, new Float64Array(n)]))
  for (let i = 0; i < n; i++) {
    whole.fill(0)
    for (const [l, part] of parts) sums.get(l)![i] = addRow(part, i * n, weights, whole)
    for (const [l, part] of parts) layers.traceSigmaG[l] += rowProduct(part, i * n, weights, whole) / (n * n)
  }
  const drift = new Float64Array(n)
  for (const own of sums.values()) for (let i = 0; i < n; i++) drift[i] += own[i]
  for (const [l, own] of sums) layers.gGg[l] += dot(own, drift) / (n * n * n)
}

/** to += row∘weights; the row's sum is returned. */
function addRow(part: Float64Array, at: number, weights: Float64Array, to: Float64Array): number {
  let sum = 0
  for (let j = 0; j < to.length; j++) {
    const v = part[at + j] * weights[j]
    to[j] += v
    sum += v
  }
  return sum
}

function rowProduct(part: Float64Array, at: number, weights: Float64Array, whole: Float64Array): number {
  let sum = 0
  for (let j = 0; j < whole.length; j++) sum += part[at + j] * weights[j] * whole[j]
  return sum
}

/** Σ₁'s own sums from M_ij = ⟨g_i, g_j⟩; row means of M are ⟨g_i, ∇L⟩. */
function secondMoment(M: Float64Array, n: number) {
  const drift = rowMeans(M, n)
  const g2 = drift.reduce((s, v) => s + v, 0) / n
  return { trace: diagonalSum(M, n) / n, frob2: dot(M, M) / (n * n), g2, gSg: dot(drift, drift) / n }
}

const rowMeans = (A: Float64Array, n: number) => {
  const means = new Float64Array(n)
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < n; j++, at++) means[i] += A[at]
    means[i] /= n
  }
  return means
}

const diagonalSum = (A: Float64Array, n: number) => {
  let s = 0
  for (let i = 0; i < n; i++) s += A[i * n + i]
  return s
}
