/** The exact product of a network's Hessian with a vector. */

import type { Targets } from '../backends/machine/loss'
import type { Block } from '../backends/machine/machine'
import { type Program, program } from '../backends/machine/program'
import { countOf, eachBlock, summed } from './derivatives'
import { isAffine, type Net } from './layout'
import { bendBack, type Pass, pullBack, tangents } from './pass'

/**
 * H v = d/dε ∇L(θ + εv), exact (forward over reverse): the tangents of every step of back-propagation. relu and leaky-relu
 * have φ'' = 0 and max pooling keeps its maxima. Length of θ, zero for fixed layers, whose entries of v do not count.
 */
export const hessianProduct = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  Y: Targets,
  v: Float64Array,
  rows: Int32Array | null = null,
): Program<Float64Array> {
  const { machine, layers, lowest } = net
  const n = countOf(net, X, rows)
  const top = layers.length - 1
  const sum = yield* summed(net, theta, (at, sum) => {
    const along = machine.vector(v, net.maps)
    eachBlock(
      net,
      at,
      X,
      rows,
      (pass, f, from) => {
        const t = tangents(net, at, along, pass, true)
        let d = machine.residuals(net.loss, f, Y, rows, from)
        let dt = machine.curvature(net.loss, f, machine.copy(t.a[top + 1]))
        const [skipped, skippedT]: [Block[], Block[]] = [[], []]
        for (let l = top; l >= lowest; l--) {
          const layer = layers[l]
          ;[d, dt] = throughActivation(net, l, pass, t.z[l], d, dt)
          const trained = isAffine(layer) && layer.trained
          if (trained) {
            machine.addGradient(layer.map, dt, pass.a[l], sum, true)
            if (l > lowest) machine.addGradient(layer.map, d, t.a[l], sum, false)
          }
          if (l === lowest) break
          let next = bendBack(net, layer, pass, t.a[l], d, pullBack(net, layer, at, pass, dt, skippedT))
          if (trained) next = machine.transposed(layer.map, along, d, next)
          d = pullBack(net, layer, at, pass, d, skipped)
          dt = next
        }
      },
      true,
    )
  })
  return sum.map(x => x / n)
})

/** dt ← dt∘φ' + d∘φ''∘zt and d ← d∘φ'; both are spent. */
function throughActivation({ machine, layers }: Net, l: number, pass: Pass, zt: Block, d: Block, dt: Block): [Block, Block] {
  const slope = pass.slope[l]
  if (!slope) return [d, dt]
  const second = machine.bend(layers[l].activation, pass.z[l])
  const bent = second && machine.multiply(machine.multiply(second, d), zt)
  const straight = machine.multiply(dt, slope)
  return [machine.multiply(d, slope), bent ? machine.add(straight, bent) : straight]
}
