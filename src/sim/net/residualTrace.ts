/**
 * Tr(H − G) of every layer of nets with one hidden layer, exactly and without products: every weight of that layer enters its z alone, so that
 * ∂²f_c/∂W_kj² = a_ck φ''(z_k) h_j² and Tr(H − G) = (1/n) Σ_i Σ_k (Σ_c r_ic a_ck) φ''(z_ik) (s²‖x_i‖² + 1 with a bias). O(nmd).
 */

import { secondDerivative } from '../backends/machine/activation'
import type { Targets } from '../backends/machine/loss'
import { type Program, program, read, scoped } from '../backends/machine/program'
import { atTheta, blocksOf, evaluate } from './derivatives'
import type { Net } from './layout'
import { wideLayers } from './wide'

/** Null for nets with more layers than that. */
export function residualTraceOf(net: Net, theta: Float64Array, X: Float64Array, Y: Targets) {
  const wide = wideLayers(net)
  if (!wide) return null
  const { hidden, head } = wide
  const { machine, outputs: C } = net
  const [d, m] = [hidden.inSize, hidden.outSize]
  const ofLayers = (trace: number) => net.layers.flatMap(({ trained, index }) => (trained ? [index === hidden.index ? trace : 0] : []))
  return program(function* (): Program<number[]> {
    const { residuals } = yield* evaluate.steps(net, theta, X, Y)
    const n = residuals.length / C
    let trace = 0
    yield* atTheta(net, theta, function* (at): Program<void> {
      for (const [from, count] of blocksOf(net, n)) {
        const z = yield* scoped(machine, () => read(machine, machine.linear(hidden.map, at, machine.gather(X, d, null, from, count), true)))
        const bend = new Float64Array(z.length)
        if (!secondDerivative(hidden.activation, z, bend, z.length)) return
        for (let i = 0; i < count; i++) {
          let size = 0
          for (let j = (from + i) * d; j < (from + i + 1) * d; j++) size += X[j] * X[j]
          let sum = 0
          for (let k = 0; k < m; k++) {
            let weight = 0
            for (let c = 0; c < C; c++) weight += residuals[(from + i) * C + c] * theta[head.weightAt + c * m + k]
            sum += weight * bend[i * m + k]
          }
          trace += sum * head.scale * (hidden.scale * hidden.scale * size + (hidden.biases ? 1 : 0))
        }
      }
    })
    return ofLayers(trace / n)
  })
}
