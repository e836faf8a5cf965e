/**
 * First derivatives, block by block of samples. X is n×d row-major, θ and every vector of its length hold all parameters
 * with zeros in place of fixed ones; `rows` picks samples (repeats allowed), null takes all n.
 */

import { residualsOf, type Targets } from '../backends/machine/loss'
import type { Block, Vector } from '../backends/machine/machine'
import { type Program, program, read, scoped } from '../backends/machine/program'
import { crossEntropy } from './crossEntropy'
import type { Net } from './layout'
import { addGradients, backward, outputsOf, type Pass, runForward, runOutputs, tangentOf } from './pass'
import { forwardWide, imagesWide, inPanels } from './wide'

/** Samples that go through the net together: fewer where a layer is so wide that their buffers would be large. */
function blockOf(net: Net): number {
  const widest = net.layers.reduce((most, l) => Math.max(most, l.outSize), 0)
  const most = net.machine.together ?? 128
  return Math.max(16, Math.min(most, 4 * Math.floor((most * 1024) / widest)))
}

/** The blocks of n samples: where each begins, and how many it has. */
export function* blocksOf(net: Net, n: number): Generator<readonly [from: number, count: number]> {
  const block = blockOf(net)
  for (let from = 0; from < n; from += block) yield [from, Math.min(block, n - from)]
}

type SampleRows = Int32Array | null

export const countOf = (net: Net, X: Float64Array, rows: SampleRows) => (rows ? rows.length : X.length / net.inputs)

/** Calls the body with θ on the net's machine; what is made meanwhile is freed. */
export function atTheta<T>({ machine, maps }: Net, theta: Float64Array, body: (theta: Vector) => Program<T>): Program<T> {
  return scoped(machine, () => body(machine.vector(theta, maps)))
}

/** Calls `visit` with the inputs of every block of the samples and the first one's index; what is made meanwhile is freed, but what it returns. */
function eachInput<T>(net: Net, X: Float64Array, rows: SampleRows, visit: (inputs: Block, from: number) => T): T[] {
  const results: T[] = []
  for (const [from, count] of blocksOf(net, countOf(net, X, rows)))
    results.push(net.machine.scope(() => visit(net.machine.gather(X, net.inputs, rows, from, count), from)))
  return results
}

/** Calls `visit` for every block of the samples with the net run on it; what is made meanwhile is freed, but what it returns. */
export function eachBlock<T>(
  net: Net,
  theta: Vector,
  X: Float64Array,
  rows: SampleRows,
  visit: (pass: Pass, f: Block, from: number) => T,
  z = false,
): T[] {
  return eachInput(net, X, rows, (inputs, from) => {
    const pass = runForward(net, theta, inputs, { slopes: true, z })
    return visit(pass, outputsOf(pass), from)
  })
}

/** The rows of blocks one after the other. */
function* joined(net: Net, blocks: readonly Block[]): Program<Float64Array> {
  const out = new Float64Array(blocks.reduce((sum, { rows, width }) => sum + rows * width, 0))
  let at = 0
  for (const block of blocks) {
    out.set(yield* read(net.machine, block), at)
    at += block.rows * block.width
  }
  return out
}

/** f(x;θ), n×C. */
export const forward = program(function* (net: Net, theta: Float64Array, X: Float64Array, rows: SampleRows = null): Program<Float64Array> {
  const n = countOf(net, X, rows)
  return yield* atTheta(net, theta, at => {
    const wide = rows ? null : inPanels(net, n)
    if (wide) return read(net.machine, forwardWide(net, wide, at, X, n))
    return joined(
      net,
      eachInput(net, X, rows, inputs => runOutputs(net, at, inputs)),
    )
  })
})

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
export const evaluate = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  Y: Targets,
  rows: SampleRows = null,
): Program<Evaluation> {
  return assess(net, yield* forward.steps(net, theta, X, rows), Y, rows)
})

/** The same for outputs f (n×C) that are known. */
export function assess(net: Net, outputs: Float64Array, Y: Targets, rows: SampleRows = null): Evaluation {
  const n = outputs.length / net.outputs
  const residuals = new Float64Array(outputs.length)
  const losses = new Float64Array(n)
  if (net.loss === 'cross-entropy') crossEntropy(net.outputs, outputs, Y, rows, residuals, losses)
  else residualsOf(net.loss, net.outputs, outputs, Y, rows, 0, n, residuals, losses)
  return { outputs, residuals, losses, loss: losses.reduce((s, v) => s + v, 0) / n }
}

/** sum += Σ ∇ℓ_i over the samples `rows`. */
export function addLossGradients(net: Net, theta: Vector, X: Float64Array, Y: Targets, rows: SampleRows, sum: Vector): void {
  for (const [from, count] of blocksOf(net, countOf(net, X, rows))) addBlockGradients(net, theta, X, Y, rows, from, count, sum)
}

