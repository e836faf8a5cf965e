/** The noise moments and traces of a network from blocks of K: `netNoise`. */

import { dot, scaled } from '../../lib/matrix'
import { type HostMatrix, onHost, placedOn, productSums, times, valuesOf } from '../backends/machine/hostMatrix'
import { softmaxOf, type Targets } from '../backends/machine/loss'
import { type Program, program, scoped } from '../backends/machine/program'
import { type NoiseMoments, noiseFromSums, noiseWeights } from '../metrics/noise'
import { BlockUnit, meanSquare } from '../metrics/rescale'
import type { Sensitivity } from '../metrics/sensitivity'
import { type Units, unitOf } from '../metrics/units'
import { assess, type Evaluation } from './derivatives'
import { type GramState, gramOf, gramParts, type Slice, sliceOf } from './gram'
import type { Net } from './layout'
import { eachRootBlock, placeBlock, type Roots, rootsOf } from './roots'
import { blockSensitivity, scalarSensitivity } from './sensitivity'

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
  /** What the moments and traces are given in, and the residuals with them. */
  readonly units: Units
  /** Residuals in their unit, n×C. */
  readonly r: Float64Array
  /** ‖F_iJ_i‖_F of every sample, which is ‖J_i‖ for the squared loss; null where it is not known. */
  readonly reach: Float64Array | null
  /** K̃ (nQ×nQ, roots.ts), which is K = JJᵀ with one output; of several outputs with `assemble` only. */
  readonly K: HostMatrix | null
  /** Per layer of the specification (0 where nothing is trained): the diagonal blocks' shares of the traces. */
  readonly layers: LayerShares | null
  /** How the sums follow f, where that was asked for and the blocks of K̃ are kept. */
  readonly sensitivity?: Sensitivity
}

/** What is wanted beside the sums. */
export interface NoiseOptions {
  /** The layers' shares: their parts of one block are held together. */
  readonly perLayer?: boolean
  /** K̃ of several outputs. */
  readonly assemble?: boolean
  /** Derivatives by f of what has Σ (true) or Σ₁ (false) in it; of several outputs with `assemble` only. */
  readonly centred?: boolean
}

export interface LayerShares {
  /** Of Tr G. */
  readonly traceG: Float64Array
  /** Of Tr(Σ₁G), in the unit of G and with residuals in theirs: the trace of the layer’s diagonal block of Σ₁G. */
  readonly traceSigmaG: Float64Array
  /** Of ∇LᵀG∇L; Tr(ΣG) loses this. */
  readonly gGg: Float64Array
}

/**
 * Everything from blocks of K: O(n²·Σ widths) per block. One block for C = 1; else Q(Q+1)/2 for ‖G‖_F, Q for Tr(Σ₁G) and
 * one for Σ₁ (Q = C, or C − 1 for cross-entropy).
 */
export const netNoise = program(function* (state: GramState, Y: Targets, options: NoiseOptions = {}): Program<NetNoise> {
  const found = measuredResiduals(state.net, state.outputs, Y)
  const layers = options.perLayer ? emptyShares(state.net) : null
  const scalar = state.net.outputs === 1
  const rest = yield* scoped<Sums>(state.net.machine, () =>
    scalar ? scalarNoise(state, found.r, layers, options) : vectorNoise(state, found, layers, options),
  )
  const { unit, ...sums } = rest
  return { ...sums, units: { r: found.unit, G: unit }, r: found.r, evaluation: found.evaluation, layers }
})

export interface MeasuredResiduals extends Pick<NetNoise, 'evaluation' | 'r'> {
  readonly unit: number
  /** 2L in that unit. */
  readonly twoL: number
}

/** Losses and residuals of outputs f (n×C), and the residuals in a unit of their own. */
export function measuredResiduals(net: Net, outputs: Float64Array, Y: Targets): MeasuredResiduals {
  const evaluation = assess(net, outputs, Y)
  const squared = net.loss === 'squared'
  // The squared loss goes with r² where Σ₁ does; this one with r, as G then does.
  const unit = squared ? unitOf(evaluation.residuals) : Math.sqrt(unitOf(evaluation.residuals))
  const r = evaluation.residuals.map(v => v / unit)
  return { evaluation, unit, r, twoL: squared ? meanSquare(r, net.outputs) : (2 * evaluation.loss) / unit / unit }
}

