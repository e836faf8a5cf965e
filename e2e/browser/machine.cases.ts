/** The operations of a machine on several shapes: each case makes handles, which the test compares between machines. */

import type { ActivationName } from '../../src/sim/backends/machine/activation'
import type { Affine, Block, Held, Machine, Products, Windows } from '../../src/sim/backends/machine/machine'
import { numbers } from './tfjs.cases'

/** Numbers that float32 holds exactly: what differs between machines is the arithmetic. */
function fill(length: number, seed: number): Float64Array {
  const next = numbers(seed * 7919)
  return Float64Array.from({ length }, () => Math.fround(next()))
}

export interface MachineCase {
  readonly name: string
  readonly run: (machine: Machine) => readonly Held[]
}

const dense = (out: number, inputs: number, weightAt: number, biased: boolean, scale = 1): Affine => ({
  layer: 0,
  out,
  taps: inputs,
  places: 1,
  inputs,
  table: null,
  scale,
  weightAt,
  stride: inputs,
  biasAt: biased ? weightAt + out * inputs : -1,
})

/** A convolution of 3×3 with padding 1 and a stride over channels×side×side. */
function convolution(out: number, channels: number, side: number, stride: number, weightAt: number, biased: boolean): Affine {
  const places = Math.floor((side - 1) / stride) + 1
  const taps = 9 * channels
  const table = new Int32Array(taps * places * places)
  let at = 0
  for (let c = 0; c < channels; c++)
    for (let k = 0; k < 9; k++)
      for (let q = 0; q < places * places; q++) {
        const y = Math.floor(q / places) * stride + Math.floor(k / 3) - 1
        const x = (q % places) * stride + (k % 3) - 1
        table[at++] = y >= 0 && y < side && x >= 0 && x < side ? (c * side + y) * side + x : -1
      }
  const weights = out * taps
  return {
    ...{ layer: 0, out, taps, places: places * places, inputs: channels * side * side, table, scale: 1 },
    ...{ weightAt, stride: taps, biasAt: biased ? weightAt + weights : -1 },
  }
}

const sizeOf = ({ out, taps, biasAt }: Affine) => out * taps + (biasAt < 0 ? 0 : out)
const block = (machine: Machine, rows: number, width: number, seed: number): Block => machine.block(fill(rows * width, seed), width)

const layers: readonly (readonly [string, Affine, number])[] = [
  ['dense 5→7', dense(7, 5, 0, true), 4],
  ['dense 5→7 behind a gap, scaled, without bias', dense(7, 5, 3, false, 0.25), 3],
  ['dense 700→40 of 600 samples', dense(40, 700, 0, true), 600],
  ['dense 3→1 of one sample', dense(1, 3, 0, true), 1],
  ['dense 2100→8', dense(8, 2100, 0, true), 5],
  ['convolution of 2×6×6 to 3', convolution(3, 2, 6, 1, 0, true), 4],
  ['convolution of 1×7×7 to 4, stride 2, without bias', convolution(4, 1, 7, 2, 2, false), 3],
  ['convolution of 3×8×8 to 8, 70 samples', convolution(8, 3, 8, 1, 0, true), 70],
]

function layerCases(): MachineCase[] {
  return layers.flatMap(([what, map, rows]) => {
    const length = map.weightAt + sizeOf(map) + 2
    const vector = (machine: Machine, seed: number) => machine.vector(fill(length, seed), [map])
    const outputs = map.out * map.places
    const first = Math.min(1, map.out - 1)
    return [
      {
        name: `linear, ${what}`,
        run: machine => {
          const [theta, a] = [vector(machine, 1), block(machine, rows, map.inputs, 2)]
          const added = machine.linear(map, theta, a, true, block(machine, rows, outputs, 3))
          return [machine.linear(map, theta, a, true), machine.linear(map, theta, a, false), added]
        },
      },
      {
        name: `transposed, ${what}`,
        run: machine => {
          const [theta, dz] = [vector(machine, 1), block(machine, rows, outputs, 2)]
          return [machine.transposed(map, theta, dz), machine.transposed(map, theta, dz, block(machine, rows, map.inputs, 3))]
        },
      },
      {
        name: `addGradient, ${what}`,
        run: machine => {
          const sum = machine.zeros(vector(machine, 1))
          machine.addGradient(map, block(machine, rows, outputs, 2), block(machine, rows, map.inputs, 3), sum, true)
          machine.addGradient(map, block(machine, rows, outputs, 4), block(machine, rows, map.inputs, 5), sum, false)
          const given = vector(machine, 6)
          machine.addGradient(map, block(machine, rows, outputs, 2), block(machine, rows, map.inputs, 3), given, true)
          return [sum, given]
        },
      },
      {
        name: `sampleGradients, ${what}`,
        run: machine => {
          const [dz, a] = [block(machine, rows, outputs, 2), block(machine, rows, map.inputs, 3)]
          return [machine.sampleGradients(map, dz, a, 0, map.out), machine.sampleGradients(map, dz, a, first, map.out - first)]
        },
      },
    ]
  })
}