/** The same over `count` of the samples from … on as one block, as several copies of θ take it. */
export function addBlockGradients(
  net: Net,
  theta: Vector,
  X: Float64Array,
  Y: Targets,
  rows: SampleRows,
  from: number,
  count: number,
  sum: Vector,
): void {
  const { machine } = net
  machine.scope(() => addInputGradients(net, theta, machine.gather(X, net.inputs, rows, from, count), Y, rows, from, sum))
}

/** The same of a block whose inputs are on the machine. */
export function addInputGradients(net: Net, theta: Vector, inputs: Block, Y: Targets, rows: SampleRows, from: number, sum: Vector): void {
  const { machine } = net
  machine.scope(() => {
    const pass = runForward(net, theta, inputs)
    const r = machine.residuals(net.loss, outputsOf(pass), Y, rows, from)
    addGradients(net, pass, backward(net, theta, pass, r), sum)
  })
}

/** (1/B) Σ ∇ℓ_i over the batch `rows`, length of θ. */
export const gradient = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  Y: Targets,
  rows: SampleRows = null,
): Program<Float64Array> {
  const B = countOf(net, X, rows)
  const sum = yield* summed(net, theta, (at, sum) => addLossGradients(net, at, X, Y, rows, sum))
  for (let i = 0; i < sum.length; i++) sum[i] /= B
  return sum
})

/** Jᵀu = Σ_i J_iᵀu_i for u (n×C), length of θ. */
export const vjp = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  u: Float64Array,
  rows: SampleRows = null,
): Program<Float64Array> {
  const [sum] = yield* vjps.steps(net, theta, X, [u], rows)
  return sum
})

/** Jᵀu for every one of the u (n×C each), from one run of the samples through the net. */
export const vjps = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  us: readonly Float64Array[],
  rows: SampleRows = null,
): Program<Float64Array[]> {
  const { machine, outputs: C } = net
  return yield* atTheta(net, theta, function* (at) {
    const sums = us.map(() => machine.zeros(at))
    eachBlock(net, at, X, rows, (pass, f, from) => {
      for (const [k, u] of us.entries())
        machine.scope(() => {
          const seeds = machine.block(u.subarray(from * C, (from + f.rows) * C), C)
          addGradients(net, pass, backward(net, at, pass, seeds), sums[k])
        })
    })
    const found: Float64Array[] = []
    for (const sum of sums) found.push(yield* read(machine, sum))
    return found
  })
})

/** What `add` adds to zeros, length of θ. */
export function summed(net: Net, theta: Float64Array, add: (theta: Vector, sum: Vector) => void): Program<Float64Array> {
  return atTheta(net, theta, at => {
    const sum = net.machine.zeros(at)
    add(at, sum)
    return read(net.machine, sum)
  })
}

/** J v, n×C. */
export const jvp = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  v: Float64Array,
  rows: SampleRows = null,
): Program<Float64Array> {
  const [image] = yield* jvps.steps(net, theta, X, [v], rows)
  return image
})

/** J v for every one of the v, each n×C, from one run of the samples through the net. */
export const jvps = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  vs: readonly Float64Array[],
  rows: SampleRows = null,
): Program<Float64Array[]> {
  const { machine, maps } = net
  return yield* atTheta(net, theta, function* (at) {
    const along = vs.map(v => machine.vector(v, maps))
    const blocks = eachBlock(net, at, X, rows, pass => along.map(v => tangentOf(net, at, v, pass)))
    const images: Float64Array[] = []
    for (const k of vs.keys())
      images.push(
        yield* joined(
          net,
          blocks.map(block => block[k]),
        ),
      )
    return images
  })
})

/** The same as a measurement of all samples gives them: in panels of units where it takes those. */
export const measuredImages = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  vs: readonly Float64Array[],
): Program<Float64Array[]> {
  const { machine, maps } = net
  const n = countOf(net, X, null)
  const wide = inPanels(net, n)
  if (!wide) return yield* jvps.steps(net, theta, X, vs)
  return yield* atTheta(net, theta, function* (at) {
    const along = vs.map(v => machine.vector(v, maps))
    return yield* readEach(net, imagesWide(net, wide, at, X, n, along))
  })
})

/** All numbers of every block. */
export function* readEach({ machine }: Net, blocks: readonly Block[]): Program<Float64Array[]> {
  const values: Float64Array[] = []
  for (const block of blocks) values.push(yield* read(machine, block))
  return values
}

/** G v = (1/n) Σ J_iᵀS_iJ_i v, length of θ. */
export const gaussNewtonProduct = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  v: Float64Array,
  rows: SampleRows = null,
): Program<Float64Array> {
  const { machine, maps } = net
  const n = countOf(net, X, rows)
  const sum = yield* summed(net, theta, (at, sum) => {
    const along = machine.vector(v, maps)
    eachBlock(net, at, X, rows, (pass, f) => {
      const image = machine.curvature(net.loss, f, tangentOf(net, at, along, pass))
      addGradients(net, pass, backward(net, at, pass, image), sum)
    })
  })
  return sum.map(x => x / n)
})
