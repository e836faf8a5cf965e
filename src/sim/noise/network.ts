/** Networks, as synthetic noise needs them. */

import { dot } from '../../lib/matrix'
import { curvatureRoots, residualsOf, rootRank, type Targets } from '../backends/machine/loss'
import { type Program, program, read, scoped } from '../backends/machine/program'
import { atTheta, blocksOf, forward, jvp, vjp } from '../net/derivatives'
import { type GramState, openGram, type Slice, sliceOf, vjpAt } from '../net/gram'
import type { Net } from '../net/layout'
import { backward, type Pass, runForward } from '../net/pass'
import { inPanels } from '../net/wide'
import type { LocalAt } from './local'

/** A net at one θ; the pass that is held on its machine, of nets that are evaluated in one piece. */
interface Place {
  readonly net: Net
  readonly theta: Float64Array
  readonly X: Float64Array
  readonly n: number
  held(): GramState | null
}

/**
 * Networks of any number of outputs and either loss: products with J by passes through the net. The machine holds the pass at the θ that
 * was asked for last; one that is asked for again is run again.
 */
export function networkLocal(net: Net, X: Float64Array, Y: Targets): LocalAt {
  const C = net.outputs
  const Q = rootRank(net)
  const n = X.length / net.inputs
  const wide = inPanels(net, n)
  let last: { readonly of: Place; readonly state: GramState } | null = null

  function heldAt(of: Place): GramState {
    if (last?.of === of) return last.state
    last?.state.close()
    last = null
    last = { of, state: openGram(net, of.theta, X) }
    return last.state
  }

  return theta => {
    const place: Place = { net, theta, X, n, held: () => (wide ? null : heldAt(place)) }
    const outputs = place.held()?.outputs ?? forward(net, theta, X)
    // As steps take them, to the bit.
    const r = new Float64Array(outputs.length)
    residualsOf(net.loss, C, outputs, Y, null, 0, n, r, null)
    const F = curvatureRoots(net.loss, C, outputs, n)
    /** Seeds F_iᵀu_i, n×C, of u (n×Q). */
    const spread = (u: Float64Array) => {
      const seeds = new Float64Array(n * C)
      for (let i = 0; i < n; i++)
        for (let q = 0; q < Q; q++) for (let c = 0; c < C; c++) seeds[i * C + c] += F[(i * Q + q) * C + c] * u[i * Q + q]
      return seeds
    }
    const root = (q: number) => spread(Float64Array.from({ length: n * Q }, (_, at) => (at % Q === q ? 1 : 0)))
    const back = (u: Float64Array) => {
      const state = place.held()
      return state ? vjpAt(state, u) : vjp(net, theta, X, u)
    }
    return {
      n,
      Q,
      size: net.size,
      p: net.p,
      gradient: back(r).map(v => v / n),
      mix: w => back(r.map((v, at) => v * w[Math.floor(at / C)])),
      slopes(v) {
        const image = jvp(net, theta, X, v)
        return Float64Array.from({ length: n }, (_, i) => dot(image.subarray(i * C, (i + 1) * C), r.subarray(i * C, (i + 1) * C)))
      },
      pull: u => back(spread(u)),
      push(v) {
        const image = jvp(net, theta, X, v)
        return Float64Array.from({ length: n * Q }, (_, at) =>
          dot(F.subarray(at * C, (at + 1) * C), image.subarray(Math.floor(at / Q) * C, Math.floor(at / Q + 1) * C)),
        )
      },
      traceSigma1: () => sumOfSquares(place, r) / n,
      traceG() {
        let sum = 0
        for (let q = 0; q < Q; q++) sum += sumOfSquares(place, root(q))
        return sum / n
      },
      diagonalSigma1: () => addSquares(place, r, new Float64Array(net.size)),
      diagonalG() {
        const sum = new Float64Array(net.size)
        for (let q = 0; q < Q; q++) addSquares(place, root(q), sum)
        return sum
      },
      keepTrained(v) {
        for (const layer of net.layers) {
          if (layer.trained) continue
          v.fill(0, layer.weightAt, layer.weightAt + layer.weights)
          v.fill(0, layer.biasAt, layer.biasAt + layer.biases)
        }
        return v
      },
    }
  }
}

/** Adds the entries' squares of every J_iᵀu_i, over n. */
function addSquares({ net, theta, X, n }: Place, u: Float64Array, sum: Float64Array): Float64Array {
  const C = net.outputs
  for (let i = 0; i < n; i++) {
    const row = vjp(net, theta, X, u.subarray(i * C, (i + 1) * C), Int32Array.of(i))
    for (let j = 0; j < sum.length; j++) sum[j] += (row[j] * row[j]) / n
  }
  return sum
}

/** Σ_i ‖J_iᵀu_i‖²: in a dense layer the gradient of a sample is an outer product; elsewhere it is written out, one sample at a time. */
const sumOfSquares = program(function* ({ net, theta, X, n, held }: Place, u: Float64Array): Program<number> {
  const C = net.outputs
  let sum = 0
  if (net.layers.some(l => l.kind !== 'dense' && l.trained)) {
    for (let i = 0; i < n; i++) {
      const row = yield* vjp.steps(net, theta, X, u.subarray(i * C, (i + 1) * C), Int32Array.of(i))
      sum += dot(row, row)
    }
    return sum
  }
  const { machine } = net
  const state = held()
  const pass = state?.pass
  if (pass) return yield* scoped(machine, () => sumOfBlock(net, pass, sliceOf(state, u)))
  return yield* atTheta(net, theta, function* (at) {
    for (const [from, count] of blocksOf(net, n))
      sum += yield* scoped(machine, () => {
        const block = runForward(net, at, machine.gather(X, net.inputs, null, from, count))
        return sumOfBlock(net, block, backward(net, at, block, machine.block(u.subarray(from * C, (from + count) * C), C)))
      })
    return sum
  })
})

function* sumOfBlock(net: Net, pass: Pass, d: Slice): Program<number> {
  let sum = 0
  for (const layer of net.layers) {
    if (layer.kind !== 'dense' || !layer.trained) continue
    const [D, A] = [yield* read(net.machine, d[layer.index]), yield* read(net.machine, pass.a[layer.index])]
    for (let i = 0; i < pass.a[0].rows; i++) {
      const own = D.subarray(i * layer.outSize, (i + 1) * layer.outSize)
      const input = A.subarray(i * layer.inSize, (i + 1) * layer.inSize)
      sum += dot(own, own) * (layer.scale * layer.scale * dot(input, input) + (layer.biases ? 1 : 0))
    }
  }
  return sum
}
