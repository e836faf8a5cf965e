/** One call of every operation of a machine on random numbers: what machines are compared by. */

import type { Rule } from '../../../lib/optimizers'
import { atRest, changedNames, DEFAULTS } from '../../../lib/optimizers'
import { STREAM } from '../../../lib/philox'
import { normals } from '../../../lib/random'
import type { ActivationName } from '../machine/activation'
import type { Affine, HostMachine, Windows } from '../machine/machine'

export interface Case {
  readonly rows: number
  readonly inputs: number
  readonly out: number
  readonly scale: number
  readonly plus: boolean
  readonly bias: boolean
  readonly lower: boolean
  /** A convolution on images of `side`², `channels` of them; null for a dense layer. */
  readonly image: {
    readonly channels: number
    readonly side: number
    readonly kernel: number
    readonly stride: number
    readonly padding: number
  } | null
  readonly seed: number
}

/** Normal deviates that float32 holds, so that machines of both precisions compute with the same numbers. */
export const random = (length: number, seed: number, size = 1) =>
  normals(new Float64Array(length), seed, STREAM.data, 0).map(v => Math.fround(v * size))

/** A layer whose weights begin at 3 in θ and whose rows have gaps. */
export function affine({ inputs, out, scale, bias, image }: Case): { map: Affine; length: number } {
  const table = image && tableOf(image)
  const taps = image ? image.channels * image.kernel * image.kernel : inputs
  const places = image ? sideOf(image) * sideOf(image) : 1
  const stride = taps + (image ? 0 : 2)
  const weightAt = 3
  const biasAt = bias ? weightAt + out * stride : -1
  const cells = image ? image.channels * image.side * image.side : inputs
  return { map: { layer: 0, out, taps, places, inputs: cells, table, scale, weightAt, stride, biasAt }, length: 4 + out * (stride + 1) }
}

const sideOf = ({ side, kernel, stride, padding }: NonNullable<Case['image']>) => Math.floor((side + 2 * padding - kernel) / stride) + 1

function tableOf(image: NonNullable<Case['image']>): Int32Array {
  const { channels, side, kernel, stride, padding } = image
  const across = sideOf(image)
  const table: number[] = []
  for (let c = 0; c < channels; c++)
    for (let ky = 0; ky < kernel; ky++)
      for (let kx = 0; kx < kernel; kx++)
        for (let y = 0; y < across; y++)
          for (let x = 0; x < across; x++) {
            const [row, col] = [y * stride + ky - padding, x * stride + kx - padding]
            table.push(row < 0 || col < 0 || row >= side || col >= side ? -1 : (c * side + row) * side + col)
          }
  return Int32Array.from(table)
}

type Operation = (machine: HostMachine, c: Case) => Float64Array

/** The numbers of a block with zeros among them, where kinks are. */
const blockOf = (machine: HostMachine, rows: number, width: number, seed: number) =>
  machine.block(
    random(rows * width, seed).map((v, k) => (k % 7 === 3 ? 0 : v)),
    width,
  )
const valuesOf = (machine: HostMachine, ...blocks: readonly (Parameters<HostMachine['values']>[0] | null)[]) =>
  Float64Array.from(blocks.flatMap(block => (block ? [...machine.values(block)] : [])))

const LAYER: Record<string, Operation> = {
  linear(machine, c) {
    const { map, length } = affine(c)
    const theta = machine.vector(random(length, c.seed), [map])
    const plus = c.plus ? blockOf(machine, c.rows, map.out * map.places, c.seed + 2) : undefined
    return valuesOf(machine, machine.linear(map, theta, blockOf(machine, c.rows, map.inputs, c.seed + 1), c.bias, plus))
  },
  transposed(machine, c) {
    const { map, length } = affine(c)
    const theta = machine.vector(random(length, c.seed), [map])
    const plus = c.plus ? blockOf(machine, c.rows, map.inputs, c.seed + 2) : undefined
    return valuesOf(machine, machine.transposed(map, theta, blockOf(machine, c.rows, map.out * map.places, c.seed + 1), plus))
  },
  addGradient(machine, c) {
    const { map, length } = affine(c)
    const sum = machine.vector(c.plus ? random(length, c.seed) : new Float64Array(length), [map])
    machine.addGradient(
      map,
      blockOf(machine, c.rows, map.out * map.places, c.seed + 1),
      blockOf(machine, c.rows, map.inputs, c.seed + 2),
      sum,
      c.bias,
    )
    return valuesOf(machine, sum)
  },
  sampleGradients(machine, c) {
    const { map } = affine(c)
    const first = Math.floor(map.out / 3)
    const dz = blockOf(machine, c.rows, map.out * map.places, c.seed + 1)
    return valuesOf(machine, machine.sampleGradients(map, dz, blockOf(machine, c.rows, map.inputs, c.seed + 2), first, map.out - first))
  },
}

