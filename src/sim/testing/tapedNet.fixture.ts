/** A network on the tape, sample by sample: the layers' definitions once more, without a machine. */

import { NORM_EPSILON } from '../backends/machine/within'
import type { Layer, Net } from '../net/layout'
import type { ActivationName } from '../net/spec'
import { constant, sumOfTapes, type Tape } from './tape.fixture'

/** f(x;θ), C outputs. */
export function tapedOutputs(net: Net, theta: readonly Tape[], x: ArrayLike<number>): readonly Tape[] {
  const given = [Array.from(x, constant)]
  for (const layer of net.layers) given.push(through(layer, theta, given).map(z => activated(layer.activation, z)))
  return given[given.length - 1]
}

function activated(name: ActivationName, z: Tape): Tape {
  switch (name) {
    case 'identity':
      return z
    case 'relu':
      return z.ramp()
    case 'tanh':
      return z.tanh()
    case 'softplus':
      return z.exp().plus(constant(1)).ln()
    case 'quadratic':
      return z.times(z)
    default:
      throw new RangeError(name)
  }
}

function through(layer: Layer, theta: readonly Tape[], given: readonly (readonly Tape[])[]): Tape[] {
  const a = given[layer.index]
  const inner = (x: readonly Tape[], y: readonly Tape[]) => sumOfTapes(x.map((v, k) => v.times(y[k])))
  switch (layer.kind) {
    case 'dense':
    case 'last':
    case 'conv': {
      const places = layer.input.height * layer.input.width
      const [seen, count] = layer.kind === 'dense' ? [layer.inSize, 1] : [layer.input.channels, layer.kind === 'last' ? 1 : places]
      const at = (j: number, t: number) =>
        layer.kind === 'dense' ? a[j] : layer.kind === 'last' ? a[j * places + places - 1] : a[j * places + t]
      const scale = constant(layer.map.scale)
      return Array.from({ length: layer.map.out * count }, (_, k) => {
        const [c, t] = [Math.floor(k / count), k % count]
        const w = theta.slice(layer.weightAt + c * seen, layer.weightAt + (c + 1) * seen)
        const z = scale.times(
          inner(
            w,
            w.map((_, j) => at(j, t)),
          ),
        )
        return layer.biases ? z.plus(theta[layer.biasAt + c]) : z
      })
    }
    case 'add':
      return a.map((v, k) => v.plus(given[layer.spec.from][k]))
    case 'norm': {
      const { size, inner: places } = layer.groups
      const out: Tape[] = []
      for (let t = 0; t < places; t++) {
        const x = Array.from({ length: size }, (_, c) => a[c * places + t])
        const mean = sumOfTapes(x).over(constant(size))
        const centred = x.map(v => v.minus(mean))
        const root = inner(centred, centred).over(constant(size)).plus(constant(NORM_EPSILON)).root()
        for (const [c, v] of centred.entries()) out[c * places + t] = v.over(root)
      }
      return out
    }
    case 'attention': {
      const { heads, size, places } = layer.heads
      const whole = heads * size * places
      const out: Tape[] = []
      const root = constant(size).root()
      for (let h = 0; h < heads; h++)
        for (let t = 0; t < places; t++) {
          const channels = (part: number, u: number) =>
            Array.from({ length: size }, (_, c) => a[part * whole + h * size * places + c * places + u])
          const scores = Array.from({ length: t + 1 }, (_, u) => inner(channels(0, t), channels(1, u)).over(root))
          const top = scores.reduce((best, v) => (v.value.minus(best.value).positive ? v : best))
          const e = scores.map(v => v.minus(constant(top.value)).exp())
          const total = sumOfTapes(e)
          for (let c = 0; c < size; c++)
            out[h * size * places + c * places + t] = sumOfTapes(e.map((v, u) => v.over(total).times(channels(2, u)[c])))
        }
      return out
    }
    default:
      throw new RangeError(layer.kind)
  }
}
