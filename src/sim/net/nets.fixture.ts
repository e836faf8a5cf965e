import fc from 'fast-check'
import { STREAM } from '../../lib/philox'
import { normals } from '../../lib/random'
import { type Program, program, scoped } from '../backends/machine/program'
import { vjp } from './derivatives'
import { classSlice, type GramState, gramOf, type OnLayer } from './gram'
import { layNet, type Net } from './layout'
import { type ActivationName, type LayerSpec, type NetSpec, transformer } from './spec'

/** A net with data and parameters to test at. */
export interface Instance {
  readonly net: Net
  readonly n: number
  readonly theta: Float64Array
  readonly X: Float64Array
  readonly Y: Float64Array
}

export const normal = (length: number, seed: number, step: number, size = 1) =>
  normals(new Float64Array(length), seed, STREAM.data, step).map(v => v * size)

export function instance(spec: NetSpec, n: number, seed: number): Instance {
  const net = layNet(spec)
  const C = net.outputs
  const Y =
    net.loss === 'squared'
      ? normal(n * C, seed, 3)
      : Float64Array.from({ length: n * C }, (_, at) => (at % C === Math.floor(at / C) % C ? 1 : 0))
  return { net, n, theta: normal(net.size, seed, 1, 0.6), X: normal(n * net.inputs, seed, 2), Y }
}

const smooth = fc.constantFrom<ActivationName>('tanh', 'gelu', 'softplus', 'quadratic', 'identity')
const any = fc.constantFrom<ActivationName>('relu', 'leaky-relu', 'tanh', 'gelu', 'softplus', 'quadratic', 'identity')
const flags = { bias: fc.boolean(), trained: fc.boolean(), slope: fc.constant(0.2) }

/** Small nets of every kind: dense alone or after convolutions and a pooling, residual sums, fixed layers in between, both losses. */
export function nets(kind: 'smooth' | 'any' = 'any') {
  const activation = kind === 'smooth' ? smooth : any
  const dense = fc.record({
    kind: fc.constant('dense' as const),
    out: fc.integer({ min: 1, max: 5 }),
    activation,
    scale: fc.constantFrom(1, 0.5),
    ...flags,
  })
  const conv = fc.record({
    kind: fc.constant('conv' as const),
    filters: fc.integer({ min: 1, max: 3 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 2 }),
    padding: fc.integer({ min: 0, max: 2 }),
    activation,
    ...flags,
  })
  const pool = fc.record({
    kind: fc.constant('pool' as const),
    pool: kind === 'smooth' ? fc.constant('average' as const) : fc.constantFrom('average' as const, 'max' as const),
    size: fc.integer({ min: 1, max: 2 }),
  })
  const same = conv.map(spec => ({ ...spec, filters: 2, kernel: 3, stride: 1, padding: 1 }))
  const sum = (from: number, by: ActivationName): LayerSpec => ({ kind: 'add', from, activation: by, slope: 0.2 })
  const image = fc.record({
    channels: fc.integer({ min: 1, max: 2 }),
    height: fc.integer({ min: 5, max: 7 }),
    width: fc.integer({ min: 5, max: 7 }),
  })
  const front = fc.oneof(
    fc.record({ input: fc.record({ features: fc.integer({ min: 1, max: 4 }) }), layers: fc.constant<LayerSpec[]>([]) }),
    fc.record({ input: image, layers: fc.tuple(conv, pool).map((l): LayerSpec[] => l) }),
    fc.record({ input: image, layers: fc.tuple(conv, conv).map((l): LayerSpec[] => l) }),
    // A residual block of convolutions, and a sum with the inputs themselves.
    fc.record({ input: image, layers: fc.tuple(same, same, activation).map(([a, b, f]): LayerSpec[] => [a, b, sum(1, f)]) }),
    fc.record({
      input: fc.constant({ features: 3 }),
      layers: fc.tuple(dense, activation).map(([a, f]): LayerSpec[] => [{ ...a, out: 3 }, sum(0, f)]),
    }),
  )
  const end = fc.constantFrom(
    { outputs: 1, loss: 'squared' as const },
    { outputs: 3, loss: 'squared' as const },
    { outputs: 3, loss: 'cross-entropy' as const },
  )
  return fc
    .record({ front, middle: fc.array(dense, { maxLength: 2 }), end, last: fc.record(flags) })
    .map(({ front: { input, layers }, middle: drawn, end, last }): NetSpec => {
      const [first, second] = drawn
      const middle: LayerSpec[] = drawn
      // Around a dense layer as wide as the one before.
      if (first && second?.out === first.out) middle.push(sum(layers.length + 1, second.activation))
      const head: LayerSpec = { kind: 'dense', out: end.outputs, activation: 'identity', bias: last.bias, trained: true }
      return { input, layers: [...layers, ...middle, head], ...end }
    })
}

/** Small transformers, the answer from all tokens or from the last one, some layers fixed. */
export function transformers(kind: 'smooth' | 'any' = 'any') {
  return fc
    .record({
      channels: fc.integer({ min: 1, max: 3 }),
      places: fc.integer({ min: 1, max: 4 }),
      blocks: fc.integer({ min: 1, max: 2 }),
      heads: fc.integer({ min: 1, max: 2 }),
      norm: fc.boolean(),
      activation: kind === 'smooth' ? smooth : any,
      loss: fc.constantFrom('squared' as const, 'cross-entropy' as const),
      last: fc.boolean(),
      fixed: fc.array(fc.nat(4), { maxLength: 2 }),
    })
    .map(({ last, fixed, ...options }): NetSpec => {
      const net = transformer({ ...options, width: 4, mlp: 3, C: 3, slope: 0.2 })
      const head: LayerSpec = last
        ? { kind: 'last', out: 3, activation: 'identity', bias: false, trained: true }
        : { kind: 'dense', out: 3, activation: 'identity', bias: true, trained: true }
      const layers = [...net.layers.slice(0, -1), head]
      return { ...net, layers: layers.map((layer, l) => ('trained' in layer && fixed.includes(l) ? { ...layer, trained: false } : layer)) }
    })
}

export const FAMILIES = { layers: nets, transformers }

/** The Jacobian, (n·C)×θ, row i·C + c, one pulled-back unit at a time. */
export function jacobian({ net, n, theta, X }: Instance): Float64Array[] {
  return Array.from({ length: n * net.outputs }, (_, k) => vjp(net, theta, X, unit(k, n * net.outputs)))
}

export function unit(k: number, length: number): Float64Array {
  const e = new Float64Array(length)
  e[k] = 1
  return e
}

/** Largest difference over the largest wanted entry (or 1e-30). */
export function distance(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let size = 1e-30
  let gap = found.length === wanted.length ? 0 : Number.POSITIVE_INFINITY
  for (let i = 0; i < wanted.length; i++) {
    size = Math.max(size, Math.abs(wanted[i]))
    gap = Math.max(gap, Math.abs(found[i] - wanted[i]))
  }
  return gap / size
}

/** Block (c, c') of K = JJᵀ: ⟨∇f_c(x_i), ∇f_c'(x_j)⟩, n×n. */
export const gramBlock = program(function* (state: GramState, c: number, c2: number, onLayer?: OnLayer): Program<Float64Array> {
  return yield* scoped(state.net.machine, () => {
    const left = classSlice(state, c)
    return gramOf.steps(state, left, c2 === c ? left : classSlice(state, c2), onLayer)
  })
})
