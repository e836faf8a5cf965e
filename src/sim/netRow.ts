import { norm } from '../lib/matrix'
import { type Columns, type DataSettings, hopsOf } from '../scenario'
import { type Program, program, scoped } from './backends/machine/program'
import type { DataSet } from './data'
import { evaluate, gradient } from './net/derivatives'
import type { StandardErrors } from './net/estimates'
import { classSlice, type GramState, gramOf } from './net/gram'
import type { Net } from './net/layout'
import type { LayerShares } from './net/noise'
import { placeBlock } from './net/roots'
import { hopsAsked } from './questions'
import { fill, revise } from './reading'
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

/** The standard errors of what was estimated. */
export function readErrors(row: Float64Array, columns: Columns, { mu, alpha, beta, traceSigma, traceG, frobG }: StandardErrors): void {
  fill<'estimates'>(row, columns, {
    ...{ mu_se: mu, alpha_se: alpha, beta_se: beta },
    ...{ trace_sigma_se: traceSigma, trace_G_se: traceG, frob_G_se: frobG },
  })
}

/** Loss and gradient of all training samples where fewer were measured, and the test set's loss and errors. */
export function* readWhole(
  row: Float64Array,
  columns: Columns,
  net: Net,
  theta: Float64Array,
  data: DataSet,
  measured: Samples,
  settings: DataSettings,
): Program<void> {
  if (measured.n < data.n) {
    const g = yield* gradient.steps(net, theta, data.X, data.y)
    const { loss } = yield* evaluate.steps(net, theta, data.X, data.y)
    revise(row, columns, { loss, grad_norm: norm(g) })
  }
  if (!data.test) return
  const { outputs, loss } = yield* evaluate.steps(net, theta, data.test.X, data.test.y)
  fill<'test set'>(row, columns, { test_loss: loss, test_error: misclassified(outputs, data.test.y, net.outputs) })
  fill<'answers'>(row, columns, { accuracy: rightByHops(settings, outputs, data.test, net.outputs) })
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