type Sums = Pick<NetNoise, 'moments' | 'traceG' | 'frobG2' | 'K' | 'reach' | 'sensitivity'> & { readonly unit: number }

function* scalarNoise(state: GramState, r: Float64Array, layers: LayerShares | null, { centred }: NoiseOptions): Program<Sums> {
  const slice = sliceOf(state, new Float64Array(state.n).fill(1))
  const { K, parts } = yield* partsOf(state, slice, slice, layers !== null)
  return scalarSums(K, parts, r, layers, centred)
}

/** Of one output, from K (n×n) and the layers' parts of it, whose shares are added to `layers`. */
function scalarSums(K: HostMatrix, parts: Parts, r: Float64Array, layers: LayerShares | null, centred?: boolean): Sums {
  const n = r.length
  const { q, c } = noiseWeights(r)
  const ones = new Float64Array(n).fill(1)
  if (layers) for (const [l, part] of parts) layers.traceG[l] = total(diagonalOf(part)) / n
  // No entry of K is larger than the largest on its diagonal.
  const units = new BlockUnit()
  const diagonal = units.of(diagonalOf(K))
  const A = inUnit(K, units)
  if (layers) shareNoise(A, parts, layers, r, q)
  const squares = (w: Float64Array) => productSums(A, A, w)
  const sums = { diagonal, Kr: times(A, r), ones: squares(ones), q: squares(q), c: squares(c) }
  const moments = noiseFromSums(sums, r)
  const sensitivity = centred === undefined ? undefined : scalarSensitivity(r, w => times(A, w), sums, centred)
  const reach = diagonal.map(Math.sqrt)
  return {
    moments,
    traceG: total(diagonal) / n,
    frobG2: total(sums.ones) / (n * n),
    reach,
    K,
    unit: units.unit,
    ...(sensitivity && { sensitivity }),
  }
}

const inUnit = (A: HostMatrix, { unit }: BlockUnit): HostMatrix =>
  unit === 1 ? A : placedOn(A.machine, scaled(valuesOf(A), 1 / unit), A.matrix.columns)

/** The layers' parts of a block of K, by layer. */
type Parts = ReadonlyMap<number, HostMatrix>

/** A block of K where its numbers can be had, with the layers' parts if they are wanted. */
function* partsOf(state: GramState, left: Slice, right: Slice, apart: boolean): Program<{ K: HostMatrix; parts: Parts }> {
  const { machine } = state.net
  const { whole, parts } = gramParts(state, left, right, apart)
  const found = new Map<number, HostMatrix>()
  for (const { layer, part } of parts) found.set(layer, yield* onHost(machine, part))
  return { K: yield* onHost(machine, whole), parts: found }
}

/**
 * What `netNoise` finds for one output, with the layers' shares, from the layers' parts of K, which others have computed. To be called in
 * a scope of the machine, where K stays.
 */
export function noiseFromParts(
  net: Net,
  outputs: Float64Array,
  Y: Targets,
  values: ReadonlyMap<number, Float64Array>,
  centred?: boolean,
): NetNoise {
  const n = outputs.length
  const { r, unit, evaluation } = measuredResiduals(net, outputs, Y)
  const parts = new Map([...values].map(([layer, part]) => [layer, placedOn(net.machine, part, n)]))
  const K = [...parts.values()].reduce(
    ({ machine, matrix }, part) => ({ machine, matrix: machine.addMatrix(matrix, part.matrix) }),
    placedOn(net.machine, new Float64Array(n * n), n),
  )
  const layers = emptyShares(net)
  const { unit: ofG, ...sums } = scalarSums(K, parts, r, layers, centred)
  return { ...sums, units: { r: unit, G: ofG }, r, evaluation, layers }
}

export function emptyShares({ layers: { length } }: Net): LayerShares {
  return { traceG: new Float64Array(length), traceSigmaG: new Float64Array(length), gGg: new Float64Array(length) }
}