const MATRIX: Record<string, Operation> = {
  gram(machine, c) {
    const D = blockOf(machine, c.rows, c.inputs, c.seed)
    const E = c.lower ? D : blockOf(machine, c.out, c.inputs, c.seed + 1)
    const plus = c.plus ? machine.matrix(D.rows, E.rows, 0.7) : undefined
    const A = machine.gram(D, E, c.scale, c.lower, plus)
    return valuesOf(machine, c.lower ? machine.mirror(A) : A)
  },
  products(machine, c) {
    const [D, E] = [blockOf(machine, c.rows, 3, c.seed), blockOf(machine, c.out, 3, c.seed + 1)]
    const A = machine.addMatrix(machine.gram(D, E, 1, false), machine.matrix(c.rows, c.out, 0.5))
    return valuesOf(machine, machine.multiplyMatrix(A, machine.gram(D, E, 1, false)))
  },
}

const SUMS: Record<string, Operation> = {
  sums(machine, c) {
    const [A, B] = [0, 1].map(l => machine.matrixOf(random(c.rows * c.inputs, c.seed + l), c.inputs))
    const w = random(c.inputs, c.seed + 2)
    const square = machine.matrixOf(random(c.out * c.out, c.seed), c.out)
    return Float64Array.of(...machine.rowSums(A!, c.plus ? B! : null, w), ...machine.diagonal(square), ...machine.values(A!))
  },
}

const ACTIVATIONS: readonly ActivationName[] = ['relu', 'leaky-relu', 'tanh', 'gelu', 'softplus', 'quadratic', 'identity']
const ELEMENT: Record<string, Operation> = {
  ...Object.fromEntries(
    ACTIVATIONS.map(name => [
      name,
      (machine: HostMachine, c: Case) => {
        const z = machine.block(random(c.rows * c.inputs, c.seed, c.plus ? 30 : c.lower ? 500 : 1), c.inputs)
        const { a, slope } = machine.activate(name, 0.1, z, true)
        return valuesOf(machine, a, slope, machine.activate(name, 0, z, false).a, machine.bend(name, z))
      },
    ]),
  ),
  elements(machine, c) {
    const [x, y] = [blockOf(machine, c.rows, c.inputs, c.seed), blockOf(machine, c.rows, c.inputs, c.seed + 1)]
    const z = machine.copy(x)
    return valuesOf(machine, machine.multiply(z, y), machine.add(y, z), x)
  },
  combine(machine, c) {
    const parts = [0, 1, 2].map(l => blockOf(machine, c.rows, c.inputs, c.seed + l))
    const z = machine.copy(parts[2])
    machine.combine(z, [parts[0], parts[1], parts[2]], 0.3, -1.7)
    const [o, a, b] = [0, 1, 2].map(l => machine.vector(random(c.inputs, c.seed + l), []))
    const theta = machine.zeros(o)
    machine.combine(theta, [o, a, b], -0.6, c.scale)
    const from = c.inputs >> 1
    const rest = machine.zeros(o)
    machine.combine(rest, [o, a, b], -0.6, c.scale, from)
    return Float64Array.of(...machine.values(z), ...machine.values(theta), ...machine.values(rest).subarray(from))
  },
  gather(machine, c) {
    const X = random(c.rows * c.inputs, c.seed)
    const picked = Int32Array.from({ length: 11 }, (_, k) => (k * 5) % c.rows)
    return valuesOf(
      machine,
      machine.gather(X, c.inputs, picked, 2, 9),
      machine.gather(X, c.inputs, null, c.rows >> 1, c.rows - (c.rows >> 1)),
    )
  },
}