/** Panels of a hidden layer's units and of the weights that read them. */
const panels: MachineCase = {
  name: 'parts of layers',
  run: machine => {
    const [hidden, head] = [dense(6, 4, 0, true), dense(2, 6, 30, true)]
    const theta = machine.vector(fill(44, 1), [hidden, head])
    const into = { ...hidden, out: 3, weightAt: 8, biasAt: 26 }
    const outOf = { ...head, taps: 3, inputs: 3, weightAt: 32 }
    const a = machine.linear(into, theta, block(machine, 5, 4, 2), true)
    const sum = machine.zeros(theta)
    machine.addGradient(outOf, block(machine, 5, 2, 3), a, sum, true)
    machine.addGradient(into, a, block(machine, 5, 4, 2), sum, true)
    return [a, machine.linear(outOf, theta, a, true), machine.transposed(outOf, theta, block(machine, 5, 2, 3)), sum]
  },
}

const ACTIVATIONS: readonly ActivationName[] = ['relu', 'leaky-relu', 'tanh', 'gelu', 'softplus', 'quadratic', 'identity']
const activations: MachineCase[] = ACTIVATIONS.flatMap(name =>
  [1e-3, 1, 6].map(size => ({
    name: `${name} at ${size}`,
    run: machine => {
      const z = machine.block(
        fill(60, 1).map((v, i) => (i === 7 ? 0 : v * size)),
        12,
      )
      const { a, slope } = machine.activate(name, 0.1, z, true)
      const second = machine.bend(name, z)
      return [a, ...(slope ? [slope] : []), ...(second ? [second] : []), machine.activate(name, 0.1, z, false).a]
    },
  })),
)

const pools: MachineCase[] = (['average', 'max'] as const).flatMap(kind =>
  [
    { kind, size: 2, channels: 2, height: 4, width: 6 },
    { kind, size: 2, channels: 3, height: 5, width: 7 },
    { kind, size: 3, channels: 1, height: 7, width: 3 },
  ].map((windows: Windows) => ({
    name: `${kind} pooling of ${windows.size}×${windows.size} over ${windows.channels}×${windows.height}×${windows.width}`,
    run: (machine: Machine) => {
      const { channels, height, width, size } = windows
      const inputs = channels * height * width
      const outputs = channels * Math.floor(height / size) * Math.floor(width / size)
      // Many equal numbers, as behind a relu.
      const a = machine.block(
        fill(5 * inputs, 1).map(v => Math.max(0, Math.round(3 * v))),
        inputs,
      )
      const at = kind === 'max' ? machine.maxima(windows, a) : null
      const dz = block(machine, 5, outputs, 2)
      return [...(at ? [at] : []), machine.pool(windows, a, at), machine.unpool(windows, dz, at)]
    },
  })),
)

