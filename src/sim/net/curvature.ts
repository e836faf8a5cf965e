/** Products with H and G of a network on its trained parameters: `netCurvatures`. */

import { eigh } from '../../lib/eigen'
import { rootRank, type Targets } from '../backends/machine/loss'
import { atOnce, type Program, program } from '../backends/machine/program'
import type { Curvatures } from '../spectrum/curvatures'
import { bendingOf } from './bending'
import { denseTraceOf } from './denseTrace'
import { gaussNewtonProduct, gradient } from './derivatives'
import { assembled } from './directions'
import { withGram } from './gram'
import { hessianProduct } from './hessian'
import type { Net } from './layout'
import { residualTraceOf } from './residualTrace'

/** H and G of a network at θ on its trained parameters; each product is a pass over all n samples, O(n·p). */
export function netCurvatures(net: Net, theta: Float64Array, X: Float64Array, Y: Targets): Curvatures {
  const n = X.length / net.inputs
  const spans = net.layers
    .filter(l => l.trained && l.weights > 0)
    .map(l => [l.weightAt, l.biases ? l.biasAt + l.biases : l.weightAt + l.weights] as const)
  const gather = (full: Float64Array) => {
    const v = new Float64Array(net.p)
    let at = 0
    for (const [from, to] of spans) {
      v.set(full.subarray(from, to), at)
      at += to - from
    }
    return v
  }
  const spread = (v: Float64Array) => {
    const full = new Float64Array(net.size)
    let at = 0
    for (const [from, to] of spans) {
      full.set(v.subarray(at, at + to - from), from)
      at += to - from
    }
    return full
  }
  const side = n * rootRank(net)
  const residualTraces = residualTraceOf(net, theta, X, Y) ?? denseTraceOf(net, theta, X, Y)
  const bending = bendingOf(net, theta, X)
  return {
    p: net.p,
    n,
    layers: spans.map(([from, to]) => to - from),
    H: program(function* (v: Float64Array): Program<Float64Array> {
      return gather(yield* hessianProduct.steps(net, theta, X, Y, spread(v)))
    }),
    G: program(function* (v: Float64Array): Program<Float64Array> {
      return gather(yield* gaussNewtonProduct.steps(net, theta, X, spread(v)))
    }),
    sampleGradient: program(function* (i: number): Program<Float64Array> {
      return gather(yield* gradient.steps(net, theta, X, Y, Int32Array.of(i)))
    }),
    sampleHessian: (i, v) => gather(hessianProduct(net, theta, X, Y, spread(v), Int32Array.of(i))),
    equalTraces: net.layers.every(
      l => l.index < net.lowest || l.activation === 'relu' || l.activation === 'leaky-relu' || l.activation === 'identity',
    ),
    ...(residualTraces && { residualTraces }),
    ...(bending && { bending }),
    ...(net.machine.precision === 'f32' ? { rounding: 1e-6 } : {}),
    gram: { side, eigenvalues: () => eigh(atOnce(withGram(net, theta, X, assembled.steps)), side).values.map(v => v / n) },
  }
}