function* vectorNoise(
  state: GramState,
  { r, twoL, unit: ofResiduals }: MeasuredResiduals,
  layers: LayerShares | null,
  { assemble = false, centred }: NoiseOptions,
): Program<Sums> {
  const { n, net } = state
  const roots = rootsOf(state)
  const pulls = sliceOf(state, r)
  const side = n * roots.Q
  const K = assemble ? new Float64Array(side * side) : null
  let traceG = 0
  let frobG2 = 0
  const reach2 = new Float64Array(n)
  const units = new BlockUnit()
  const onDiagonal = layers && ((l: number, part: Float64Array) => (layers.traceG[l] += diagonalSum(part, n) / n))
  yield* eachRootBlock(
    state,
    roots,
    (q, s, plain) => {
      const block = units.of(plain)
      frobG2 += ((q === s ? 1 : 2) * dot(block, block)) / (n * n)
      if (q === s) {
        traceG += diagonalSum(block, n) / n
        for (let i = 0; i < n; i++) reach2[i] += block[i * n + i]
      }
      if (K) placeBlock(K, n, roots.Q, q, s, plain)
    },
    onDiagonal ?? undefined,
  )
  const N = K && centred !== undefined ? new Float64Array(side * n) : null
  const { traceG: traceSG, gGg } = yield* againstG(state, roots, pulls, layers, units, N)
  const M = units.of(yield* gramOf.steps(state, pulls, pulls))
  const { trace, frob2, g2, gSg } = secondMoment(M, n)
  const dist2 = Math.max(0, frob2 - 2 * twoL * traceSG + twoL * twoL * frobG2)
  const moments: NoiseMoments = { twoL, trace, traceG: traceSG, frob2, g2, gGg, gSg, dist2, gDg: gSg - twoL * gGg }
  const kept = K && placedOn(net.machine, K, side)
  const sums = { moments, traceG, frobG2, reach: reach2.map(Math.sqrt), K: kept, unit: units.unit }
  if (!N || !K) return sums
  const softmax = net.loss === 'squared' ? null : { p: softmaxOf(state.outputs, net.outputs), unit: ofResiduals }
  const blocks = { n, Q: roots.Q, C: net.outputs, K: units.of(K), N, M, F: roots.F, r, softmax }
  return { ...sums, sensitivity: blockSensitivity(blocks, centred === true) }
}

/** Writes the rows of a block of root q (n×n) to theirs, i·Q + q. */
function placeRows(all: Float64Array, block: Float64Array, n: number, Q: number, q: number): void {
  for (let i = 0; i < n; i++) all.set(block.subarray(i * n, (i + 1) * n), (i * Q + q) * n)
}

/** Tr(Σ₁G) = (1/n²) Σ_ij ‖J̃_i g_j‖² and ∇LᵀG∇L = (1/n) Σ_i ‖J̃_i∇L‖²; J̃_i g_j goes into `kept`. */
function* againstG(
  state: GramState,
  roots: Roots,
  pulls: Slice,
  layers: LayerShares | null,
  units: BlockUnit,
  kept: Float64Array | null,
): Program<{ readonly traceG: number; readonly gGg: number }> {
  const { n, net } = state
  const ones = new Float64Array(n).fill(1)
  let traceG = 0
  let gGg = 0
  for (let q = 0; q < roots.Q; q++)
    yield* scoped(net.machine, function* () {
      const { K, parts } = yield* partsOf(state, roots.slice(q), pulls, layers !== null)
      const N = inUnit(K, units)
      if (kept) placeRows(kept, valuesOf(N), n, roots.Q, q)
      traceG += total(productSums(N, N, ones)) / (n * n)
      const drift = times(N, ones).map(v => v / n)
      gGg += dot(drift, drift) / n
      if (layers) shareNoise(N, parts, layers, ones, ones)
    })
  return { traceG, gGg }
}

/**
 * Adds what every layer's part N^l of N contributes: Σ_ij q_j N^l_ij N_ij/n² to Tr(Σ₁G) and ⟨N^l r, N r⟩/n³ to ∇LᵀG∇L, q = r². Where
 * the residuals are in the columns of N already, r is one.
 */
function shareNoise(N: HostMatrix, parts: Parts, layers: LayerShares, r: Float64Array, q: Float64Array): void {
  const n = r.length
  const drift = times(N, r)
  for (const [l, part] of parts) {
    layers.traceSigmaG[l] += total(productSums(part, N, q)) / (n * n)
    layers.gGg[l] += dot(times(part, r), drift) / (n * n * n)
  }
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

const diagonalOf = ({ machine, matrix }: HostMatrix) => machine.diagonal(matrix)

const total = (values: Float64Array) => values.reduce((s, v) => s + v, 0)

const diagonalSum = (A: Float64Array, n: number) => {
  let s = 0
  for (let i = 0; i < n; i++) s += A[i * n + i]
  return s
}
