import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedNames, DEFAULTS, lengthOf, stateNames } from '../../../lib/optimizers'
import { updateOf } from '../../../lib/updates'
import type { HostMachine } from '../machine/machine'
import { PLAIN_MACHINE } from '../machine/plain'
import { createWasmMachine } from './machine'
import { affine, type Case, OPERATIONS, random, TRAINING } from './machine.fixture'

const f64 = await createWasmMachine('f64')
const f32 = await createWasmMachine('f32')

const rows = fc.constantFrom(1, 3, 4, 5, 8, 9, 33)
const image = fc
  .record({
    channels: fc.constantFrom(1, 3, 5),
    side: fc.integer({ min: 3, max: 8 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 2 }),
    padding: fc.integer({ min: 0, max: 1 }),
  })
  .filter(({ padding, kernel }) => padding < kernel)
const cases: fc.Arbitrary<Case> = fc.record({
  rows,
  inputs: fc.constantFrom(1, 3, 4, 6, 8, 15, 64, 257, 513),
  out: fc.constantFrom(1, 2, 3, 4, 5, 8, 9, 33),
  scale: fc.constantFrom(1, 0.3, -1 / 1024),
  plus: fc.boolean(),
  bias: fc.boolean(),
  lower: fc.boolean(),
  image: fc.option(image),
  seed: fc.nat({ max: 1000 }),
})
const dense: Case = { rows: 300, inputs: 37, out: 5, scale: 0.3, plus: true, bias: true, lower: true, image: null, seed: 1 }
/** Sums longer than DEPTH: over samples, inputs, outputs, and the places of an image. */
const examples: [Case][] = [
  [dense],
  [{ ...dense, rows: 9, inputs: 5, out: 300 }],
  [{ ...dense, rows: 5, image: { channels: 1, side: 19, kernel: 3, stride: 1, padding: 1 } }],
  [{ ...dense, rows: 5, image: { channels: 33, side: 4, kernel: 3, stride: 1, padding: 1 } }],
  [{ ...dense, rows: 3, out: 261, image: { channels: 1, side: 3, kernel: 2, stride: 1, padding: 0 } }],
]

/** Operations with what float32 may differ by: one rounding after another where steps follow steps. */
const compared = [
  ...Object.entries(OPERATIONS).map(([name, operation]) => [name, operation, 2e-6] as const),
  ...Object.entries(TRAINING).map(([name, operation]) => [name, operation, 1e-4] as const),
]

describe.each(compared)('%s', (_, operation, tolerance) => {
  it('has the bits of the plain machine in float64, and agrees in float32', () => {
    fc.assert(
      fc.property(cases, c => {
        const wanted = operation(PLAIN_MACHINE, c)
        const found = f64.scope(() => operation(f64, c))
        expect(found.length).toBe(wanted.length)
        expect(found.findIndex((v, i) => !Object.is(v, wanted[i]))).toBe(-1)
        const rough = f32.scope(() => operation(f32, c))
        expect(distance(rough, wanted)).toBeLessThan(tolerance)
        expect([f64.usage(), f32.usage()]).toEqual([
          { bytes: 0, held: 0 },
          { bytes: 0, held: 0 },
        ])
      }),
      { numRuns: 40, seed: 1, examples },
    )
  })
})

/** ‖x − y‖/‖y‖; numbers so small that float32 has few digits of them count little. */
function distance(x: Float64Array, y: Float64Array): number {
  let [gap, size] = [0, 1e-60]
  for (let i = 0; i < y.length; i++) {
    gap += (x[i] - y[i]) ** 2
    size += y[i] ** 2
  }
  return Math.sqrt(gap / size)
}

describe.each([
  ['f64', f64],
  ['f32', f32],
] as const)('the memory of %s', (precision, machine) => {
  it('keeps what scopes return and frees the rest', () => {
    const kept = machine.scope(() => {
      machine.block(random(12, 1), 3)
      const inner = machine.scope(() => ({ blocks: [machine.block(random(6, 2), 3), null], lost: 1 }))
      return [inner, machine.zeros({ length: 5 })] as const
    })
    expect(machine.usage().held).toBe(2)
    expect([...machine.values(kept[1])]).toEqual([0, 0, 0, 0, 0])
    expect(() =>
      machine.scope(() => {
        machine.matrix(3, 3, 1)
        throw new Error('stop')
      }),
    ).toThrow('stop')
    expect(machine.usage().held).toBe(2)
    machine.free(kept[1], ...kept[0].blocks)
    expect(machine.usage()).toEqual({ bytes: 0, held: 0 })
    expect(() => machine.values(kept[1])).toThrow('after it was freed')
  })

  it('holds its numbers while the memory grows', () => {
    const { map, length } = affine({
      ...{ rows: 9, inputs: 40, out: 3, scale: 1, plus: false, bias: true, lower: false, image: null, seed: 3 },
    })
    const theta = machine.vector(random(length, 3), [map])
    const a = machine.block(random(9 * 40, 4), 40)
    const before = machine.values(machine.linear(map, theta, a, true)).slice()
    const large = machine.matrix(1500, 1500, 1)
    const after = machine.values(machine.linear(map, theta, a, true))
    expect([...after]).toEqual([...before])
    expect(machine.values(large).every(v => v === 1)).toBe(true)
    machine.scope(() => machine.free(theta, a, large))
  })

  it('says how much is missing', () => {
    expect(() => machine.matrix(60_000, 60_000, 0)).toThrow(/A 60000×60000 matrix needs .+ MiB of WebAssembly memory; .* fewer samples/)
  })

  it('refuses steps that leave the range', () => {
    const step = (theta: number, velocity: number, momentum: number) =>
      machine.scope(() => {
        const arm = (x: number, v: number) => ({
          theta: machine.vector(Float64Array.of(0, 0, x), []),
          state: { velocity: machine.vector(Float64Array.of(v, 0, 0), []) },
        })
        const settings = { ...DEFAULTS, momentum }
        return machine.step('heavy-ball', arm(theta, velocity), machine.zeros({ length: 3 }), 1, 0, settings, arm(0, 0), ['velocity'])
      })
    const most = precision === 'f64' ? 1e150 : 1e15
    for (const momentum of [0, 0.9]) {
      expect(step(most, 0, momentum)).toBe(true)
      expect(step(-1.01 * most, 0, momentum)).toBe(false)
      expect(step(Number.NaN, 0, momentum)).toBe(false)
    }
    expect(step(0, Number.POSITIVE_INFINITY, 0.9)).toBe(false)
  })
})