function pooled(kind: Windows['kind']): Operation {
  return (machine, c) => {
    const { channels, side, kernel } = c.image ?? { channels: 2, side: 5, kernel: 2 }
    const windows: Windows = { kind, size: Math.min(kernel, side), channels, height: side, width: side }
    const a = blockOf(machine, c.rows, channels * side * side, c.seed)
    const at = kind === 'max' ? machine.maxima(windows, a) : null
    const z = machine.pool(windows, a, at)
    const dz = blockOf(machine, c.rows, z.width, c.seed + 1)
    return valuesOf(machine, at, z, machine.unpool(windows, dz, at))
  }
}
const POOL: Record<string, Operation> = { maximum: pooled('max'), average: pooled('average') }

function losses(kind: 'squared' | 'cross-entropy', labels: boolean): Operation {
  return (machine, c) => {
    const C = c.out
    const Y = labels ? Int32Array.from({ length: c.rows + 2 }, (_, i) => (i * 7) % C) : random((c.rows + 2) * C, c.seed + 1).map(Math.abs)
    const f = blockOf(machine, c.rows, C, c.seed)
    const rows = c.plus ? Int32Array.from({ length: c.rows + 1 }, (_, i) => c.rows - i) : null
    const r = machine.residuals(kind, f, Y, rows, 1)
    return valuesOf(machine, r, machine.curvature(kind, f, blockOf(machine, c.rows, C, c.seed + 2)))
  }
}
const LOSS: Record<string, Operation> = {
  squared: losses('squared', false),
  'cross-entropy': losses('cross-entropy', false),
  labels: losses('cross-entropy', true),
}

function steps(rule: Rule, momentum: number): Operation {
  return (machine, c) => {
    const settings = { ...DEFAULTS, momentum }
    const changed = changedNames(rule, settings)
    const arm = (seed: number) => {
      const { theta, state } = atRest(random(c.inputs, seed), rule)
      return {
        theta: machine.vector(theta, []),
        state: Object.fromEntries(
          Object.entries(state).map(([name, v]) => [name, machine.vector(random(v.length, seed + 1).map(Math.abs), [])]),
        ),
      }
    }
    const to = arm(c.seed + 5)
    const sum = machine.vector(random(c.inputs, c.seed + 9), [])
    const landed = machine.step(rule, arm(c.seed), sum, c.rows, 0.1, settings, to, changed)
    return Float64Array.of(Number(landed), ...valuesOf(machine, to.theta, ...changed.map(name => to.state[name])))
  }
}
const STEP: Record<string, Operation> = {
  descent: steps('heavy-ball', 0),
  'heavy ball': steps('heavy-ball', 0.9),
  nesterov: steps('nesterov', 0.9),
  'nesterov at rest': steps('nesterov', 0),
  sign: steps('sign', 0),
  'sign of a velocity': steps('sign', 0.9),
  adam: steps('adam', 0),
  rmsprop: steps('rmsprop', 0),
  'rmsprop with momentum': steps('rmsprop', 0.9),
}