const losses: MachineCase[] = [3, 10].flatMap(C =>
  (['squared', 'cross-entropy'] as const).map(loss => ({
    name: `${loss} of ${C} outputs`,
    run: (machine: Machine) => {
      const labels = Int32Array.from({ length: 9 }, (_, i) => (i * 5) % C)
      const shares = fill(9 * C, 4).map(Math.abs)
      const soft = shares.map((v, at) => v / shares.subarray(at - (at % C), at - (at % C) + C).reduce((s, x) => s + x, 0))
      const f = machine.block(
        fill(6 * C, 1).map(v => 4 * v),
        C,
      )
      const rows = Int32Array.of(8, 0, 3, 3, 1, 7, 2)
      return [
        machine.residuals(loss, f, labels, null, 2),
        machine.residuals(loss, f, soft, rows, 1),
        machine.residuals(loss, f, labels, rows, 0),
        machine.curvature(loss, f, block(machine, 6, C, 2)),
      ]
    },
  })),
)

const matrices: MachineCase[] = [
  [7, 4, 3],
  [24, 24, 2048],
  [40, 40, 1300],
  [33, 17, 600],
].map(([n, m, width]) => ({
  name: `gram of ${n}×${width} and ${m}×${width}`,
  run: (machine: Machine) => {
    const [D, E] = [block(machine, n!, width!, 1), block(machine, m!, width!, 2)]
    const plus = machine.matrix(n!, m!, 0.5)
    const A = machine.gram(D, E, 0.5, false, plus)
    return [
      machine.gram(D, E, 1, false),
      machine.multiplyMatrix(A, machine.gram(D, E, 2, false)),
      machine.mirror(machine.gram(D, D, 1, true)),
    ]
  },
}))

/** Two heads of three channels over four places, and groups along either direction. */
const within: MachineCase = {
  name: 'operations within a sample',
  run: machine => {
    const [heads, size, places] = [2, 3, 4]
    const each = size * places
    const a = block(machine, 5, 3 * heads * each, 1)
    const tokens = (part: number) => ({ from: part * heads * each, each, row: 1, col: places })
    const scores = { from: 0, each: places * places, row: places, col: 1 }
    const toScores: Products = {
      ...{ batch: heads, rows: places, depth: size, columns: places, scale: 0.6, x: tokens(0) },
      ...{ y: { ...tokens(1), row: places, col: 1 }, z: scores, width: heads * places * places },
    }
    const P = machine.causalSoftmax(places, machine.products(toScores, a, a))
    const toTokens: Products = {
      ...{ batch: heads, rows: places, depth: places, columns: size, scale: 1, x: scores, y: tokens(2), z: tokens(1) },
      width: 3 * heads * each,
    }
    const [row, channels] = [
      { size: places, inner: 1 },
      { size: heads * size * 3, inner: places },
    ]
    const { y, r } = machine.normalize(channels, a)
    return [
      machine.products(toScores, a, a, block(machine, 5, heads * places * places, 2)),
      ...[P, y, r, machine.products(toTokens, P, a), machine.products(toTokens, P, a, machine.copy(a))],
      ...[
        machine.contract(row, -1, a, y, null, machine.copy(a)),
        machine.contract(channels, 0.5, null, a, y),
        machine.contract(channels, 2, r, a, null),
      ],
      ...[machine.lengths(0.3, a, y), machine.lengths(1, a, null)],
      // Squares beyond float32, and a sample of zeros.
      machine.lengths(2, machine.block(Float64Array.of(1e30, -2e30, 0, 0, 3, 4), 2), null),
    ]
  },
}

const gathers: MachineCase = {
  name: 'gather, multiply, add, copy, mirror',
  run: machine => {
    const X = fill(70, 1)
    const rows = Int32Array.of(9, 0, 4, 4, 13)
    const picked = machine.gather(X, 5, rows, 1, 4)
    const part = machine.gather(X, 5, null, 3, 4)
    const A = machine.mirror(machine.gram(block(machine, 6, 3, 2), block(machine, 6, 3, 3), 1, false))
    const product = machine.multiply(machine.copy(picked), part)
    return [
      picked,
      part,
      product,
      machine.add(machine.copy(part), picked),
      machine.gather(X, 5, null, 0, 14),
      machine.addMatrix(machine.matrix(6, 6, 2), A),
    ]
  },
}

export const MACHINE_CASES: readonly MachineCase[] = [
  ...layerCases(),
  panels,
  ...activations,
  ...pools,
  ...losses,
  ...matrices,
  within,
  gathers,
]