describe.each(['nesterov', 'sign', 'adam', 'rmsprop'] as const)('steps of %s', rule => {
  const settingsOf = (momentum: number) => ({ ...DEFAULTS, momentum })

  it.each([0, 0.9])('have in float32 the bits of the loops over float32 arrays, momentum %s', momentum => {
    const settings = settingsOf(momentum)
    const changed = changedNames(rule, settings)
    const names = stateNames(rule)
    const [p, count] = [13, 3]
    const given = (name: string, seed: number) => Float32Array.from(random(lengthOf(rule, name, p), seed).map(Math.abs))
    const theta = Float32Array.from(random(p, 1))
    const state = Object.fromEntries(names.map((name, k) => [name, given(name, 2 + k)]))
    const g = Float32Array.from(random(p, 9))
    const next = { theta: new Float32Array(p), state: Object.fromEntries(names.map(name => [name, state[name].slice()])) }
    const mean = g.map(v => v / count)
    updateOf(rule).step({ theta, state }, mean, 0.1, settings, next)
    f32.scope(() => {
      const vector = (values: Float32Array) => f32.vector(Float64Array.from(values), [])
      const vectors = (values: typeof state) => Object.fromEntries(changed.map(name => [name, vector(values[name])]))
      const to = { theta: vector(theta), state: vectors(state) }
      expect(f32.step(rule, { theta: vector(theta), state: vectors(state) }, vector(g), count, 0.1, settings, to, changed)).toBe(true)
      expect([...f32.values(to.theta)]).toEqual([...next.theta])
      for (const name of changed) expect([...f32.values(to.state[name])], name).toEqual([...next.state[name]])
    })
  })

  it.each([f64, f32])('are refused where they leave the range, in %#', machine => {
    const step = (theta: number, gradient: number, kept: number, momentum = 0.9) =>
      machine.scope(() => {
        const changed = changedNames(rule, settingsOf(momentum))
        const arm = () => ({
          theta: machine.vector(Float64Array.of(0, theta, 0), []),
          state: Object.fromEntries(
            changed.map(name => [name, machine.vector(new Float64Array(lengthOf(rule, name, 3)).fill(name === 'weights' ? 1 : kept), [])]),
          ),
        })
        const sum = machine.vector(Float64Array.of(1, gradient, 1), [])
        return machine.step(rule, arm(), sum, 1, 1e-3, settingsOf(momentum), arm(), changed)
      })
    const most = machine === f64 ? 1e150 : 1e15
    for (const momentum of [0, 0.9]) {
      expect(step(0.9 * most, 1, 1, momentum)).toBe(true)
      expect(step(-1.1 * most, 1, 1, momentum)).toBe(false)
      expect(step(1, Number.NaN, 1, momentum)).toBe(false)
    }
    expect(step(1, 1, Number.POSITIVE_INFINITY)).toBe(false)
  })
})

it.each([1, 300, 2000])('the causal softmax of numbers up to %s apart is computed in float64 at either precision', size => {
  const [places, heads, rows] = [5, 3, 9]
  const width = heads * places * places
  const values = random(rows * width, 7).map(v => Math.fround(v * size))
  const softmax = (machine: HostMachine) => machine.scope(() => machine.values(machine.causalSoftmax(places, machine.block(values, width))))
  const wanted = softmax(PLAIN_MACHINE)
  expect([...softmax(f64)]).toEqual([...wanted])
  expect([...softmax(f32)]).toEqual([...wanted.map(Math.fround)])
  // Entry u of row t counts where u ≤ t. Of numbers that are far apart some that count vanish: their exponentials leave the range.
  const counted = wanted.filter((_, at) => at % places <= Math.floor(at / places) % places)
  expect(counted).toHaveLength((rows * heads * places * (places + 1)) / 2)
  expect(counted.some(v => v === 0)).toBe(size > 1)
})

it('convolves by more tables than it keeps', () => {
  const layers = Array.from({ length: 40 }, (_, k) =>
    affine({ ...dense, out: 2, image: { channels: 1, side: 3 + (k % 5), kernel: 2, stride: 1, padding: k % 2 } }),
  )
  for (let round = 0; round < 2; round++)
    for (const [k, { map, length }] of layers.entries()) {
      const run = (machine: HostMachine) =>
        machine.scope(() => {
          const theta = machine.vector(random(length, k), [map])
          return [...machine.values(machine.linear(map, theta, machine.block(random(5 * map.inputs, k), map.inputs), true))]
        })
      expect(run(f64)).toEqual(run(PLAIN_MACHINE))
    }
})

it('a disposed machine says so', async () => {
  const machine = await createWasmMachine('f64')
  const x = machine.zeros({ length: 3 })
  machine.dispose()
  expect(() => machine.values(x)).toThrow('disposed')
  expect(() => machine.zeros(x)).toThrow('disposed')
})
