import { norm, scaled } from '../lib/matrix'
import { type Columns, type DataSettings, hopsOf } from '../scenario'
import { rootRank } from './backends/machine/loss'
import { type Program, program, scoped } from './backends/machine/program'
import type { DataSet } from './data'
import type { Disturbed } from './metrics/rounding'
import { PLAIN } from './metrics/units'
import { crossEntropyErrors } from './net/crossEntropy'
import { evaluate, gradient } from './net/derivatives'
import type { StandardErrors } from './net/estimates'
import { classSlice, type GramState, gramOf } from './net/gram'
import type { Net } from './net/layout'
import type { LayerShares, NetNoise } from './net/noise'
import { outputErrors } from './net/outputError'
import { placeBlock } from './net/roots'
import { hopsAsked } from './questions'
import { fill, revise } from './reading'
import { readRounding, relativeRounding, unitOfPrecision } from './rounding'
import type { Measured } from './row'
import type { Samples } from './subset'
import { misclassified } from './testSet'

/** The trained layers' shares of Tr G and of Tr(Σ₁G), or of Tr(ΣG) when centred; each group sums to one. */
export function readLayers(row: Float64Array, columns: Columns, net: Net, shares: LayerShares, centred: boolean): void {
  const trained = net.layers.filter(l => l.trained).map(l => l.index)
  const noise = shares.traceSigmaG.map((v, l) => v - (centred ? shares.gGg[l] : 0))
  const sum = (values: Float64Array) => trained.reduce((s, l) => s + values[l], 0)
  const [wholeG, wholeNoise] = [sum(shares.traceG), sum(noise)]
  const layer_G = trained.map(l => shares.traceG[l] / wholeG)
  fill<'layers'>(row, columns, { layer_G, layer_mu: trained.map(l => noise[l] / wholeNoise) })
}

/** The standard errors of what was estimated, with what rounding adds to those of ratios, where that is bounded. */
export function readErrors(row: Float64Array, columns: Columns, { mu, alpha, beta, traceSigma, traceG, frobG }: StandardErrors): void {
  const { at } = columns
  const both = (se: number, bound: number) => (Number.isFinite(bound) ? Math.sqrt(se * se + bound * bound) : se)
  fill<'estimates'>(row, columns, {
    mu_se: both(mu, row[at.mu_rounding]),
    alpha_se: both(alpha, row[at.alpha_rounding]),
    beta_se: both(beta, row[at.beta_rounding]),
    ...{ trace_sigma_se: traceSigma, trace_G_se: traceG, frob_G_se: frobG },
  })
  // Quotients of estimates without an error of their own are not shown.
  revise(row, columns, { gni: Number.NaN, b_simple: Number.NaN, b_noise: Number.NaN })
}

/** Roundings of a softmax near one. */
const SOFTMAX = 8

interface At {
  readonly net: Net
  readonly theta: Float64Array
  readonly samples: Samples
  readonly centred: boolean
}

type Found = Pick<NetNoise, 'evaluation' | 'reach' | 'sensitivity'>

/** What the bounds of rounding of a network's row follow from. */
function* disturbedAt(
  { units = PLAIN, r }: Measured,
  { evaluation, reach, sensitivity: by }: Found,
  { net, theta, samples: { n, X, y } }: At,
): Program<Disturbed> {
  const C = net.outputs
  const unit = unitOfPrecision(net.machine.precision)
  const taps = net.layers.reduce((sum, layer) => sum + ('map' in layer ? layer.map.taps + layer.map.places : 0), 0)
  const relative = relativeRounding(Math.max(n, taps), net.machine.precision)
  const squared = net.loss === 'squared'
  const known = squared ? reach : null
  const { f, reach: byPasses } = yield* outputErrors.steps(net, theta, X, unit, known)
  const ofJ = known ?? scaled(byPasses, 1 / Math.sqrt(units.G))
  if (squared) {
    // A label is what it is in float64.
    const exact = net.machine.precision === 'f64'
    const own = f.map((v, at) => v / units.r + unit * ((exact ? 0 : Math.abs(y[at] / units.r)) + Math.abs(r[at])))
    const error = Float64Array.from({ length: n }, (_, i) => norm(own.subarray(i * C, (i + 1) * C)))
    return { r, error, reach: ofJ, relative, outputs: C, independent: true, ...(by && { sensitive: { by, f: own } }) }
  }
  const found = crossEntropyErrors(C, evaluation, y, f, unit)
  const roots = {
    reach: reach ?? ofJ.map((v, i) => v * found.root[i]),
    error: ofJ.map((v, i) => v * found.root[i] * found.ofRoot[i]),
  }
  const { r: error, losses } = { r: scaled(found.r, 1 / units.r), losses: found.losses.map(v => v / units.r / units.r) }
  const sensitive = by && { by, f: scaled(found.f, 1 / units.r) }
  return { r, error, reach: ofJ, roots, losses, relative, outputs: C, independent: true, ...(sensitive && { sensitive }) }
}

