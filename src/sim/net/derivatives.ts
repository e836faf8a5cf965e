/**
 * First derivatives, block by block of samples. X is n×d row-major, θ and every vector of its length hold all parameters
 * with zeros in place of fixed ones; `rows` picks samples (repeats allowed), null takes all n.
 */

import type { Net } from './layout'
import { applyCurvature, residualsOf } from './loss'
import { addGradients, backward, createPass, layerBuffers, type Pass, runForward, type Targets, tangents } from './pass'
import { forwardWide, inPanels } from './wide'

/** Samples that go through the net together: fewer where a layer is so wide that the buffers of 128 would be large. */
export function blockOf(net: Net): number {
  const widest = net.layers.reduce((most, l) => Math.max(most, l.outSize), 0)
  return Math.max(16, Math.min(128, 4 * Math.floor(131072 / widest)))
}

type SampleRows = Int32Array | null

/** The buffers of a block, which calls on the same net may share. */
export interface Room {
  readonly pass: Pass
  readonly d: readonly Float64Array[]
}

export function makeRoom(net: Net, samples: number): Room {
  const rows = Math.min(blockOf(net), samples)
  return { pass: createPass(net, rows), d: layerBuffers(net, rows) }
}

/** Calls `visit` for every block of the samples with the net run on it. */
export function eachBlock(
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  rows: SampleRows,
  slopes: boolean,
  visit: (pass: Pass, f: Float64Array, from: number) => void,
  pass?: Pass,
): void {
  const n = countOf(net, X, rows)
  const block = blockOf(net)
  pass ??= createPass(net, Math.min(block, n))
  for (let from = 0; from < n; from += block) {
    runForward(net, theta, X, rows, from, Math.min(block, n - from), pass, slopes)
    visit(pass, pass.a[net.layers.length].subarray(0, pass.rows * net.outputs), from)
  }
}

export const countOf = (net: Net, X: Float64Array, rows: SampleRows) => (rows ? rows.length : X.length / net.inputs)

/** f(x;θ), n×C. */
export function forward(net: Net, theta: Float64Array, X: Float64Array, rows: SampleRows = null): Float64Array {
  const n = countOf(net, X, rows)
  const wide = rows ? null : inPanels(net, n)
  if (wide) return forwardWide(wide, theta, X, n)
  const out = new Float64Array(n * net.outputs)
  eachBlock(net, theta, X, rows, false, (_, f, from) => out.set(f, from * net.outputs))
  return out
}

export interface Evaluation {
  /** f, n×C. */
  readonly outputs: Float64Array
  /** f − y, or softmax(f) − y; n×C. */
  readonly residuals: Float64Array
  /** ℓ_i, n. */
  readonly losses: Float64Array
  /** L = (1/n) Σ ℓ_i. */
  readonly loss: number
}

/** Outputs, residuals and losses. */
export function evaluate(net: Net, theta: Float64Array, X: Float64Array, Y: Targets, rows: SampleRows = null): Evaluation {
  return assess(net, forward(net, theta, X, rows), Y, rows)
}

/** The same for outputs f (n×C) that are known. */
export function assess(net: Net, outputs: Float64Array, Y: Targets, rows: SampleRows = null): Evaluation {
  const n = outputs.length / net.outputs
  const residuals = new Float64Array(outputs.length)
  const losses = new Float64Array(n)
  residualsOf(net, outputs, Y, rows, 0, n, residuals, losses)
  return { outputs, residuals, losses, loss: losses.reduce((s, v) => s + v, 0) / n }
}

/** (1/B) Σ ∇ℓ_i over the batch `rows`, length of θ; into `sum`, with the buffers of `room`, where these are given. */
export function gradient(
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  Y: Targets,
  rows: SampleRows = null,
  sum: Float64Array = new Float64Array(net.size),
  room: Room = makeRoom(net, countOf(net, X, rows)),
): Float64Array {
  const B = countOf(net, X, rows)
  const { pass, d } = room
  sum.fill(0)
  eachBlock(
    net,
    theta,
    X,
    rows,
    true,
    (_, f, from) => {
      residualsOf(net, f, Y, rows, from, pass.rows, d[d.length - 1], null)
      addPulledBack(net, theta, pass, d, sum)
    },
    pass,
  )
  for (let i = 0; i < sum.length; i++) sum[i] /= B
  return sum
}

/** Jᵀu = Σ_i J_iᵀu_i for u (n×C), length of θ. */
export function vjp(net: Net, theta: Float64Array, X: Float64Array, u: Float64Array, rows: SampleRows = null): Float64Array {
  const sum = new Float64Array(net.size)
  const d = layerBuffers(net, Math.min(blockOf(net), countOf(net, X, rows)))
  eachBlock(net, theta, X, rows, true, (pass, f, from) => {
    d[d.length - 1].set(u.subarray(from * net.outputs, from * net.outputs + f.length))
    addPulledBack(net, theta, pass, d, sum)
  })
  return sum
}

/** J v, n×C. */
export const jvp = (net: Net, theta: Float64Array, X: Float64Array, v: Float64Array, rows: SampleRows = null): Float64Array =>
  jvps(net, theta, X, [v], rows)[0]

/** J v for every one of the v, each n×C, from one run of the samples through the net. */
export function jvps(net: Net, theta: Float64Array, X: Float64Array, vs: readonly Float64Array[], rows: SampleRows = null): Float64Array[] {
  const n = countOf(net, X, rows)
  const out = vs.map(() => new Float64Array(n * net.outputs))
  const t = layerBuffers(net, Math.min(blockOf(net), n))
  eachBlock(net, theta, X, rows, true, (pass, f, from) => {
    for (const [k, v] of vs.entries()) {
      tangents(net, theta, v, pass, t, t)
      out[k].set(t[t.length - 1].subarray(0, f.length), from * net.outputs)
    }
  })
  return out
}

/** G v = (1/n) Σ J_iᵀS_iJ_i v, length of θ. */
export function gaussNewtonProduct(net: Net, theta: Float64Array, X: Float64Array, v: Float64Array, rows: SampleRows = null): Float64Array {
  const sum = new Float64Array(net.size)
  const n = countOf(net, X, rows)
  const t = layerBuffers(net, Math.min(blockOf(net), n))
  eachBlock(net, theta, X, rows, true, (pass, f) => {
    tangents(net, theta, v, pass, t, t)
    applyCurvature(net, f, t[t.length - 1], pass.rows)
    addPulledBack(net, theta, pass, t, sum)
  })
  return sum.map(x => x / n)
}

/** sum += Jᵀu of the present block; u is in the last buffer of d. */
function addPulledBack(net: Net, theta: Float64Array, pass: Pass, d: readonly Float64Array[], sum: Float64Array): void {
  backward(net, theta, pass, d)
  addGradients(net, pass, d, sum)
}
