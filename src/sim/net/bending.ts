/**
 * ‖∇²f_ic‖_F of nets with one hidden layer, f_c = s Σ_k a_ck φ(z_k): with S = s_1²‖x‖² (+ 1 for a bias) ‖∇²f_c‖² = s² Σ_k ((a_ck φ''(z_k) S)² +
 * 2 φ'(z_k)² S), the latter where a is trained. O(nm(d + C)).
 */

import { secondDerivative } from '../backends/machine/activation'
import { type Program, program, read, scoped } from '../backends/machine/program'
import { atTheta, blocksOf } from './derivatives'
import type { Net } from './layout'
import { wideLayers } from './wide'

/** n×C; null for nets with more layers than that. */
export function bendingOf(net: Net, theta: Float64Array, X: Float64Array) {
  const wide = wideLayers(net)
  if (!wide) return null
  const { hidden, head } = wide
  const { machine, outputs: C } = net
  const [d, m] = [hidden.inSize, hidden.outSize]
  const n = X.length / d
  return program(function* (): Program<Float64Array> {
    const out = new Float64Array(n * C)
    if (!hidden.trained) return out
    yield* atTheta(net, theta, function* (at): Program<void> {
      for (const [from, count] of blocksOf(net, n)) {
        const [z, slope] = yield* scoped(machine, function* (): Program<[Float64Array, Float64Array]> {
          const z = machine.linear(hidden.map, at, machine.gather(X, d, null, from, count), true)
          const values = yield* read(machine, z)
          const slope = machine.activate(hidden.activation, hidden.slope, z, true).slope
          return [values, slope ? yield* read(machine, slope) : new Float64Array(values.length).fill(1)]
        })
        const bend = new Float64Array(z.length)
        secondDerivative(hidden.activation, z, bend, z.length)
        for (let i = 0; i < count; i++) {
          let size = 0
          for (let j = (from + i) * d; j < (from + i + 1) * d; j++) size += X[j] * X[j]
          const S = hidden.scale * hidden.scale * size + (hidden.biases ? 1 : 0)
          for (let c = 0; c < C; c++) {
            let sum = 0
            for (let k = 0; k < m; k++) {
              const own = theta[head.weightAt + c * m + k] * bend[i * m + k] * S
              sum += own * own + (head.trained ? 2 * slope[i * m + k] * slope[i * m + k] * S : 0)
            }
            out[(from + i) * C + c] = head.scale * Math.sqrt(sum)
          }
        }
      }
    })
    return out
  })
}