/** Bounds of rounding; what they follow from, for what takes the gradients of a step, where a softmax is taken as it comes. */
export function* readNetRounding(row: Float64Array, columns: Columns, measured: Measured, found: Found, at: At): Program<Disturbed> {
  const { net, samples, centred } = at
  const disturbed = yield* disturbedAt(measured, found, at)
  const whole = measured.lambda.length < columns.k || measured.lambda.length === Math.min(net.p, samples.n * rootRank(net))
  readRounding(row, columns, measured, { p: net.p, centred, whole }, disturbed)
  if (net.loss === 'squared') return disturbed
  const more = (SOFTMAX * unitOfPrecision(net.machine.precision)) / (measured.units?.r ?? 1)
  return { ...disturbed, error: disturbed.error.map(v => v + more) }
}

/** Fills in loss and gradient of all training samples where fewer were measured, and the test set's loss and errors. */
export function* readWhole(
  net: Net,
  theta: Float64Array,
  data: DataSet,
  measured: Samples,
  settings: DataSettings,
): Program<(row: Float64Array, columns: Columns) => void> {
  const fills: ((row: Float64Array, columns: Columns) => void)[] = []
  if (measured.n < data.n) {
    const g = yield* gradient.steps(net, theta, data.X, data.y)
    const { loss } = yield* evaluate.steps(net, theta, data.X, data.y)
    fills.push((row, columns) => revise(row, columns, { loss, grad_norm: norm(g) }))
  }
  const { test } = data
  if (test) {
    const { outputs, loss } = yield* evaluate.steps(net, theta, test.X, test.y)
    fills.push((row, columns) => {
      fill<'test set'>(row, columns, { test_loss: loss, test_error: misclassified(outputs, test.y, net.outputs) })
      fill<'answers'>(row, columns, { accuracy: rightByHops(settings, outputs, test, net.outputs) })
    })
  }
  return (row, columns) => {
    for (const fillIn of fills) fillIn(row, columns)
  }
}

/** Share of right answers among the questions of 1, 2, … hops; NaN where none asks for so many. */
function rightByHops(settings: DataSettings, outputs: Float64Array, { n, X, y }: NonNullable<DataSet['test']>, C: number): number[] {
  const asked = Array.from({ length: hopsOf(settings) }, () => ({ all: 0, right: 0 }))
  for (let i = 0; i < n && asked.length > 0; i++) {
    const count = asked[hopsAsked(settings, X, i) - 1]
    count.all++
    count.right += 1 - misclassified(outputs.subarray(i * C, (i + 1) * C), y.subarray(i * C, (i + 1) * C), C)
  }
  return asked.map(({ all, right }) => right / all)
}

/** K = JJᵀ, (n·C)×(n·C), row i·C + c. */
export const wholeGram = program(function* (state: GramState): Program<Float64Array> {
  const { n, net } = state
  const C = net.outputs
  return yield* scoped(net.machine, function* () {
    const slices = Array.from({ length: C }, (_, c) => classSlice(state, c))
    if (C === 1) return yield* gramOf.steps(state, slices[0], slices[0])
    const K = new Float64Array(n * C * n * C)
    for (let c = 0; c < C; c++) for (let e = 0; e <= c; e++) placeBlock(K, n, C, c, e, yield* gramOf.steps(state, slices[c], slices[e]))
    return K
  })
})
