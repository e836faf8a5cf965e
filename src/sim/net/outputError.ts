/**
 * What rounding may have done to a net's outputs: `outputErrors`. Every layer rounds a little for itself, and how far that moves f is told by
 * its adjoint, to first order: Δf_c = Σ_l Σ_k ∂f_c/∂z_lk Δz_lk (Linnainmaa 1976). Roundings are as good as independent, so that squares add up.
 */

import type { Block, Machine, Vector } from '../backends/machine/machine'
import { type Program, program, read, scoped } from '../backends/machine/program'
import { atTheta, blocksOf } from './derivatives'
import { attentionErrors, normErrors, sumError } from './layerErrors'
import { type AffineLayer, isAffine, type Layer, type Net } from './layout'
import { type Pass, pullBack, runForward } from './pass'

export interface OutputErrors {
  /** Bounds of |Δf|, n×C. */
  readonly f: Float64Array
  /** At least ‖J_i‖_F, n. */
  readonly reach: Float64Array
}

/** Roundings of an activation, in its own size. */
const ROUNDINGS = { identity: 0, relu: 0, 'leaky-relu': 1, quadratic: 1, tanh: 4, softplus: 4, gelu: 8 } as const

/** Of a layer's errors: of z, and of φ(z) for itself; none below what rounds. */
interface Own {
  readonly z: Float64Array
  readonly a: Float64Array | null
}

/**
 * In a precision of half an ulp `unit`; with cross-entropy f and J less their mean over the outputs, which softmax does not see. O(C·n·p).
 */
export const outputErrors = program(function* (net: Net, theta: Float64Array, X: Float64Array, unit: number): Program<OutputErrors> {
  const { machine, outputs: C, layers } = net
  const n = X.length / net.inputs
  const found: OutputErrors = { f: new Float64Array(n * C), reach: new Float64Array(n) }
  const mean = net.loss === 'squared' ? 0 : 1 / C
  const whole = { ...net, lowest: 0 }
  yield* atTheta(net, theta, function* (at): Program<void> {
    const sizes = machine.vector(theta.map(Math.abs), net.maps)
    for (const [from, rows] of blocksOf(net, n))
      yield* scoped(machine, function* (): Program<void> {
        const pass = runForward(whole, at, machine.gather(X, net.inputs, null, from, rows))
        const own: Own[] = []
        const inputs: Float64Array[] = []
        for (const layer of layers) {
          own.push(yield* errorsOf(machine, layer, sizes, pass, unit))
          inputs.push(
            isAffine(layer) && layer.trained ? weightsOf(layer, yield* read(machine, pass.a[layer.index]), rows) : new Float64Array(0),
          )
        }
        for (let c = 0; c < C; c++)
          yield* scoped(machine, function* (): Program<void> {
            const skipped: Block[] = []
            let adjoint = machine.block(
              Float64Array.from({ length: rows * C }, (_, k) => (k % C === c ? 1 : 0) - mean),
              C,
            )
            for (let l = layers.length - 1; l >= 0; l--) {
              const slope = pass.slope[l]
              const { z, a } = own[l]
              if (a) addAlong(found.f, C, from, c, yield* read(machine, adjoint), a, rows)
              if (slope) adjoint = machine.multiply(adjoint, slope)
              const d = yield* read(machine, adjoint)
              addAlong(found.f, C, from, c, d, z, rows)
              if (inputs[l].length > 0) addSquares(found.reach, from, d, inputs[l])
              if (l > 0) adjoint = pullBack(whole, layers[l], at, pass, adjoint, skipped)
            }
          })
      })
  })
  return { f: found.f.map(Math.sqrt), reach: found.reach.map(Math.sqrt) }
})

/** |x| in operations of a machine; x stays. */
const sizesOf = (m: Machine, x: Block): Block => m.activate('leaky-relu', -1, m.copy(x), false).a

function* errorsOf(m: Machine, layer: Layer, sizes: Vector, pass: Pass, unit: number): Program<Own> {
  const [into, out] = [pass.a[layer.index], pass.a[layer.index + 1]]
  const roundings = ROUNDINGS[layer.activation] * unit
  const a = roundings > 0 ? (yield* read(m, out)).map(v => roundings * Math.abs(v)) : null
  if (isAffine(layer)) {
    const { map } = layer
    const g = sumError(map.taps + 1, unit)
    return { z: (yield* read(m, m.linear(map, sizes, sizesOf(m, into), true))).map(v => g * v), a }
  }
  if (layer.kind === 'pool') {
    if (layer.spec.pool === 'max') return { z: new Float64Array(out.rows * out.width), a }
    const g = sumError(layer.spec.size * layer.spec.size, unit)
    return { z: (yield* read(m, m.pool(layer.windows, sizesOf(m, into), null))).map(v => g * v), a }
  }
  const given = yield* read(m, out)
  if (layer.kind === 'add') return { z: given.map(v => unit * Math.abs(v)), a }
  const taken = yield* read(m, into)
  const z = new Float64Array(given.length)
  for (let i = 0; i < into.rows; i++) {
    const [x, y, own] = [taken, given, z].map(values =>
      values.subarray((i * values.length) / into.rows, ((i + 1) * values.length) / into.rows),
    )
    own.set(layer.kind === 'norm' ? normErrors(layer.groups, x, y, unit) : attentionErrors(layer.heads, x, unit))
  }
  return { z, a }
}

/** ‖∇W‖² + ‖∇b‖² of every sample over ‖dz‖², at most. */
function weightsOf({ kind, map, input, biases }: AffineLayer, a: Float64Array, rows: number): Float64Array {
  // A convolution sees an input in at most so many patches.
  const patches = kind === 'conv' ? map.taps / input.channels : 1
  const width = a.length / rows
  return Float64Array.from({ length: rows }, (_, i) => {
    let squares = 0
    for (let at = i * width; at < (i + 1) * width; at++) squares += a[at] * a[at]
    return map.scale * map.scale * patches * squares + (biases ? map.places : 0)
  })
}

/** Adds Σ_k (d_k ε_k)² of every sample to output c. */
function addAlong(f: Float64Array, C: number, from: number, c: number, d: Float64Array, own: Float64Array, rows: number): void {
  const width = d.length / rows
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0
    for (let k = 0; k < width; k++, at++) sum += d[at] * own[at] * (d[at] * own[at])
    f[(from + i) * C + c] += sum
  }
}

function addSquares(reach: Float64Array, from: number, d: Float64Array, weights: Float64Array): void {
  const width = d.length / weights.length
  for (let i = 0, at = 0; i < weights.length; i++) {
    let sum = 0
    for (let k = 0; k < width; k++, at++) sum += d[at] * d[at]
    reach[from + i] += sum * weights[i]
  }
}
