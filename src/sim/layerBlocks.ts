/** Fills a row's columns of each trained layer by itself, fetched when a scenario asks for them: `readLayerBlocks`. */

import { UNIT_ROUNDOFF } from '../lib/compensated'
import { eigh } from '../lib/eigen'
import type { Columns } from '../scenario'
import { later, type Program, program, scoped } from './backends/machine/program'
import { fewEnough, type WholeGram, wholeGramOf } from './fromGram'
import { commutatorOf } from './metrics/commutator'
import { netCurvatures } from './net/curvature'
import { evaluate } from './net/derivatives'
import { classSlice, type GramState, gramOf, withGram } from './net/gram'
import type { Net } from './net/layout'
import { placeBlock } from './net/roots'
import { fill } from './reading'
import { unitOfPrecision } from './rounding'
import { type Curvatures, denseOf, type SteppedProduct, stepsOf } from './spectrum/curvatures'
import type { Estimate } from './spectrum/density'
import { leadingEigenvalues, smallestEigenvalue } from './spectrum/leading'
import { traceOfHessian } from './spectrum/trace'
import type { Samples } from './subset'

/** Both ends of a block: ‖Hv − λv‖ over ‖H‖ that is aimed at, where λ is right to about its square, and products at most. */
const ABOVE = { tolerance: 1e-7, limit: 200 }
const BELOW = { tolerance: 1e-4, limit: 60 }
/** Parameters of a layer up to which its block is written out, and all of it exact. */
const WRITTEN = 200

/** A network at one θ as its trained layers see it, in the order of their columns. */
export interface LayersApart {
  readonly curvatures: Curvatures
  /** G_ll and the residuals of every layer, null of one without a gradient; nothing where that takes too much, and for cross-entropy. */
  readonly grams: readonly (WholeGram | null)[]
}

export function* layersApart(net: Net, theta: Float64Array, { X, y, n }: Samples): Program<LayersApart> {
  const curvatures = netCurvatures(net, theta, X, y)
  if (net.loss !== 'squared' || !fewEnough(n, net.outputs, n * net.outputs)) return { curvatures, grams: [] }
  const { residuals } = yield* evaluate.steps(net, theta, X, y)
  const parts = yield* withGram(net, theta, X, layerGrams)
  const rounding = n * net.outputs * unitOfPrecision(net.machine.precision)
  const grams = net.layers.flatMap(({ trained, index }) => {
    const K = parts.get(index)
    return trained ? [K ? wholeGramOf(K, residuals, n, net.outputs, rounding) : null] : []
  })
  return { curvatures, grams }
}

/** What each layer adds to K = JJᵀ, (n·C)×(n·C), row i·C + c, by its index. */
function* layerGrams(state: GramState): Program<Map<number, Float64Array>> {
  const { n, net } = state
  const C = net.outputs
  const found = new Map<number, Float64Array>()
  yield* scoped(net.machine, function* () {
    const slices = Array.from({ length: C }, (_, c) => classSlice(state, c))
    for (let c = 0; c < C; c++)
      for (let e = 0; e <= c; e++)
        yield* gramOf.steps(state, slices[c], slices[e], (layer, part) => {
          const K = found.get(layer) ?? new Float64Array(n * C * n * C)
          placeBlock(K, n, C, c, e, part)
          found.set(layer, K)
        })
  })
  return found
}

/**
 * The largest eigenvalue of G_ll, trace and both ends of the spectrum of H_ll, and the commutator of Σ_ll and G_ll beside that of chance (THEORY.md §8, arXiv 2602.05600), for
 * every trained layer l. NaN: the trace of larger layers where Tr G of the row is an estimate, the commutator where μ has no digits.
 */
