/** The exact product of a network's Hessian with a vector. */

import { secondDerivative } from './activation'
import { blockOf, countOf, eachBlock } from './derivatives'
import type { Net } from './layout'
import { addGradient, addTransposed } from './linear'
import { applyCurvature, residualsOf } from './loss'
import { layerBuffers, type Pass, type Targets, tangents } from './pass'

/**
 * H v = d/dε ∇L(θ + εv), exact (forward over reverse): the tangents of every step of back-propagation. relu and leaky-relu
 * have φ'' = 0 and max pooling keeps its maxima. Length of θ, zero for fixed layers, whose entries of v do not count.
 */
export function hessianProduct(
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  Y: Targets,
  v: Float64Array,
  rows: Int32Array | null = null,
): Float64Array {
  const n = countOf(net, X, rows)
  const sum = new Float64Array(net.size)
  const top = net.layers.length - 1
  const buffers = () => layerBuffers(net, Math.min(blockOf(net), n))
  const [zt, at, d, dt] = [buffers(), buffers(), buffers(), buffers()]
  eachBlock(net, theta, X, rows, true, (pass, f, from) => {
    tangents(net, theta, v, pass, zt, at)
    residualsOf(net, f, Y, rows, from, pass.rows, d[top], null)
    dt[top].set(at[top])
    applyCurvature(net, f, dt[top], pass.rows)
    for (let l = top; l >= net.lowest; l--) {
      const layer = net.layers[l]
      throughActivation(net, l, pass, zt[l], d[l], dt[l])
      if (layer.trained) {
        addGradient(layer, dt[l], pass.a[l], sum, pass.rows)
        if (l > net.lowest) addGradient(layer, d[l], at[l - 1], sum, pass.rows, false)
      }
      if (l === net.lowest) break
      d[l - 1].fill(0)
      dt[l - 1].fill(0)
      addTransposed(layer, theta, d[l], d[l - 1], pass.rows, pass.arg[l])
      addTransposed(layer, theta, dt[l], dt[l - 1], pass.rows, pass.arg[l])
      if (layer.trained) addTransposed(layer, v, d[l], dt[l - 1], pass.rows, null)
    }
  })
  return sum.map(x => x / n)
}

/** dt ← dt∘φ' + d∘φ''∘zt, then d ← d∘φ'. The pass's z is spent on φ''. */
function throughActivation(net: Net, l: number, pass: Pass, zt: Float64Array, d: Float64Array, dt: Float64Array): void {
  const { activation, outSize } = net.layers[l]
  const slope = pass.slope[l]
  if (!slope) return
  const count = pass.rows * outSize
  const second = pass.z[l]
  const bent = secondDerivative(activation, second, second, count)
  for (let i = 0; i < count; i++) {
    dt[i] = dt[i] * slope[i] + (bent ? d[i] * second[i] * zt[i] : 0)
    d[i] *= slope[i]
  }
}
