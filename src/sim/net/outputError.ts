/**
 * What rounding may have done to a net's outputs: `outputErrors`. Every layer rounds a little for itself, and how far that moves f is told by
 * its adjoint, to first order: Δf_c = Σ_l Σ_k ∂f_c/∂z_lk Δz_lk (Linnainmaa 1976). Roundings are as good as independent, so that squares add up.
 */

import { discard } from '../../lib/discard'
import type { Block, Machine, Vector } from '../backends/machine/machine'
import { type Program, program, read, scoped } from '../backends/machine/program'
import { atTheta, blocksOf } from './derivatives'
import { attentionErrors, normErrors, sumError } from './layerErrors'
import { type AffineLayer, isAffine, type Layer, type Net } from './layout'
import { type Pass, pullBack, runForward } from './pass'

export interface OutputErrors {
  /** Bounds of |Δf|, n×C. */
  readonly f: Float64Array
  /** At least ‖J_i‖_F, n; what was given, where that is known. */
  readonly reach: Float64Array
}

/** Roundings of an activation, in its own size. */
const ROUNDINGS = { identity: 0, relu: 0, 'leaky-relu': 1, quadratic: 1, tanh: 4, softplus: 4, gelu: 8 } as const

/** Errors that are `times` the sizes of a block's numbers. */
interface Errors {
  readonly of: Block
  readonly times: number
}

/**
 * In a precision of half an ulp `unit`; with cross-entropy f and J less their mean over the outputs, which softmax does not see. O(C·n·p).
 */
export const outputErrors = program(function* (
  net: Net,
  theta: Float64Array,
  X: Float64Array,
  unit: number,
  known: Float64Array | null = null,
): Program<OutputErrors> {
  const { machine, outputs: C, layers } = net
  const n = X.length / net.inputs
  const f = new Float64Array(n * C)
  const squares = new Float64Array(n)
  const mean = net.loss === 'squared' ? 0 : 1 / C
  const whole = { ...net, lowest: 0 }
  yield* atTheta(net, theta, function* (at): Program<void> {
    const absolute = theta.map(Math.abs)
    const sizes = machine.vector(absolute, net.maps)
    discard(absolute)
    for (const [from, rows] of blocksOf(net, n))
      yield* scoped(machine, function* (): Program<void> {
        const pass = runForward(whole, at, machine.gather(X, net.inputs, null, from, rows))
        const own: (readonly [z: Errors | null, a: Errors | null])[] = []
        const weights: (Float64Array | null)[] = []
        for (const layer of layers) {
          own.push(yield* errorsOf(machine, layer, sizes, pass, unit))
          weights.push(!known && isAffine(layer) && layer.trained ? yield* weightsOf(machine, layer, pass) : null)
        }
        for (let c = 0; c < C; c++)
          yield* scoped(machine, function* (): Program<void> {
            const skipped: Block[] = []
            let adjoint = machine.block(
              Float64Array.from({ length: rows * C }, (_, k) => (k % C === c ? 1 : 0) - mean),
              C,
            )
            const addAlong = function* (errors: Errors): Program<void> {
              const lengths = yield* read(machine, machine.lengths(errors.times, adjoint, errors.of))
              for (let i = 0; i < rows; i++) f[(from + i) * C + c] += lengths[i] * lengths[i]
            }
            for (let l = layers.length - 1; l >= 0; l--) {
              const slope = pass.slope[l]
              const [z, a] = own[l]
              if (a) yield* addAlong(a)
              if (slope) adjoint = machine.multiply(adjoint, slope)
              if (z) yield* addAlong(z)
              const by = weights[l]
              if (by) {
                const lengths = yield* read(machine, machine.lengths(1, adjoint, null))
                for (let i = 0; i < rows; i++) squares[from + i] += lengths[i] * lengths[i] * by[i]
              }
              if (l > 0) adjoint = pullBack(whole, layers[l], at, pass, adjoint, skipped)
            }
          })
      })
  })
  return { f: f.map(Math.sqrt), reach: known ?? squares.map(Math.sqrt) }
})

/** |x| of a block; x stays. */
const sizesOf = (m: Machine, x: Block): Block => m.activate('leaky-relu', -1, x, false).a

/** Of what a layer gives before its activation, and of φ for itself; null where nothing rounds. */
function* errorsOf(m: Machine, layer: Layer, sizes: Vector, pass: Pass, unit: number): Program<readonly [Errors | null, Errors | null]> {
  const [into, out] = [pass.a[layer.index], pass.a[layer.index + 1]]
  const roundings = ROUNDINGS[layer.activation] * unit
  return [yield* ownErrors(m, layer, sizes, into, out, unit), roundings > 0 ? { of: out, times: roundings } : null]
}

function* ownErrors(m: Machine, layer: Layer, sizes: Vector, into: Block, out: Block, unit: number): Program<Errors | null> {
  if (isAffine(layer)) {
    const { map } = layer
    return { of: m.scope(() => m.linear(map, sizes, sizesOf(m, into), true)), times: sumError(map.taps + 1, unit) }
  }
  if (layer.kind === 'pool') {
    const { pool, size } = layer.spec
    return pool === 'max' ? null : { of: m.scope(() => m.pool(layer.windows, sizesOf(m, into), null)), times: sumError(size * size, unit) }
  }
  if (layer.kind === 'add') return { of: out, times: unit }
  const [taken, given] = [yield* read(m, into), yield* read(m, out)]
  const found = new Float64Array(given.length)
  for (let i = 0; i < into.rows; i++) {
    const [x, y, own] = [taken, given, found].map(values =>
      values.subarray((i * values.length) / into.rows, ((i + 1) * values.length) / into.rows),
    )
    // In units of the precision, which float32 holds with all its digits.
    own.set(layer.kind === 'norm' ? normErrors(layer.groups, x, y, 1) : attentionErrors(layer.heads, x, 1))
  }
  return { of: m.block(found, out.width), times: unit }
}

/** ‖∇W‖² + ‖∇b‖² of every sample over ‖dz‖², at most. */
function* weightsOf(m: Machine, { kind, map, input, biases, index }: AffineLayer, pass: Pass): Program<Float64Array> {
  // A convolution sees an input in at most so many patches.
  const patches = kind === 'conv' ? map.taps / input.channels : 1
  const lengths = yield* read(m, m.lengths(1, pass.a[index], null))
  return lengths.map(length => map.scale * map.scale * patches * length * length + (biases ? map.places : 0))
}