export async function readLayerBlocks(
  row: Float64Array,
  columns: Columns,
  seed: number,
  { curvatures, grams }: LayersApart,
): Promise<void> {
  const { at, first } = columns
  const traces = await later(tracesApart(curvatures))
  const sizes = curvatures.layers ?? []
  const known = !Number.isNaN(row[at.mu])
  const exact = Number.isNaN(row[at.trace_G_se])
  const found = await Promise.all(
    sizes.map(async (p, l) => {
      const from = sizes.slice(0, l).reduce((sum, size) => sum + size, 0)
      const traceG = row[first.layer_G + l] * row[at.trace_G]
      const own = withinLayer(curvatures, from, p, traces?.[l])
      const block = await later(p <= WRITTEN ? writtenOut(own) : searched(own, exact ? traceG : Number.NaN, seed))
      const ofG = await later(largestOfG(own))
      const gram = grams[l]
      const apart = gram && known ? commutatorOf(gram.features, gram.r) : { value: Number.NaN, baseline: Number.NaN }
      return { ...block, ofG, apart }
    }),
  )
  fill<'blocks'>(row, columns, {
    layer_lambda_G: found.map(({ ofG }) => ofG.value),
    layer_lambda_G_error: found.map(({ ofG }) => ofG.error),
    layer_trace_H: found.map(({ trace }) => trace.value),
    layer_trace_H_se: found.map(({ trace }) => trace.se),
    layer_lambda_H: found.map(({ largest }) => largest),
    layer_lambda_min_H: found.map(({ smallest }) => smallest),
    layer_lambda_H_error: found.map(({ error }) => error),
    layer_commutator: found.map(({ apart }) => apart.value),
    layer_commutator_baseline: found.map(({ apart }) => apart.baseline),
  })
}

/** Tr (H − G)_ll of every layer, where it is known without products. */
function* tracesApart({ residualTraces }: Curvatures): Program<readonly number[] | null> {
  return residualTraces ? yield* residualTraces.steps() : null
}

/** The block of H and of G that belongs to the parameters `from` to `from + p` alone. */
function withinLayer(curvatures: Curvatures, from: number, p: number, trace?: number): Curvatures {
  const { H, G, residualTraces: _, ...rest } = curvatures
  const within = (product: SteppedProduct) =>
    program(function* (v: Float64Array): Program<Float64Array> {
      const full = new Float64Array(rest.p)
      full.set(v, from)
      return (yield* stepsOf(product)(full)).slice(from, from + p)
    })
  // biome-ignore lint/correctness/useYield: it is known already
  const known = function* (): Program<number[]> {
    return [trace ?? 0]
  }
  return { ...rest, p, H: within(H), G: within(G), ...(trace !== undefined && { residualTraces: { steps: known } }) }
}

/** λ₁ of the block of G, and what it may be off by. */
function* largestOfG({ G, p, rounding = UNIT_ROUNDOFF }: Curvatures): Program<{ readonly value: number; readonly error: number }> {
  if (p <= WRITTEN) {
    const value = eigh(yield* denseOf.steps(G, p), p).values[0]
    return { value, error: p * rounding * Math.abs(value) }
  }
  const { values, errors } = yield* leadingEigenvalues.steps(G, p, 1, ABOVE)
  return { value: values[0], error: Math.max(errors[0], rounding * Math.abs(values[0])) }
}

interface OfBlock {
  readonly trace: Estimate
  readonly largest: number
  readonly smallest: number
  /** What either end may be off by, and what the products are rounded to. */
  readonly error: number
}

function* writtenOut({ H, p, rounding = UNIT_ROUNDOFF }: Curvatures): Program<OfBlock> {
  const { values } = eigh(yield* denseOf.steps(H, p), p)
  const [largest, smallest] = [values[0], values[p - 1]]
  const value = values.reduce((sum, v) => sum + v, 0)
  return { trace: { value, se: 0 }, largest, smallest, error: p * rounding * Math.max(Math.abs(largest), Math.abs(smallest)) }
}

function* searched(own: Curvatures, traceG: number, seed: number): Program<OfBlock> {
  const { H, p, rounding = 0 } = own
  const above = yield* leadingEigenvalues.steps(H, p, 1, ABOVE)
  const below = yield* smallestEigenvalue.steps(H, p, BELOW)
  const trace = Number.isNaN(traceG) ? { value: Number.NaN, se: Number.NaN } : yield* traceOfHessian.steps(own, traceG, seed)
  const [largest] = above.values
  return { trace, largest, smallest: below.value, error: Math.max(above.errors[0], below.error, rounding * Math.abs(largest)) }
}