/** Steps of a net with two dense layers and parameters that no layer has: gradients may wait for the step, and blocks are spent meanwhile. */
export const TRAINING: Record<string, Operation> = Object.fromEntries(
  [0, 0.9].map(momentum => [
    `training with momentum ${momentum}`,
    (machine: HostMachine, c: Case) => {
      const [d, m, C] = [c.inputs, c.out, 2]
      const map = (layer: number, taps: number, out: number, weightAt: number): Affine => ({
        ...{ layer, out, taps, places: 1, inputs: taps, table: null, scale: c.scale, weightAt, stride: taps },
        biasAt: c.bias ? weightAt + out * taps : -1,
      })
      const first = map(0, d, m, c.lower ? 3 : 0)
      const head = map(1, m, C, first.weightAt + m * (d + 1))
      const length = head.weightAt + C * (m + 1) + (c.lower ? 1 : 0)
      const arm = (seed: number) => ({ theta: machine.vector(random(length, seed), []), state: { velocity: machine.zeros({ length }) } })
      let [from, to] = [arm(c.seed), arm(c.seed + 1)]
      const sum = machine.zeros({ length })
      const found: number[] = []
      for (let t = 0; t < 3; t++) {
        machine.clear(sum)
        for (let part = 0; part < (c.plus ? 2 : 1); part++)
          machine.scope(() => {
            const x = blockOf(machine, c.rows, d, c.seed + t + part)
            const { a, slope } = machine.activate('relu', 0, machine.linear(first, from.theta, x, true), true)
            const dz = machine.add(machine.linear(head, from.theta, a, true), blockOf(machine, c.rows, C, t))
            machine.addGradient(head, dz, a, sum, !c.lower || c.plus)
            const back = machine.transposed(head, from.theta, dz)
            machine.multiply(dz, dz)
            const inner = slope ? machine.multiply(back, slope) : back
            machine.addGradient(first, inner, x, sum, true)
            if (t === 1) machine.add(inner, inner)
          })
        if (t === 2) found.push(...machine.values(sum))
        const landed = machine.step('heavy-ball', from, sum, c.rows, 0.1, { ...DEFAULTS, momentum }, to, momentum === 0 ? [] : ['velocity'])
        found.push(Number(landed), ...machine.values(to.theta), ...(momentum === 0 ? [] : machine.values(to.state.velocity)))
        ;[from, to] = [to, from]
      }
      machine.addGradient(head, blockOf(machine, c.rows, C, 1), blockOf(machine, c.rows, m, 2), sum, true)
      return Float64Array.from(found)
    },
  ]),
)

/** Attention's products by heads, its scores, and layer norm, on samples of `out` places with `heads`·`each` numbers. */
const WITHIN: Record<string, Operation> = {
  'products within samples'(machine, c) {
    const [places, heads, each] = [c.out, 2, 1 + (c.seed % 5)]
    const width = places * heads * each
    const [q, k] = [blockOf(machine, c.rows, width, c.seed), blockOf(machine, c.rows, width, c.seed + 1)]
    const scores = heads * places * places
    const plus = c.plus ? blockOf(machine, c.rows, scores, c.seed + 2) : undefined
    const rows = { from: 0, each, row: heads * each, col: 1 }
    const square = { from: 0, each: places * places, row: places, col: 1 }
    const shape = {
      batch: heads,
      rows: places,
      depth: each,
      columns: places,
      scale: c.scale,
      x: rows,
      y: { ...rows, row: 1, col: heads * each },
    }
    const z = machine.products({ ...shape, z: square, width: scores }, q, k, plus)
    const before = machine.copy(z)
    const weights = machine.causalSoftmax(places, z)
    const mixed = { batch: heads, rows: places, depth: places, columns: each, scale: 1, x: square, y: rows, z: rows, width }
    return valuesOf(machine, before, weights, machine.products(mixed, weights, k))
  },
  'groups within samples'(machine, c) {
    const [size, inner] = [c.out, 1 + (c.seed % 3)]
    const width = size * inner * 2
    const make = (seed: number) => blockOf(machine, c.rows, width, c.seed + seed)
    const { y, r } = machine.normalize({ size, inner }, make(1))
    const plus = c.plus ? make(2) : undefined
    const whole = machine.contract({ size, inner }, c.scale, make(3), make(4), make(5), plus)
    return valuesOf(machine, y, r, whole, machine.contract({ size, inner }, c.scale, null, make(6), null))
  },
  'lengths of samples'(machine, c) {
    const [x, y] = [blockOf(machine, c.rows, c.inputs, c.seed), blockOf(machine, c.rows, c.inputs, c.seed + 1)]
    const [large, small] = [1e30, 1e-30].map(size => machine.block(random(c.rows * c.inputs, c.seed + 2, size), c.inputs))
    return valuesOf(machine, machine.lengths(c.scale, x, y), machine.lengths(1, large, null), machine.lengths(1, small, null), x)
  },
}

export const OPERATIONS: Record<string, Operation> = { ...LAYER, ...MATRIX, ...SUMS, ...ELEMENT, ...POOL, ...LOSS, ...STEP, ...WITHIN }
